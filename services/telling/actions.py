"""Writes. A person's own choices: every role may make them, and only for itself."""

from collections.abc import Collection, Mapping

from sqlmodel import Session

from services import audit
from services.core.addresses import is_mobile, normalise_phone
from services.core.clock import now
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.db import insert_ignoring
from services.models import Customer, NoticeChoices, NoticeWay
from services.telling.letters import prepare_template
from services.telling.queries import row_of
from services.telling.rules import Event, is_clock, next_time

MOST_WAIT_MINUTES = 1_440


def save_ways(session: Session, scope: Scope, ways: Mapping[Event, Collection[NoticeWay]], *, hides_text: bool) -> None:
    """By which ways this person is told of each event, besides the bell."""
    scope.require(Can.VIEW)
    row = _row(session, scope)
    row.ways = {event.value: sorted(way.value for way in ways.get(event, ())) for event in Event}
    row.hides_text = hides_text


def save_phone(session: Session, scope: Scope, phone: str) -> str:
    """The person's own number for WhatsApp, "" for none; raises Invalid for what is no mobile number."""
    scope.require(Can.VIEW)
    customer = session.get_one(Customer, scope.customer_id)
    number = normalise_phone(phone, customer.country) if phone.strip() else ""
    if number is None or (number and not is_mobile(number)):
        raise Invalid("Enter a mobile number, such as +91 98765 43210.", "phone")
    _row(session, scope).phone = number
    if number:
        prepare_template(session)
    return number


def save_quiet(session: Session, scope: Scope, quiet_from: str, quiet_until: str) -> None:
    """When this person is left alone, by the customer's clock; both empty for never."""
    scope.require(Can.VIEW)
    for field, clock in (("quiet_from", quiet_from), ("quiet_until", quiet_until)):
        if bool(quiet_from) != bool(quiet_until) and not clock:
            raise Invalid("Enter both times, or none.", field)
        if clock and not is_clock(clock):
            raise Invalid("Enter a time of day, such as 21:00.", field)
    row = _row(session, scope)
    row.quiet_from, row.quiet_until = quiet_from, quiet_until


def save_digest(session: Session, scope: Scope, clock: str) -> None:
    """When this person gets the daily e-mail, by the customer's clock; "" for never."""
    scope.require(Can.VIEW)
    if clock and not is_clock(clock):
        raise Invalid("Choose an hour from the list.", "digest_at")
    zone = session.get_one(Customer, scope.customer_id).zone
    row = _row(session, scope)
    row.digest_at, row.digest_next_at = clock, next_time(clock, now(), zone) if clock else None


def save_answer_within(session: Session, scope: Scope, typed: str) -> int:
    """How many minutes a new lead may wait before owners and managers are told; 0 for ever."""
    scope.require(Can.EDIT_SETTINGS)
    text = typed.strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 5 and int(text) <= MOST_WAIT_MINUTES):
        raise Invalid(f"Enter a number of minutes from 0 to {MOST_WAIT_MINUTES:,}.", "answer_within")
    customer = session.get_one(Customer, scope.customer_id)
    customer.answer_within_minutes = int(text)
    audit.record(session, scope, "answer_time_saved", customer.public_id, {"why": f"{int(text)} minutes"})
    return int(text)


def _row(session: Session, scope: Scope) -> NoticeChoices:
    """The person's row, made now if there is none; two windows that save at once make one."""
    row = row_of(session, scope)
    if row is None:
        filled = NoticeChoices(customer_id=scope.customer_id, user_id=scope.user_id).model_dump(exclude={"id"})
        insert_ignoring(session, NoticeChoices, [filled])
        row = row_of(session, scope)
    if row is None:
        raise Invalid("Your choices could not be saved. Load the page again.")
    return row
