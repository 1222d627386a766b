"""Reads. The inbox and one thread."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlmodel import Session, col

from services.compliance.queries import suppressed_reason
from services.compliance.rules import why_suppressed
from services.conversations import rules
from services.conversations.bubbles import bubbles
from services.conversations.types import (
    Answer,
    ConversationRow,
    InboxCounts,
    InboxFilter,
    TemplateChoice,
    Thread,
)
from services.core.clock import now
from services.core.errors import NotFound
from services.core.keyset import capped_count, cursor_of, keyset
from services.core.paging import Page, PageRequest
from services.core.scope import Scope
from services.customers.queries import answer_within
from services.models import (
    Channel,
    Conversation,
    ConversationStatus,
    Lead,
    LeadStatus,
    Message,
    Sender,
    Template,
    TemplateStatus,
    User,
)
from services.people import display_name, source_words
from services.templates.rules import TO_OURSELVES

THREAD = 100
MOST_SHOWN = 500
_ROUND = 50  # messages shown before and after one that was looked for
_WAITING_LEADS = set(LeadStatus) - {LeadStatus.WON, LeadStatus.LOST}
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def get_conversation(session: Session, conversation_id: str) -> tuple[Conversation, Lead]:
    """The conversation with this public id and its lead; NotFound also means "not yours"."""
    found = session.execute(
        select(Conversation, Lead)
        .join(Lead, col(Lead.id) == col(Conversation.lead_id))
        .where(col(Conversation.public_id) == conversation_id)
    ).one_or_none()
    if found is None:
        raise NotFound("The conversation")
    return found[0], found[1]


def hold_conversation(session: Session, conversation_id: str) -> tuple[Conversation, Lead]:
    """Like `get_conversation`, read again once nobody else writes in it: until the transaction ends it is held."""
    _, lead = get_conversation(session, conversation_id)
    hold(session, lead)
    session.refresh(lead)
    talk, _ = get_conversation(session, conversation_id)
    session.refresh(talk)
    return talk, lead


def hold(session: Session, lead: Lead) -> None:
    """Wait until nobody else writes in this lead's conversation. SQLite has one writer at a time anyway."""
    session.execute(select(col(Lead.id)).where(col(Lead.id) == lead.id).with_for_update())


def answered_since(session: Session, scope: Scope, conversation_id: str, number: int) -> Answer | None:
    """The newest answer that a colleague gave after message `number`."""
    newest = (
        select(Message, col(User.name))
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .join(User, col(User.id) == col(Message.user_id))
        .where(
            col(Conversation.public_id) == conversation_id,
            col(Message.id) > number,
            col(Message.sender) == Sender.CUSTOMER,
            col(Message.user_id) != scope.user_id,
        )
        .order_by(col(Message.id).desc())
        .limit(1)
    )
    found = session.execute(newest).one_or_none()
    if found is None:
        return None
    message, name = found
    return Answer(message.id or 0, name, rules.one_line(message.message_text, 160), message.created_at)


def inbox(session: Session, request: PageRequest, narrowed: InboxFilter = InboxFilter()) -> Page[ConversationRow]:  # noqa: B008  frozen
    """Conversations, the latest first."""
    found = _matching(request.search, narrowed)
    order = col(Conversation.last_message_at)
    rows = list(session.execute(keyset(found, order, col(Conversation.id), request)))
    shown = rows[: request.size]
    after = cursor_of(shown[-1][0].last_message_at, shown[-1][0].id or 0) if len(rows) > request.size else ""
    within = answer_within(session, shown[0][0].customer_id) if shown else 0
    return Page([_row(talk, lead, within) for talk, lead in shown], capped_count(session, found), after)


def _matching(search: str, narrowed: InboxFilter) -> Select[Conversation, Lead]:
    found = select(Conversation, Lead).join(Lead, col(Lead.id) == col(Conversation.lead_id))
    if narrowed.channel:
        found = found.where(col(Conversation.channel) == narrowed.channel)
    if narrowed.status:
        found = found.where(col(Conversation.status) == narrowed.status)
    if narrowed.snoozed is not None:
        found = found.where(_rests() if narrowed.snoozed else ~_rests())
    if narrowed.unread:
        found = found.where(col(Conversation.unread_count) > 0)
    if narrowed.unassigned:
        found = found.where(col(Lead.assigned_to).is_(None))
    if narrowed.assigned_to:
        found = found.where(col(Lead.assigned_to) == narrowed.assigned_to)
    if search:
        columns = (col(Lead.name), col(Lead.company), col(Lead.email))
        found = found.where(or_(*(column.icontains(search, autoescape=True) for column in columns)))
    return found


