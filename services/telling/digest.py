"""The daily digest: planned at each person's hour, written when it leaves."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from services.core.clock import local_day, now
from services.core.scope import system_scope
from services.core.settings import get_settings
from services.db import insert_ignoring, system_reading, transaction
from services.leads.rules import snippet
from services.models import (
    Conversation,
    ConversationChannel,
    ConversationStatus,
    Customer,
    Lead,
    Message,
    NoticeChoices,
    NoticeDelivery,
    NoticeWay,
    Sender,
)
from services.people import display_name
from services.queue import JobName, enqueue
from services.telling.rules import first_line, next_time

PERIOD = timedelta(days=1)
_LISTED = 10


def plan_due() -> None:
    """Plan the digest of everybody whose hour has come; safe to run twice."""
    for owner in _owners():
        with transaction(system_scope(owner)) as session:
            plan(session)


def _owners() -> list[int]:
    wanted = select(NoticeChoices.customer_id).where(col(NoticeChoices.digest_next_at) <= now()).distinct()
    with system_reading() as session:
        return sorted(session.exec(wanted))


def plan(session: Session) -> int:
    """The session's customer's digests that are due, one a person and day; returns how many."""
    customer, at = session.get_one(Customer, session.info["customer_id"]), now()
    wanted = select(NoticeChoices).where(col(NoticeChoices.digest_next_at) <= at).with_for_update(skip_locked=True)
    due = session.exec(wanted).all()
    rows = []
    for one in due:
        key = f"digest:{one.user_id}:{local_day(at, customer.zone)}"
        rows.append(
            NoticeDelivery(key=key, user_id=one.user_id, way=NoticeWay.EMAIL, due_at=at).model_dump(exclude={"id"})
        )
        one.digest_next_at = next_time(one.digest_at, at, customer.zone) if one.digest_at else None
    if insert_ignoring(session, NoticeDelivery, rows):
        enqueue(session, JobName.TELL_PEOPLE, unique="tell")
    return len(due)


def text(session: Session, customer: Customer, since: datetime) -> str:
    """What happened since, and what waits; "" when there is nothing to say."""
    heard = _answers(session, since)
    parts = [
        *_section("new lead", "new leads", _new_leads(session, since)),
        *_section("conversation waits for an answer", "conversations wait for an answer", _waiting(session)),
        *([f"{heard} answer{'' if heard == 1 else 's'} came in.", ""] if heard else []),
    ]
    return "\n".join([f"The last 24 hours at {customer.name}:", "", *parts]).rstrip() if parts else ""


def _section(one: str, many: str, found: tuple[int, Sequence[str]]) -> list[str]:
    count, lines = found
    if not count:
        return []
    more = [f"- and {count - len(lines)} more"] if count > len(lines) else []
    return [f"{count} {one if count == 1 else many}", *lines, *more, ""]


def _new_leads(session: Session, since: datetime) -> tuple[int, list[str]]:
    fresh = col(Lead.received_at) >= since
    count = session.exec(select(func.count()).select_from(Lead).where(fresh)).one()
    newest = session.exec(select(Lead).where(fresh).order_by(col(Lead.id).desc()).limit(_LISTED))
    return count, [_line(lead, snippet(lead.lead_data), f"/leads?open={lead.public_id}") for lead in newest]


def _waiting(session: Session) -> tuple[int, list[str]]:
    """Open conversations in which something was not read or not answered, the longest wait first."""
    unread = Conversation.status == ConversationStatus.OPEN, col(Conversation.unread_count) > 0
    count = session.exec(select(func.count()).select_from(Conversation).where(*unread)).one()
    oldest = (
        select(Conversation, Lead)
        .join(Lead, col(Lead.id) == col(Conversation.lead_id))
        .where(*unread)
        .order_by(col(Conversation.last_message_at))
        .limit(_LISTED)
    )
    lines = [
        _line(lead, talk.last_message_text, f"/conversations?open={talk.public_id}")
        for talk, lead in session.exec(oldest)
    ]
    return count, lines


def _answers(session: Session, since: datetime) -> int:
    heard = (
        Message.sender == Sender.LEAD,
        col(Message.sent_at) >= since,
        Message.channel != ConversationChannel.PLATFORM_CHAT,
    )
    return session.exec(select(func.count()).select_from(Message).where(*heard)).one()


def _line(lead: Lead, words: str, link: str) -> str:
    name = display_name(lead.name, lead.company, lead.phone, lead.email)
    said = f": {first_line(words, 80)}" if words else ""
    return f"- {name}{said}\n  {get_settings().address}{link}"
