"""What the lead does on the page behind a link: look, choose, move, cancel."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from services.calls import booking, rules
from services.calls.booking import Wish, one_at_a_time
from services.calls.invitation import invitation
from services.calls.queries import hours_of, taken_by
from services.calls.telling import Change, organizer_of, tell_people
from services.calls.types import DayOfTimes, LinkPage
from services.core.clock import now
from services.core.errors import Conflict, NotFound
from services.core.scope import Can, Scope
from services.models import CallLink, Customer, Lead, LeadCall


def link_owner(session: Session, public_id: str) -> tuple[int, int] | None:
    """Whose the link is, whosever: the customer's id and the link's."""
    link = session.exec(select(CallLink).where(CallLink.public_id == public_id)).first()
    return (link.customer_id, link.id or 0) if link else None


def link_page(session: Session, scope: Scope, link_id: int) -> LinkPage:
    """The call, if there is one to come, and the times that can be chosen."""
    scope.require(Can.VIEW)
    link, _ = _link(session, link_id)
    customer = session.get_one(Customer, link.customer_id)
    call = _upcoming(session, link)
    if _is_over(session, link, call):
        return LinkPage(customer.name, link.minutes, customer.zone, is_over=True)
    days = _days(session, customer, link, call)
    return LinkPage(
        customer.name, call.minutes if call else link.minutes, customer.zone, False, call.at if call else None, days
    )


def choose(session: Session, scope: Scope, link_id: int, at: datetime) -> None:
    """Arrange the call, or move it; Conflict when the time has gone. The same time again changes nothing."""
    scope.require(Can.EDIT_LEADS)
    customer = one_at_a_time(session, scope)
    link, lead = _link(session, link_id)
    call = _upcoming(session, link)
    if _is_over(session, link, call):
        raise Conflict("This link is too old. Ask for a new one.")
    if call is not None and call.at == at:
        return
    wish = Wish(at, call.minutes if call else link.minutes, is_ours=False)
    if call is None:
        booking.arrange(session, scope, lead, link.host_id, wish, link)
    else:
        _refuse_restless(call)
        booking.move(session, scope, call, lead, wish)
    changed = _upcoming(session, link)
    if changed is not None:
        tell_people(session, changed, lead, Change.MOVED if call else Change.ARRANGED, customer.zone)


def cancel_by_link(session: Session, scope: Scope, link_id: int) -> None:
    """Call it off; nothing when there is no call to come."""
    scope.require(Can.EDIT_LEADS)
    customer = one_at_a_time(session, scope)
    link, lead = _link(session, link_id)
    call = _upcoming(session, link)
    if call is None:
        return
    booking.cancel(session, scope, call, lead)
    tell_people(session, call, lead, Change.CANCELLED, customer.zone)


def calendar_file(session: Session, scope: Scope, link_id: int) -> bytes:
    """The call to come as a calendar file."""
    scope.require(Can.VIEW)
    link, lead = _link(session, link_id)
    call = _upcoming(session, link)
    if call is None:
        raise NotFound("The call")
    customer = session.get_one(Customer, link.customer_id)
    return invitation(call, lead, customer, organizer_of(session, customer))


def _link(session: Session, link_id: int) -> tuple[CallLink, Lead]:
    link = session.exec(select(CallLink).where(CallLink.id == link_id)).first()
    lead = session.exec(select(Lead).where(Lead.id == link.lead_id)).first() if link else None
    if link is None or lead is None:
        raise NotFound("This link")
    return link, lead


def _call_of(session: Session, link: CallLink) -> LeadCall | None:
    return session.exec(select(LeadCall).where(LeadCall.id == link.lead_call_id)).first()


def _upcoming(session: Session, link: CallLink) -> LeadCall | None:
    call = _call_of(session, link)
    return call if call and call.cancelled_at is None and call.at > now() else None


def _is_over(session: Session, link: CallLink, upcoming: LeadCall | None) -> bool:
    """Nothing can be chosen any more. After a call that took place, the next one is for the two to agree on."""
    if upcoming is not None:
        return False
    call = _call_of(session, link)
    has_been = call is not None and call.cancelled_at is None and call.at <= now()
    return has_been or link.expires_at <= now()


def _refuse_restless(call: LeadCall) -> None:
    if call.sequence >= rules.MOST_CHANGES:
        raise Conflict("This call was moved too often. Answer the email, or call us.")


def _days(session: Session, customer: Customer, link: CallLink, call: LeadCall | None) -> list[DayOfTimes]:
    hours, moment = hours_of(customer), now()
    taken = taken_by(session, link.host_id, moment, moment + timedelta(days=rules.LOOK_AHEAD_DAYS + 1), call)
    minutes = call.minutes if call else link.minutes
    found: list[DayOfTimes] = []
    for day in rules.days_ahead(hours, moment):
        times = rules.free_times(hours, day, minutes, taken, moment)
        times = [at for at in times if call is None or at != call.at]
        if times:
            found.append(DayOfTimes(day, times))
        if len(found) == rules.OFFERED_DAYS:
            break
    return found