def _rests() -> ColumnElement[bool]:
    """Whether it is snoozed: one whose time has come is back at once, before the clock has said so."""
    return func.coalesce(col(Conversation.snoozed_until), _LONG_AGO) > now()


def inbox_counts(session: Session, narrowed: InboxFilter, user_id: int) -> InboxCounts:
    """How many conversations each view of the inbox holds; whom they belong to in `narrowed` is left aside."""
    anyones = replace(narrowed, assigned_to=None, unassigned=False)
    owner = col(Lead.assigned_to)
    counted = _matching("", anyones).with_only_columns(
        func.count(col(Conversation.id)),
        func.count(case((owner == user_id, 1))),
        func.count(case((owner.is_(None), 1))),
    )
    everyone, mine, nobody = session.execute(counted).one()
    return InboxCounts(everyone, mine, nobody)


def unread_total(session: Session) -> int:
    """How many conversations hold something unread: the badge in the sidebar."""
    unread = select(func.count(col(Conversation.id))).where(
        col(Conversation.unread_count) > 0, col(Conversation.status) == ConversationStatus.OPEN, ~_rests()
    )
    return session.execute(unread).scalar_one()


def thread(session: Session, conversation_id: str, *, size: int = THREAD, at: str = "") -> Thread:
    """The newest `size` messages, oldest first; further back when the message `at` (a public id) lies there."""
    talk, lead = get_conversation(session, conversation_id)
    size, until = _window(session, talk, min(size, MOST_SHOWN), at) if at else (min(size, MOST_SHOWN), None)
    newest = (
        select(Message, col(User.name))
        .outerjoin(User, col(User.id) == col(Message.user_id))
        .where(col(Message.conversation_id) == talk.id, *([] if until is None else [col(Message.id) <= until]))
        .order_by(col(Message.id).desc())
        .limit(size + 1)
    )
    found = list(session.execute(newest))
    reason = suppressed_reason(session, phone=lead.phone, email=lead.email, channel=Channel.WHATSAPP)
    return Thread(
        row=_row(talk, lead, answer_within(session, talk.customer_id)),
        phone=lead.phone or "",
        email=lead.email or "",
        messages=bubbles(session, lead, [(message, name or "") for message, name in reversed(found[:size])]),
        has_older=len(found) > size,
        has_newer=until is not None,
        channels=rules.channels_for(lead.phone, lead.email),
        window_closes_at=rules.window_closes_at(talk.last_inbound_at, now()),
        suppressed=why_suppressed(reason) if reason else "",
        newest=found[0][0].id or 0 if found else 0,
    )


def _window(session: Session, talk: Conversation, size: int, at: str) -> tuple[int, int | None]:
    """How many messages to show so that `at` is among them, and the last of them; None for the newest."""
    mine = col(Message.conversation_id) == talk.id
    number = session.execute(select(col(Message.id)).where(mine, col(Message.public_id) == at)).scalar_one_or_none()
    if number is None:
        return size, None
    later = select(col(Message.id)).where(mine, col(Message.id) > number).order_by(col(Message.id)).limit(MOST_SHOWN)
    after = list(session.execute(later).scalars())
    if len(after) + _ROUND <= MOST_SHOWN:
        return max(size, len(after) + _ROUND), None
    return max(size, 2 * _ROUND), after[_ROUND - 1]


def approved_templates() -> Select[Template]:
    """WhatsApp templates that may be sent to a lead at any time."""
    return (
        select(Template)
        .where(
            col(Template.channel) == Channel.WHATSAPP,
            col(Template.status) == TemplateStatus.APPROVED,
            col(Template.name) != TO_OURSELVES,
        )
        .order_by(col(Template.id).desc())
    )


def templates_to_choose(session: Session) -> list[TemplateChoice]:
    """What the composer offers when WhatsApp's 24 hours are over."""
    found = session.execute(approved_templates().limit(50)).scalars()
    return [TemplateChoice(template.public_id, template.name, template.body) for template in found]


def _row(talk: Conversation, lead: Lead, within: int) -> ConversationRow:
    return ConversationRow(
        id=talk.public_id,
        lead_id=lead.public_id,
        name=display_name(lead.name, lead.company, lead.phone, lead.email),
        source=lead.source,
        source_words=source_words(lead.source, lead.channel),
        intent=lead.intent,
        score=lead.quality_score,
        channel=talk.channel,
        status=talk.status,
        last_text=talk.last_message_text,
        last_at=talk.last_message_at,
        unread=talk.unread_count,
        snoozed_until=talk.snoozed_until if talk.snoozed_until and talk.snoozed_until > now() else None,
        waits_since=lead.received_at if lead.first_answer_at is None and lead.status in _WAITING_LEADS else None,
        answered_after_seconds=rules.seconds_between(lead.received_at, lead.first_answer_at),
        answer_within_seconds=within,
    )
