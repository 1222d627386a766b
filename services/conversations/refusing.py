"""Why somebody cannot be written to now, in words."""

from sqlmodel import Session

from services.compliance.queries import suppressed_reason
from services.compliance.rules import why_suppressed
from services.conversations import rules
from services.core.clock import now
from services.core.errors import Conflict
from services.models import Channel, Conversation, ConversationChannel, Lead, Message


def refuse_unreachable(session: Session, lead: Lead, channel: ConversationChannel) -> None:
    """Raise Conflict when the lead has no address on `channel` or must not be written to."""
    if channel not in rules.channels_for(lead.phone, lead.email):
        missing = "a phone number" if channel == ConversationChannel.WHATSAPP else "an email address"
        raise Conflict(f"This lead has not given {missing}.")
    reason = suppressed_reason(session, phone=lead.phone, email=lead.email, channel=Channel(channel.value))
    if reason:
        raise Conflict(f"{why_suppressed(reason)}. You cannot write to this person.")


def refuse_unanswerable(session: Session, talk: Conversation, lead: Lead, message: Message) -> None:
    """Raise Conflict when `message`, which goes to the lead, could not be written now."""
    if message.extra.get("recipient"):
        return  # a notice to the customer's own people
    refuse_unreachable(session, lead, message.channel)
    if message.channel == ConversationChannel.WHATSAPP and not message.extra.get("template_id"):
        refuse_closed_window(talk, lead)


def refuse_closed_window(talk: Conversation, lead: Lead) -> None:
    """Raise Conflict when WhatsApp's 24 hours are over."""
    if rules.window_closes_at(talk.last_inbound_at, now()):
        return
    other = "send a template or write an email" if lead.email else "send a template or call them"
    raise Conflict(f"WhatsApp lets you write freely only within 24 hours of their last message: {other}.")
