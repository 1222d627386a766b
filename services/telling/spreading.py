"""From one notification to its deliveries: who is told, by which ways, and when."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlmodel import Session, col, select

from services.conversations.presence import who_is_here
from services.core.clock import now
from services.db import insert_ignoring, system_reading
from services.models import Customer, NoticeDelivery, NoticeWay, Notification
from services.telling import rules
from services.telling.queries import Member, members_of
from services.telling.rules import Event
from services.telling.waking import wake_at

_AT_ONCE = 200


def owners() -> list[int]:
    """Customers with something that nobody was told of yet."""
    wanted = select(Notification.customer_id).where(col(Notification.told_at).is_(None)).distinct()
    with system_reading() as session:
        return sorted(session.exec(wanted))


def spread(session: Session) -> int:
    """Plan the deliveries of what is new at the session's customer; returns how many notifications those were."""
    customer = session.get_one(Customer, session.info["customer_id"])
    wanted = (
        select(Notification)
        .where(col(Notification.told_at).is_(None))
        .order_by(col(Notification.id))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    found = session.exec(wanted).all()
    people = members_of(session, customer.id or 0) if found else []
    at = now()
    planned: list[dict[str, Any]] = []
    for one in found:
        one.told_at = at
        for member in people:
            if one.user_id in {0, member.user_id}:
                planned += _deliveries(session, customer, one, member, at)
    insert_ignoring(session, NoticeDelivery, planned)
    for later in {row["due_at"] for row in planned if row["is_held"]}:
        wake_at(session, later)
    return len(found)


def _deliveries(
    session: Session, customer: Customer, notification: Notification, member: Member, at: datetime
) -> Iterator[dict[str, Any]]:
    event = rules.event_of(notification.kind)
    ways = rules.ways_for(event, member.ways, member.role)
    if not ways or (event == Event.ANSWER and _is_looking(session, notification.link, member)):
        return
    held_until = rules.quiet_until(at, member.quiet_from, member.quiet_until, customer.zone)
    for way, device_id in _recipients(customer, event, member, ways):
        yield {
            "key": f"{notification.id}:{member.user_id}:{way.value}:{device_id}",
            "user_id": member.user_id,
            "notification_id": notification.id,
            "way": way,
            "device_id": device_id,
            "due_at": held_until or at,
            "is_held": held_until is not None,
            "created_at": at,
            "updated_at": at,
            **_UNTOUCHED,
        }


_UNTOUCHED = NoticeDelivery(key="", user_id=0, way=NoticeWay.EMAIL).model_dump(
    include={"status", "attempts", "attempt_id", "provider", "provider_id", "error_message"}
)


def _recipients(
    customer: Customer, event: Event, member: Member, ways: frozenset[NoticeWay]
) -> Iterator[tuple[NoticeWay, int]]:
    """Each way, and each device of a push."""
    if NoticeWay.PUSH in ways:
        yield from ((NoticeWay.PUSH, device_id) for device_id in member.device_ids)
    if NoticeWay.EMAIL in ways:
        yield NoticeWay.EMAIL, 0
    # The business's own phone hears of every new lead already: nobody is told twice on the same phone.
    told_already = event == Event.NEW_LEAD and member.phone == customer.phone
    if NoticeWay.WHATSAPP in ways and member.phone and not told_already:
        yield NoticeWay.WHATSAPP, 0


def _is_looking(session: Session, link: str, member: Member) -> bool:
    """Whether this person has the conversation open just now."""
    opened = parse_qs(urlsplit(link).query).get("open", [""])[0]
    return member.user_id in who_is_here(session, opened)
