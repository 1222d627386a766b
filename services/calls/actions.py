"""Writes. What the customer's people do: schedule, move, cancel, make a link to choose by."""

from datetime import datetime

from sqlmodel import Session

from services.calls import booking
from services.calls.booking import Wish
from services.calls.queries import get_call, host_of, link_address
from services.calls.rules import LENGTHS
from services.calls.types import Arranged
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.leads.queries import get_lead


def schedule_call(
    session: Session, scope: Scope, lead_id: str, at: datetime, *, minutes: int = 30, note: str = ""
) -> Arranged:
    """Arrange a call at `at` (aware) and invite the lead; Conflict when whoever calls has another one then."""
    scope.require(Can.EDIT_LEADS)
    lead = get_lead(session, lead_id)
    return booking.arrange(session, scope, lead, host_of(scope, lead), Wish(at, minutes, note), None)


def move_call(
    session: Session, scope: Scope, call_id: str, at: datetime, *, minutes: int = 30, note: str = ""
) -> Arranged:
    """Give a call another time, length or note; the lead's calendar moves with it."""
    scope.require(Can.EDIT_LEADS)
    call, lead = get_call(session, call_id)
    return booking.move(session, scope, call, lead, Wish(at, minutes, note))


def cancel_call(session: Session, scope: Scope, call_id: str) -> Arranged:
    """Call it off; the lead's calendar forgets it."""
    scope.require(Can.EDIT_LEADS)
    call, lead = get_call(session, call_id)
    return booking.cancel(session, scope, call, lead)


def make_link(session: Session, scope: Scope, lead_id: str, *, minutes: int = 30) -> str:
    """The address of a page on which the lead chooses a time."""
    scope.require(Can.EDIT_LEADS)
    if minutes not in LENGTHS:
        raise Invalid("Choose a length from the list.", "minutes")
    lead = get_lead(session, lead_id)
    return link_address(booking.new_link(session, lead, host_of(scope, lead), minutes))
