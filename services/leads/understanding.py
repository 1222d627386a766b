"""Writes. What a reply really meant, said by a person."""

from sqlmodel import Session, col, select

from services.compliance.actions import suppress
from services.core.errors import Invalid, NotFound
from services.core.scope import Can, Scope
from services.leads.scoring import score_now
from services.live import Topic, announce
from services.models import Conversation, Lead, Message, ReplyReading
from services.replies.records import correct
from services.replies.rules import Label
from services.timeline import record_lead_event

MEANINGS: dict[Label, str] = {
    Label.INTERESTED: "Interested",
    Label.MEETING: "Wants to meet or talk",
    Label.QUESTION: "Asks a question",
    Label.NOT_NOW: "Not now",
    Label.NOT_INTERESTED: "Not interested",
    Label.OPT_OUT: "Wants no messages",
    Label.OUT_OF_OFFICE: "An automatic answer",
    Label.WRONG_PERSON: "The wrong person",
    Label.OTHER: "Something else",
}


def meaning_words(label: str) -> str:
    """The label as people read it."""
    return MEANINGS[Label.OUT_OF_OFFICE if label == Label.BOUNCE else Label(label)]


def correct_reading(session: Session, scope: Scope, reading_id: str, label: str) -> None:
    """Note what the reply with this reading meant and score its lead anew; "wants no messages" stops everything.

    Raises Invalid for an unknown meaning, NotFound when there is no such reading.
    """
    scope.require(Can.SEND_MESSAGES)
    if label not in MEANINGS:
        raise Invalid("Choose what they meant.", "label")
    found = session.exec(
        select(ReplyReading, Message, Lead)
        .join(Message, col(Message.inbound_event_id) == col(ReplyReading.inbound_event_id))
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .join(Lead, col(Lead.id) == col(Conversation.lead_id))
        .where(col(ReplyReading.public_id) == reading_id)
    ).first()
    if found is None:
        raise NotFound("The reply")
    row, message, lead = found
    correct(row, label, message.message_text, scope.user_id)
    if label == Label.OPT_OUT:
        suppress(session, scope, phone=lead.phone, email=lead.email, reason="opt_out", source="read by a person")
        record_lead_event(session, lead, "opted_out", "Asked you to stop; nothing more can be sent")
    score_now(session, lead, said=message.message_text, label=label)
    announce(session, lead.customer_id, Topic.CONVERSATIONS)
