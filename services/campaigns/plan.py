"""Reads. Before a campaign starts: how many it writes to, until when, at what cost; whom it leaves out and why."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, case, col, func, not_, or_, select

from services.campaigns.outreach_form import OutreachForm, as_campaign
from services.campaigns.steps import StepForm
from services.compliance.rules import HARD_BOUNCE
from services.core.clock import local_day, now, start_of_day
from services.core.scope import Can, Scope
from services.customers.queries import customer_of
from services.integrations.queries import find
from services.models import (
    WAITING,
    Channel,
    Consent,
    ConsentStatus,
    Contact,
    Customer,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachStatus,
    Suppression,
    SuppressionKind,
    VerificationStatus,
    WhatsAppReach,
)
from services.outreach import allowances
from services.outreach.forecast import PlannedDay, Room, Wave, by_day, least, sequence
from services.outreach.prices import price
from services.outreach.senders import Account, account_for, hours_for
from services.outreach.targets import chosen
from services.outreach.windows import next_allowed

ALLOWED = "allowed"
REASONS = {
    "no_address": "No address on this channel",
    "is_lead": "Already a lead: write in Conversations",
    "simulated": "Simulated, and the account is real",
    "suppressed": "Asked you to stop, or on your do-not-contact list",
    "answered": "Answered before, or the address bounced",
    "invalid": "Marked invalid",
    "needs_opt_in": "No permission: needs an opt-in first",
    "in_campaign": "Already in a campaign",
    "gap": "Written to a short while ago",
}
_MOST_DOMAINS = 200


@dataclass(frozen=True)
class LeftOut:
    """So many contacts that match and are not written to; `key` is one of REASONS."""

    key: str
    words: str
    number: int


@dataclass(frozen=True)
class Plan:
    """`number` are written to, on `days`; `unplanned` of them not within a year. Paise at the least and at the most:
    if everybody answers the first message, and if nobody answers, which makes `messages` of them.
    """

    number: int = 0
    matching: int = 0
    days: list[PlannedDay] = field(default_factory=list)
    unplanned: int = 0
    least_paise: int = 0
    most_paise: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    provider: str = ""
    messages: int = 0
    unconnected: list[str] = field(default_factory=list)  # channels of follow-ups


def plan(session: Session, scope: Scope, form: OutreachForm) -> Plan:
    """What the campaign that `form` describes would do if it started now; nothing is stored."""
    scope.require(Can.VIEW)
    customer, at = customer_of(session, scope), now()
    campaign = as_campaign(form)
    account = account_for(session, customer, form.channel)
    counted = _counted(session, campaign, customer, account)
    number = counted.pop(ALLOWED, 0)
    left_out = [LeftOut(key, REASONS[key], counted[key]) for key in REASONS if counted.get(key)]
    matching = number + sum(one.number for one in left_out)
    if account is None:
        return Plan(number, matching, unplanned=number, left_out=left_out)
    first = local_day(max(form.schedule_date or at, at), customer.zone)
    channels = {form.channel, *(step.channel for step in form.steps)}
    accounts = {channel: found for channel in channels if (found := account_for(session, customer, channel))}
    rooms = {channel: _rooms(session, customer, accounts[channel], campaign, channel, at) for channel in accounts}
    followed = [step for step in form.steps if step.channel in accounts]
    waves = [Wave(form.channel), *(Wave(one.channel, _wait_days(one, customer)) for one in followed)]
    planned = sequence(number, _ahead(session, form.channel), first, waves, lambda day, lane: rooms[Channel(lane)](day))
    costs = [
        price(accounts[Channel(wave.lane)].provider, allowances.category_of(Channel(wave.lane)), first).of(number)
        for wave in waves
    ]
    return Plan(
        number,
        matching,
        by_day(planned),
        number - sum(one.number for one in planned[0]),
        costs[0][0],
        sum(most for _, most in costs),
        left_out,
        account.provider,
        number * len(waves),
        sorted(channel.value for channel in channels - set(accounts)),
    )


def _wait_days(step: StepForm, customer: Customer) -> int:
    """On which day after the message before it can leave: the customer's gap holds for follow-ups too."""
    return max(-(-step.wait_hours // 24), customer.contact_gap_days)


def _counted(
    session: Session, campaign: OutreachCampaign, customer: Customer, account: Account | None
) -> dict[str, int]:
    """One statement over the audience: the first reason that holds, in the order of the permission's own rules."""
    reason = case(*_reasons(session, campaign, customer, account), else_=ALLOWED)
    wanted = select(reason, func.count()).select_from(Contact).where(*chosen(campaign)).group_by(reason)
    return {str(key): number for key, number in session.execute(wanted)}


def _reasons(
    session: Session, campaign: OutreachCampaign, customer: Customer, account: Account | None
) -> list[tuple[ColumnElement[bool], str]]:
    channel = campaign.type
    address = col(Contact.phone if channel == Channel.WHATSAPP else Contact.email)
    is_real = account is not None and not account.is_sandbox
    counted, status = col(OutreachMessage.counted_at), col(OutreachMessage.status)
    running = select(OutreachCampaign.id).where(OutreachCampaign.status == OutreachCampaignStatus.RUNNING)
    waiting = select(OutreachMessage.contact_id).where(
        counted.is_(None), status.in_(WAITING), col(OutreachMessage.outreach_campaign_id).in_(running)
    )
    gap = timedelta(days=customer.contact_gap_days)
    recent = select(OutreachMessage.contact_id).where(counted > now() - gap)
    bounced = [OutreachStatus.RESPONDED, *([OutreachStatus.BOUNCED] if channel == Channel.EMAIL else [])]
    return [
        (address.is_(None), "no_address"),
        (col(Contact.converted_to_lead).is_(True), "is_lead"),
        *([(col(Contact.is_sandbox).is_(True), "simulated")] if is_real else []),
        (or_(_suppressed(session, channel), _said(address, channel, ConsentStatus.WITHDRAWN)), "suppressed"),
        (col(Contact.verification_status) == VerificationStatus.INVALID, "invalid"),
        (col(Contact.outreach_status).in_(bounced), "answered"),
        (not_(_permitted(address, channel, customer)), "needs_opt_in"),
        *([(col(Contact.id).in_(waiting), "in_campaign"), (col(Contact.id).in_(recent), "gap")] if gap else []),
    ]


def _suppressed(session: Session, channel: Channel) -> ColumnElement[bool]:
    """By phone, e-mail or domain. Whom an erasure removed has no contact, so the stored addresses say it all."""
    kind, value = col(Suppression.kind), col(Suppression.value)
    counts = [col(Suppression.reason) != HARD_BOUNCE] if channel == Channel.WHATSAPP else []
    phones = select(value).where(kind == SuppressionKind.PHONE, value != "", *counts)
    emails = select(value).where(kind == SuppressionKind.EMAIL, value != "", *counts)
    found: list[Any] = [col(Contact.phone).in_(phones), col(Contact.email).in_(emails)]
    domains = session.exec(select(value).where(kind == SuppressionKind.DOMAIN, value != "").limit(_MOST_DOMAINS)).all()
    if domains:
        found.append(col(Contact.domain).in_(domains))
        found += [col(Contact.email).endswith(f"@{domain}", autoescape=True) for domain in domains]
    return func.coalesce(or_(*found), False)


def _said(address: Any, channel: Channel, status: ConsentStatus) -> ColumnElement[bool]:
    """The newest line of the ledger for the address says `status`."""
    newest = select(func.max(Consent.id)).where(Consent.channel == channel.value).group_by(col(Consent.address))
    said = select(Consent.address).where(col(Consent.id).in_(newest), Consent.status == status)
    return func.coalesce(address.in_(said), False)


def _permitted(address: Any, channel: Channel, customer: Customer) -> ColumnElement[bool]:
    granted = _said(address, channel, ConsentStatus.GRANTED)
    if channel == Channel.WHATSAPP and customer.whatsapp_reach is not WhatsAppReach.PUBLISHED:
        return granted
    return or_(granted, col(Contact.published_for_enquiries).is_(True))


def _ahead(session: Session, channel: Channel) -> int:
    """Messages of running campaigns of the channel that wait already."""
    wanted = (
        select(func.count())
        .select_from(OutreachMessage)
        .join(OutreachCampaign, col(OutreachCampaign.id) == col(OutreachMessage.outreach_campaign_id))
        .where(
            OutreachMessage.channel == channel,
            col(OutreachMessage.status).in_(WAITING),
            col(OutreachMessage.counted_at).is_(None),
            OutreachCampaign.status == OutreachCampaignStatus.RUNNING,
        )
    )
    return session.exec(wanted).one()


def _rooms(
    session: Session,
    customer: Customer,
    account: Account,
    campaign: OutreachCampaign,
    channel: Channel,
    at: datetime,
) -> Callable[[date], Room]:
    today = local_day(at, customer.zone)
    used = allowances.used(session, customer, today)
    subjects = {
        "channel": channel.value,
        "account": allowances.account_subject(account.provider, account.is_sandbox),
        "paise": allowances.paise_subject(account.is_sandbox),
    }
    taken = {name: used.get(subject, 0) for name, subject in subjects.items()}
    paise = price(account.provider, allowances.category_of(channel), today).paise
    row = find(session, account.provider)
    hours = hours_for(customer, "", campaign)

    def room_on(day: date) -> Room:
        spent = taken if day == today else dict.fromkeys(taken, 0)
        begins = max(start_of_day(day, customer.zone), at)
        if not account.is_sandbox and local_day(next_allowed(begins, hours), customer.zone) > day:
            return Room(0, 0)
        own = allowances.account_most(session, account.provider, day)
        budget = customer.daily_budget_paise
        shared = least(
            (
                allowances.channel_most(customer, channel) - spent["channel"],
                None if own is None else own - spent["account"],
                (budget - spent["paise"]) // paise if budget and paise else None,
                row.people_a_day if row and channel == Channel.WHATSAPP else None,
            )
        )
        return Room(campaign.daily_limit, shared)

    return room_on
