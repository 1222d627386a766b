"""Writes. What a lead says is kept, what the customer answers is queued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from services.conversations import parts as answers
from services.conversations import rules
from services.conversations.automatic import take_back_automatic
from services.conversations.drafts import chosen, give, refuse_files
from services.conversations.files import expect_files
from services.conversations.queries import answered_since, get_conversation, hold, hold_conversation
from services.conversations.refusing import refuse_closed_window, refuse_unreachable
from services.conversations.types import AnsweredMeanwhile
from services.core.clock import now
from services.core.errors import Conflict, Invalid
from services.core.scope import Can, Scope
from services.live import Topic, announce
from services.models import (
    Attachment,
    Conversation,
    ConversationChannel,
    ConversationStatus,
    Lead,
    LeadStatus,
    Message,
    MessageStatus,
    Sender,
)
from services.queue import JobName, enqueue
from services.timeline import record_lead_event

_MOST = {ConversationChannel.WHATSAPP: 1_600, ConversationChannel.EMAIL: 20_000}


@dataclass(frozen=True)
class Heard:
    """One thing a lead said; `inbound_event_id` makes sure that it is kept once."""

    text: str
    channel: ConversationChannel
    at: datetime
    inbound_event_id: int | None = None
    subject: str = ""
    provider: str = ""
    provider_id: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    files: Sequence[Mapping[str, Any]] = ()  # `name` and where the provider keeps it: `url` or `id`


def conversation_of(session: Session, lead: Lead, channel: ConversationChannel) -> Conversation:
    """The lead's one conversation, opened on `channel` when there is none."""
    wanted = select(Conversation).where(col(Conversation.lead_id) == lead.id)
    talk = session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()
    if talk is None:
        talk = Conversation(customer_id=lead.customer_id, lead_id=lead.id or 0, channel=channel)
        session.add(talk)
        session.flush()
    return talk


def hear(session: Session, lead: Lead, heard: Heard, *, opens_on: ConversationChannel | None = None) -> Message:
    """Append what the lead said; a closed conversation opens again, a new one on `opens_on` when that differs.

    What was kept before is only returned.
    """
    hold(session, lead)
    kept = _kept(session, heard)
    if kept is not None:
        return kept
    talk = conversation_of(session, lead, opens_on or heard.channel)
    message = Message(
        customer_id=lead.customer_id,
        conversation_id=talk.id or 0,
        sender=Sender.LEAD,
        message_text=heard.text[:20_000],
        subject=heard.subject[:300],
        channel=heard.channel,
        status=MessageStatus.DELIVERED,
        extra=heard.extra,
        inbound_event_id=heard.inbound_event_id,
        provider=heard.provider,
        provider_id=heard.provider_id[:200],
        sent_at=heard.at,
    )
    session.add(message)
    expect_files(session, message, heard.files)
    if heard.channel != ConversationChannel.PLATFORM_CHAT:
        talk.channel = heard.channel
    if heard.channel == ConversationChannel.WHATSAPP:
        talk.last_inbound_at = max(talk.last_inbound_at or heard.at, heard.at)
    talk.status, talk.snoozed_until = ConversationStatus.OPEN, None
    talk.unread_count += 1
    lead.last_contact_at = now()
    _latest(session, talk, rules.one_line(heard.text))
    return message


def _kept(session: Session, heard: Heard) -> Message | None:
    if heard.inbound_event_id is None:
        return None
    wanted = select(Message).where(col(Message.inbound_event_id) == heard.inbound_event_id)
    return session.execute(wanted).scalar_one_or_none()


def reply(
    session: Session,
    scope: Scope,
    conversation_id: str,
    text: str,
    channel: ConversationChannel,
    *,
    subject: str = "",
    key: str = "",
    seen: int | None = None,
    automatic: bool = False,
    files: Sequence[str] = (),
) -> Message:
    """Queue an answer; raises Conflict when the person said stop or WhatsApp's 24 hours are over.

    With the same `key` it is queued once, however often it is asked for. `seen` is the newest message that the writer
    knows of: raises AnsweredMeanwhile when a colleague answered after it. Two who send at once wait for each other.
    An `automatic` one leaves the conversation unread and the first answer to people.
    `files` were put to it before (public ids); on WhatsApp each is a message of its own, and the first is returned.
    """
    scope.require(Can.SEND_MESSAGES)
    words = _checked(text, channel, has_files=bool(files))
    talk, lead = hold_conversation(session, conversation_id)
    before = _sent_with(session, key)
    if before is not None:
        return _the_same(before, talk, words, channel)
    colleague = answered_since(session, scope, conversation_id, seen) if seen is not None else None
    if colleague is not None:
        raise AnsweredMeanwhile(colleague)
    refuse_unreachable(session, lead, channel)
    if channel == ConversationChannel.WHATSAPP:
        refuse_closed_window(talk, lead)
    last = _last_heard(session, talk, channel)
    taken = chosen(session, scope, talk.id or 0, files)
    refuse_files(channel, last.provider if last else "", taken)
    first, *others = answers.parted(words, taken, channel)
    message = Message(
        message_text=words,
        subject=_subject(subject, last, channel),
        channel=channel,
        conversation_id=talk.id or 0,
        sender=Sender.CUSTOMER,
        extra=_threading(last, channel) | ({"automatic": True} if automatic else {}),
        answer_key=key,
    )
    named = ", ".join(one.file_name for one in taken)
    queue_answer(session, scope, talk, lead, message, named=named, is_ours=not automatic)
    session.flush()
    give(message, first)
    _send_along(session, message, others)
    return message


