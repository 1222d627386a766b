"""Reads. The settings of the customer in reach."""

from sqlalchemy import select
from sqlmodel import Session, col

from services.core.errors import NotFound
from services.core.scope import Can, Scope
from services.customers.types import BudgetSettings, BusinessSettings, CallSettings, LeadSettings, SendingSettings
from services.models import Customer
from services.spending.queries import spent_by_share
from services.spending.rules import SHARES


def customer_of(session: Session, scope: Scope) -> Customer:
    """The row of the scope's customer. Customers are not narrowed by the session, so always read it through this."""
    customer = session.get(Customer, scope.customer_id)
    if customer is None:
        raise NotFound("The business")
    return customer


def customer_ids(session: Session) -> list[int]:
    """Everyone's, for the clock."""
    return [number for number in session.execute(select(col(Customer.id))).scalars() if number]


def business_settings(session: Session, scope: Scope) -> BusinessSettings:
    """As stored."""
    scope.require(Can.VIEW)
    customer = customer_of(session, scope)
    return BusinessSettings(
        name=customer.name,
        industry=customer.industry,
        description=customer.description,
        services=tuple(customer.services),
        cities=tuple(customer.cities),
        website=customer.website,
        phone=customer.phone,
        email=customer.email,
        address=customer.address,
        sender_name=customer.sender_name,
        zone=customer.zone,
        answer_facts=customer.answer_facts,
        signs_automatic=customer.signs_automatic,
    )


def call_settings(session: Session, scope: Scope) -> CallSettings:
    """As stored."""
    scope.require(Can.VIEW)
    customer = customer_of(session, scope)
    return CallSettings(
        call_days=tuple(customer.call_days),
        call_from=customer.call_from,
        call_until=customer.call_until,
        call_notice_minutes=customer.call_notice_minutes,
        call_buffer_minutes=customer.call_buffer_minutes,
        call_on_holidays=customer.call_on_holidays,
    )


def answer_within(session: Session, customer_id: int) -> int:
    """Seconds after which a first answer is late at this customer; 0: never."""
    return session.get_one(Customer, customer_id).answer_within_minutes * 60


def lead_settings(session: Session, scope: Scope) -> LeadSettings:
    """To whom new leads are given."""
    scope.require(Can.VIEW)
    customer = customer_of(session, scope)
    return LeadSettings(customer.assignment)


def sending_settings(session: Session, scope: Scope) -> SendingSettings:
    """As stored; `whatsapp_reach` is "" until the customer chooses."""
    scope.require(Can.VIEW)
    customer = customer_of(session, scope)
    return SendingSettings(
        daily_limit_whatsapp=customer.daily_limit_whatsapp,
        daily_limit_email=customer.daily_limit_email,
        quiet_from=customer.quiet_from,
        quiet_until=customer.quiet_until,
        send_on_sunday=customer.send_on_sunday,
        whatsapp_reach=customer.whatsapp_reach or "",
        keep_holidays=customer.keep_holidays,
        holiday_state=customer.holiday_state,
        contact_gap_days=customer.contact_gap_days,
        daily_budget_paise=customer.daily_budget_paise,
    )


def budget_settings(session: Session, scope: Scope) -> BudgetSettings:
    """The month's budget by share, and what of it is spent or held."""
    scope.require(Can.VIEW)
    customer = customer_of(session, scope)
    shares = {share: int(customer.budget_split.get(share) or 0) for share in SHARES}
    return BudgetSettings(shares, spent_by_share(session, customer))
