"""Reads. Messages as the thread shows them: with receipts, files, and how they were understood."""

from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlmodel import Session, col

from services.conversations import rules
from services.conversations.files import FileView, files_of
from services.conversations.types import Bubble, Doubt
from services.models import Lead, Message, MessageStatus, OutreachMessage, ReplyReading, Sender
from services.people import display_name


def bubbles(session: Session, lead: Lead, found: Sequence[tuple[Message, str]]) -> list[Bubble]:
    """One for each message and the name of who wrote it, in the same order; a lead's own name is the lead's."""
    messages = [message for message, _ in found]
    receipts, doubts = _receipts(session, messages), _doubts(session, messages)
    files = files_of(session, [message.id or 0 for message in messages])
    return [_bubble(message, lead, name, receipts, doubts, files.get(message.id or 0, [])) for message, name in found]


def _receipts(session: Session, messages: Sequence[Message]) -> dict[str, MessageStatus]:
    """A campaign's message is shown in the thread too; its receipts are kept where it was sent."""
    copied = [message.extra["outreach_message_id"] for message in messages if "outreach_message_id" in message.extra]
    if not copied:
        return {}
    wanted = select(col(OutreachMessage.public_id), col(OutreachMessage.status))
    found = session.execute(wanted.where(col(OutreachMessage.public_id).in_(copied)))
    return {public_id: rules.SHOWN_AS[status] for public_id, status in found if status in rules.SHOWN_AS}


def _doubts(session: Session, messages: Sequence[Message]) -> dict[int, Doubt]:
    """Inbound event → the reading that a person should look at, or that a model decided."""
    told = [message.inbound_event_id for message in messages if message.inbound_event_id]
    doubtful = or_(col(ReplyReading.is_unsure), col(ReplyReading.opinion_decides))
    found = session.execute(select(ReplyReading).where(col(ReplyReading.inbound_event_id).in_(told), doubtful))
    return {row.inbound_event_id or 0: _doubt(row) for row in found.scalars()}


def _doubt(row: ReplyReading) -> Doubt:
    return Doubt(
        row.public_id,
        row.label,
        row.opinion_model if row.opinion_decides else "",
        row.opinion_model,
        row.opinion_label,
        row.opinion_confidence,
        row.opinion_note,
    )


def _bubble(
    message: Message,
    lead: Lead,
    name: str,
    receipts: Mapping[str, MessageStatus],
    doubts: Mapping[int, Doubt],
    files: list[FileView],
) -> Bubble:
    theirs = message.sender == Sender.LEAD
    return Bubble(
        id=message.public_id,
        sender=message.sender,
        by=display_name(lead.name, lead.company, lead.phone, lead.email) if theirs else name,
        text=rules.without_file_mark(message.message_text) if files else message.message_text,
        subject=message.subject,
        channel=message.channel,
        status=receipts.get(str(message.extra.get("outreach_message_id", "")), message.status),
        at=message.sent_at or message.created_at,
        error=message.error_message,
        automatic=bool(message.extra.get("automatic")),
        recipient=str(message.extra.get("recipient", "")),
        doubt=doubts.get(message.inbound_event_id or 0),
        files=files,
        undelivered=rules.undelivered(message),
    )
