"""Reads. Free times for the dialog, the calendar file of a call."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from services.calls import rules
from services.calls.invitation import invitation
from services.calls.rules import Span, WorkingHours
from services.calls.telling import organizer_of, untold
from services.calls.types import FreeTimes
from services.core.clock import INDIA, now
from services.core.crypto import sign
from services.core.errors import NotFound
from services.core.scope import Can, Scope
from services.core.settings import get_settings
from services.leads.queries import get_lead
from services.models import CallLink, Customer, Lead, LeadCall, User

LINK = "call"


def free_times(
    session: Session, scope: Scope, lead_id: str, day: date, *, minutes: int = 30, moving: str = ""
) -> FreeTimes:
    """What the dialog offers for `day`; the call that is being moved (its public id) stands in nobody's way."""
    scope.require(Can.VIEW)
    lead = get_lead(session, lead_id)
    hours = hours_of(session.get_one(Customer, lead.customer_id))
    call = get_call(session, moving)[0] if moving else None
    host_id = call.host_id if call else host_of(scope, lead)
    begins = datetime(day.year, day.month, day.day, tzinfo=now().tzinfo) - timedelta(days=1)
    taken = taken_by(session, host_id, begins, begins + timedelta(days=3), call)
    host = session.get(User, host_id) if host_id else None
    times = rules.free_times(hours, day, minutes, taken, now())
    return FreeTimes(hours.zone, host.name if host else "", times, untold(session, lead))


def call_invitation(session: Session, scope: Scope, call_id: str) -> bytes:
    """The call as an iCalendar file that any calendar opens."""
    scope.require(Can.VIEW)
    call, lead = get_call(session, call_id)
    customer = session.get_one(Customer, lead.customer_id)
    return invitation(call, lead, customer, organizer_of(session, customer))


def get_call(session: Session, call_id: str) -> tuple[LeadCall, Lead]:
    """The call with this public id and whose it is; NotFound also means "not yours"."""
    wanted = (
        select(LeadCall, Lead)
        .join(Lead, col(Lead.id) == col(LeadCall.lead_id))
        .where(col(LeadCall.public_id) == call_id)
    )
    found = session.execute(wanted).first()
    if found is None:
        raise NotFound("The call")
    return found[0], found[1]


def host_of(scope: Scope, lead: Lead) -> int:
    """Who will call: the person responsible, else whoever arranges it."""
    return lead.assigned_to or scope.user_id


def hours_of(customer: Customer) -> WorkingHours:
    """When this customer's people call; holidays are known for India alone."""
    rests = not customer.call_on_holidays and customer.zone == INDIA
    return WorkingHours(
        customer.zone,
        tuple(customer.call_days),
        customer.call_from,
        customer.call_until,
        timedelta(minutes=customer.call_notice_minutes),
        timedelta(minutes=customer.call_buffer_minutes),
        f"IN-{customer.holiday_state}".rstrip("-") if rests else "",
    )


def taken_by(session: Session, host_id: int, start: datetime, end: datetime, but: LeadCall | None = None) -> list[Span]:
    """The calls of one person between two moments and near them."""
    reach = timedelta(minutes=2 * rules.LONGEST)
    wanted = select(LeadCall).where(
        col(LeadCall.host_id) == host_id,
        col(LeadCall.cancelled_at).is_(None),
        col(LeadCall.at) > start - reach,
        col(LeadCall.at) < end + reach,
    )
    if but is not None:
        wanted = wanted.where(col(LeadCall.id) != but.id)
    calls = session.execute(wanted).scalars()
    return [Span(call.at, call.at + timedelta(minutes=call.minutes)) for call in calls]


def link_address(link: CallLink) -> str:
    """The page where the lead chooses, as it is sent."""
    return f"{get_settings().address}/call/{sign(LINK, link.public_id)}"
