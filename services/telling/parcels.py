"""From due deliveries to what leaves: those that go together are bundled, and taken before anything is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlmodel import Session, col, select

from services.core.clock import now
from services.core.ids import new_id
from services.core.settings import get_settings
from services.models import Customer, NoticeDelivery, NoticeStatus, NoticeWay, Notification
from services.telling import digest, letters, pushes, rules
from services.telling.letters import Letter, Stop
from services.telling.pushes import Push
from services.telling.queries import Member, members_of
from services.telling.rules import Line
from services.telling.waking import wake_at

BATCH = 60
_WRITERS = {NoticeWay.EMAIL: letters.email, NoticeWay.WHATSAPP: letters.whatsapp}


@dataclass(frozen=True)
class Parcel:
    """Deliveries that leave together, since `since`; `letter` None when there is no way to this person any more."""

    attempt_id: str
    since: datetime
    letter: Letter | Push | None


def take_due(session: Session) -> list[Parcel]:
    """Mark what is due as `sending`; returns it. Empty when nothing is due."""
    customer = session.get_one(Customer, session.info["customer_id"])
    wanted = (
        select(NoticeDelivery)
        .where(NoticeDelivery.status == NoticeStatus.PENDING, NoticeDelivery.due_at <= now())
        .order_by(col(NoticeDelivery.id))
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    rows = sorted(session.exec(wanted), key=_recipient)
    people = {one.user_id: one for one in members_of(session, customer.id or 0)} if rows else {}
    found: list[Parcel] = []
    for _, same in groupby(rows, key=_recipient):
        own = list(same)
        bundles = rules.bundles([row.is_held for row in own])
        found += [_leaving(session, customer, people, [own[place] for place in places]) for places in bundles]
    return found


def take_doubts(session: Session) -> list[Parcel]:
    """What was perhaps sent: its sender died in mid-call, or the answer was lost."""
    customer = session.get_one(Customer, session.info["customer_id"])
    wanted = (
        select(NoticeDelivery)
        .where(NoticeDelivery.status == NoticeStatus.SENDING, col(NoticeDelivery.lease_until) <= now())
        .order_by(col(NoticeDelivery.attempt_id), col(NoticeDelivery.id))
        .with_for_update(skip_locked=True)
    )
    rows = session.exec(wanted).all()
    people = {one.user_id: one for one in members_of(session, customer.id or 0)} if rows else {}
    found: list[Parcel] = []
    for attempt_id, same in groupby(rows, key=lambda row: row.attempt_id):
        own = list(same)
        for row in own:
            row.lease_until = now() + timedelta(seconds=get_settings().send_lease_seconds)
        letter = _written(session, customer, people.get(own[0].user_id), own, attempt_id)
        found.append(Parcel(attempt_id, own[0].due_at, None if isinstance(letter, Stop) else letter))
    return found


def _recipient(row: NoticeDelivery) -> tuple[int, str, int, bool]:
    """A digest is a letter of its own."""
    return row.user_id, row.way.value, row.device_id, row.notification_id is None


def _leaving(session: Session, customer: Customer, people: dict[int, Member], rows: Sequence[NoticeDelivery]) -> Parcel:
    """The rows as one message on its way, or put off, or dropped."""
    attempt_id, at = new_id("ntc"), now()
    letter = _written(session, customer, people.get(rows[0].user_id), rows, attempt_id)
    for row in rows:
        row.attempt_id, row.error_message = attempt_id, ""
        if isinstance(letter, Stop):
            _stopped(session, row, letter)
        else:
            row.status, row.provider, row.due_at = NoticeStatus.SENDING, letter.provider, at
            row.lease_until, row.attempts = at + timedelta(seconds=get_settings().send_lease_seconds), row.attempts + 1
    return Parcel(attempt_id, at, None if isinstance(letter, Stop) else letter)


def _stopped(session: Session, row: NoticeDelivery, stop: Stop) -> None:
    row.error_message = stop.words[:300]
    if stop.again_at is None:
        row.status = NoticeStatus.DROPPED
    else:
        row.due_at = stop.again_at
        wake_at(session, stop.again_at)


def _written(
    session: Session,
    customer: Customer,
    member: Member | None,
    rows: Sequence[NoticeDelivery],
    attempt_id: str,
) -> Letter | Push | Stop:
    if member is None:
        return Stop("This person does not work here any more.")
    if rows[0].notification_id is None:
        return letters.daily(
            session, customer, member, digest.text(session, customer, now() - digest.PERIOD), attempt_id
        )
    wanted = select(Notification).where(col(Notification.id).in_([row.notification_id for row in rows]))
    lines = [
        Line(rules.event_of(one.kind), one.title, one.body, one.link)
        for one in session.exec(wanted.order_by(col(Notification.id)))
    ]
    if not lines:
        return Stop("What happened is not there any more.")
    first = rows[0]
    if first.way == NoticeWay.PUSH:
        return pushes.written(session, member, first.device_id, lines, "+".join(row.key for row in rows))
    return _WRITERS[first.way](session, customer, member, lines, attempt_id)