def _send_along(session: Session, first: Message, others: Sequence[Sequence[Attachment]]) -> None:
    """The files that do not fit into the first message of an answer, each in a message with a key of its own."""
    for number, files in enumerate(others, 1):
        message = Message(
            customer_id=first.customer_id,
            user_id=first.user_id,
            channel=first.channel,
            conversation_id=first.conversation_id,
            sender=first.sender,
            answer_key=answers.key_of(first.answer_key, number),
        )
        session.add(message)
        session.flush()
        give(message, files)


def _sent_with(session: Session, key: str) -> Message | None:
    wanted = select(Message).where(col(Message.answer_key) == key)
    return session.execute(wanted).scalar_one_or_none() if key else None


def _the_same(before: Message, talk: Conversation, words: str, channel: ConversationChannel) -> Message:
    if (before.conversation_id, before.message_text, before.channel) != (talk.id, words, channel):
        raise Conflict("Another answer has been sent with this key. Load the page again and send once more.")
    return before


def queue_answer(
    session: Session,
    scope: Scope,
    talk: Conversation,
    lead: Lead,
    message: Message,
    *,
    named: str = "",
    is_ours: bool = True,
) -> Message:
    """Send `message` in a conversation: it is read, open, and answered by our side; `is_ours` False: by a machine.

    `named` stands for it in the list when it has no words.
    """
    message.customer_id, message.user_id = lead.customer_id, scope.user_id or None
    session.add(message)
    talk.status, talk.snoozed_until = ConversationStatus.OPEN, None
    if is_ours:
        take_back_automatic(session, talk)
        talk.unread_count = 0
        _count_answer(session, scope, lead)
    else:
        lead.last_contact_at = now()
    _latest(session, talk, f"You: {rules.one_line(message.message_text or named, 290)}")
    dispatch_soon(session)
    return message


def _checked(text: str, channel: ConversationChannel, *, has_files: bool) -> str:
    words = text.strip()
    most = _MOST.get(channel)
    if most is None:
        raise Invalid("Answer on WhatsApp or by email.", "channel")
    if not words and not has_files:
        raise Invalid("Write something first.", "text")
    if len(words) > most:
        raise Invalid(f"Keep it under {most:,} characters.", "text")
    return words


def _last_heard(session: Session, talk: Conversation, channel: ConversationChannel) -> Message | None:
    newest = (
        select(Message)
        .where(
            col(Message.conversation_id) == talk.id,
            col(Message.sender) == Sender.LEAD,
            col(Message.channel) == channel,
        )
        .order_by(col(Message.id).desc())
        .limit(1)
    )
    return session.execute(newest).scalar_one_or_none()


def _subject(subject: str, last: Message | None, channel: ConversationChannel) -> str:
    if channel != ConversationChannel.EMAIL:
        return ""
    return rules.one_line(subject or rules.reply_subject(last.subject if last else ""))


def _threading(last: Message | None, channel: ConversationChannel) -> dict[str, Any]:
    if channel != ConversationChannel.EMAIL or last is None or not last.provider_id:
        return {}
    chain = [*last.extra.get("references", []), last.provider_id]
    return {"in_reply_to": last.provider_id, "references": chain[-10:]}


def _count_answer(session: Session, scope: Scope, lead: Lead) -> None:
    moment = now()
    lead.first_answer_at = lead.first_answer_at or moment
    lead.last_contact_at = moment
    lead.contact_count += 1
    if lead.status == LeadStatus.NEW:
        lead.status = LeadStatus.CONTACTED
        record_lead_event(session, lead, "status", "New → Contacted", user_id=scope.user_id)


def _latest(session: Session, talk: Conversation, text: str) -> None:
    talk.last_message_at = now()
    talk.last_message_text = text
    announce(session, talk.customer_id, Topic.CONVERSATIONS, talk.public_id)


def dispatch_soon(session: Session) -> None:
    """Wake the sender once this transaction is saved."""
    enqueue(session, JobName.DISPATCH_MESSAGES, unique="dispatch", lock="dispatch")


def mark_read(session: Session, scope: Scope, conversation_id: str) -> None:
    """Nothing in it is unread any more."""
    scope.require(Can.VIEW)
    talk, _ = get_conversation(session, conversation_id)
    if talk.unread_count:
        talk.unread_count = 0
        announce(session, talk.customer_id, Topic.CONVERSATIONS, talk.public_id)


def set_status(session: Session, scope: Scope, conversation_id: str, status: ConversationStatus) -> None:
    """Close a conversation, or open it again; what the lead says next opens it by itself."""
    scope.require(Can.SEND_MESSAGES)
    talk, _ = get_conversation(session, conversation_id)
    talk.status, talk.snoozed_until = status, None
    announce(session, talk.customer_id, Topic.CONVERSATIONS, talk.public_id)
