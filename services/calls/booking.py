"""One call is arranged, moved or cancelled; at one customer only one of these happens at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from services.calls import rules
from services.calls.queries import hours_of, link_address, taken_by
from services.calls.telling import Change, tell_lead
from services.calls.types import Arranged
from services.core.clock import now
from services.core.errors import Conflict
from services.core.scope import Scope
from services.models import CallLink, Customer, Lead, LeadCall, LeadStatus
from services.timeline import record_lead_event

_BEFORE_MEETING = {LeadStatus.NEW, LeadStatus.CONTACTED, LeadStatus.QUALIFIED}
TAKEN = "That time was just taken. Choose another one."


@dataclass(frozen=True)
class Wish:
    """When and how long; `is_ours` when the customer's own people ask, who may call at any hour that is not taken."""

    at: datetime
    minutes: int
    note: str = ""
    is_ours: bool = True


def one_at_a_time(session: Session, scope: Scope) -> Customer:
    """The customer's row, held until the transaction ends: whoever books next sees what was booked before.

    SQLite has one writer anyway. FOR NO KEY UPDATE does not hold up rows that merely name the customer.
    """
    wanted = select(Customer).where(col(Customer.id) == scope.customer_id).with_for_update(key_share=True)
    return session.execute(wanted).scalar_one()


def arrange(session: Session, scope: Scope, lead: Lead, host_id: int, wish: Wish, link: CallLink | None) -> Arranged:
    """A new call. The same one asked for again changes nothing and sends nothing."""
    customer = one_at_a_time(session, scope)
    same = _same(session, lead, wish)
    if same is not None:
        if link is not None:
            link.lead_call_id = same.id
        return Arranged(same.public_id, same.at)
    _check(session, customer, host_id, wish)
    call = LeadCall(
        lead_id=lead.id or 0, host_id=host_id, at=wish.at, minutes=wish.minutes, note=wish.note.strip()[:1000]
    )
    session.add(call)
    session.flush()
    link = link or new_link(session, lead, host_id, wish.minutes)
    link.lead_call_id = call.id
    link.expires_at = max(link.expires_at, wish.at + timedelta(minutes=wish.minutes))
    why_not = _changed(session, scope, customer, call, lead, Change.ARRANGED)
    if lead.status in _BEFORE_MEETING:
        lead.status = LeadStatus.MEETING_SCHEDULED
    return Arranged(call.public_id, call.at, why_not)


def move(session: Session, scope: Scope, call: LeadCall, lead: Lead, wish: Wish) -> Arranged:
    """Another time for a call that is still to come."""
    customer = one_at_a_time(session, scope)
    session.refresh(call)
    _refuse_over(call)
    note = wish.note.strip()[:1000] if wish.is_ours else call.note
    if (call.at, call.minutes, call.note) == (wish.at, wish.minutes, note):
        return Arranged(call.public_id, call.at)
    _check(session, customer, call.host_id, wish, but=call)
    call.at, call.minutes, call.note = wish.at, wish.minutes, note
    call.sequence += 1
    return Arranged(call.public_id, call.at, _changed(session, scope, customer, call, lead, Change.MOVED))


def cancel(session: Session, scope: Scope, call: LeadCall, lead: Lead) -> Arranged:
    """The call is off; a second time changes nothing. The lead's status is for people to change."""
    customer = one_at_a_time(session, scope)
    session.refresh(call)
    if call.cancelled_at is not None:
        return Arranged(call.public_id, call.at)
    _refuse_over(call)
    call.cancelled_at = now()
    call.sequence += 1
    return Arranged(call.public_id, call.at, _changed(session, scope, customer, call, lead, Change.CANCELLED))


def new_link(session: Session, lead: Lead, host_id: int, minutes: int) -> CallLink:
    """A link that ends in a month, or with its call when that is later."""
    link = CallLink(
        customer_id=lead.customer_id,
        lead_id=lead.id or 0,
        host_id=host_id,
        minutes=minutes,
        expires_at=now() + timedelta(days=rules.LINK_DAYS),
    )
    session.add(link)
    session.flush()
    return link


def _same(session: Session, lead: Lead, wish: Wish) -> LeadCall | None:
    wanted = select(LeadCall).where(
        col(LeadCall.lead_id) == lead.id,
        col(LeadCall.at) == wish.at,
        col(LeadCall.minutes) == wish.minutes,
        col(LeadCall.cancelled_at).is_(None),
    )
    return session.execute(wanted.limit(1)).scalar_one_or_none()


def _check(session: Session, customer: Customer, host_id: int, wish: Wish, but: LeadCall | None = None) -> None:
    rules.check_wish(wish.at, wish.minutes, now())
    taken = taken_by(session, host_id, wish.at, wish.at + timedelta(minutes=wish.minutes), but)
    if wish.is_ours:
        if not rules.is_clear(wish.at, wish.minutes, taken):
            raise Conflict(TAKEN)
    elif not rules.is_free(hours_of(customer), wish.at, wish.minutes, taken, now()):
        raise Conflict(TAKEN)


def _refuse_over(call: LeadCall) -> None:
    if call.cancelled_at is not None:
        raise Conflict("This call is cancelled. Schedule a new one.")
    if call.at <= now():
        raise Conflict("This call is over. Schedule a new one.")


def _changed(session: Session, scope: Scope, customer: Customer, call: LeadCall, lead: Lead, change: Change) -> str:
    """The timeline's line and the lead's e-mail; returns why there is no e-mail."""
    by = "" if scope.user_id else " by the lead"
    words = f"Call {change}{by}: {rules.call_words(call.at, customer.zone)}"
    record_lead_event(session, lead, "call", words, user_id=scope.user_id)
    link = select(CallLink).where(col(CallLink.lead_call_id) == call.id).order_by(col(CallLink.id).desc()).limit(1)
    found = session.execute(link).scalar_one_or_none()
    return tell_lead(session, scope, call, lead, change, link_address(found) if found else "")
