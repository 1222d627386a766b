"""What a provider reports about a message: late, twice and out of order, and never a step backwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from services.core.clock import now
from services.core.errors import Refusal
from services.live import Topic, announce
from services.models import (
    Channel,
    Conversation,
    ConversationChannel,
    Lead,
    Message,
    MessageStatus,
    NoticeDelivery,
    NoticeStatus,
    OutreachMessage,
    OutreachMessageStatus,
    Sender,
)
from services.outreach import breakers, consequences, ledger, opens, soft_bounces
from services.outreach.machines import why_machine
from services.outreach.rules import CHANNEL_OF, RANK, is_forward

COMPLAINED = "Reported as spam."
_SEEN = {"read", *opens.ACTS}
_FAILED = {"failed", "bounced", "blocked"}
_STOPPED = {"complained": "complaint", "unsubscribed": "unsubscribe"}


def apply_status(session: Session, data: Mapping[str, Any]) -> bool:
    """Apply a "status" happening (see providers/base.py) to the session's customer's message; False: not ours.

    The reference is tried first: it is known before the provider's own id is.
    """
    at = _at(data)
    outreach = _find(session, OutreachMessage, data)
    if isinstance(outreach, OutreachMessage):
        if outreach.channel == Channel.EMAIL and str(data.get("status")) in opens.ACTS:
            _apply_sighting(session, outreach, data, at)
        else:
            _apply_to_outreach(session, outreach, data, at)
            announce(session, outreach.customer_id, Topic.OUTREACH)
        return True
    chat = _find(session, Message, data)
    if isinstance(chat, Message):
        _apply_to_chat(session, chat, data, at)
        return True
    return _apply_to_notice(session, data)


def _find(
    session: Session, table: type[OutreachMessage] | type[Message], data: Mapping[str, Any]
) -> OutreachMessage | Message | None:
    reference, provider_id = str(data.get("reference") or ""), str(data.get("provider_id") or "")
    named = [col(table.public_id) == reference] if reference else []
    numbered = [col(table.provider_id) == provider_id] if provider_id else []
    if not named and not numbered:
        return None
    found = session.exec(select(table).where(or_(*named, *numbered)).with_for_update()).all()
    ours = [row for row in found if not isinstance(row, Message) or row.sender != Sender.LEAD]
    return next((row for row in ours if row.public_id == reference), ours[0] if ours else None)


def _apply_to_notice(session: Session, data: Mapping[str, Any]) -> bool:
    """What the customer's own people were sent: all that matters is that it did not arrive."""
    reference, provider_id = str(data.get("reference") or ""), str(data.get("provider_id") or "")
    named = [col(NoticeDelivery.attempt_id) == reference] if reference else []
    numbered = [col(NoticeDelivery.provider_id) == provider_id] if provider_id else []
    if not named and not numbered:
        return False
    found = session.exec(select(NoticeDelivery).where(or_(*named, *numbered)).with_for_update()).all()
    if data.get("status") in _FAILED:
        for row in found:
            row.status, row.error_message = NoticeStatus.FAILED, str(data.get("error_text") or "")[:300]
    return bool(found)


def _apply_sighting(session: Session, message: OutreachMessage, data: Mapping[str, Any], at: datetime) -> None:
    """An open or a click: a machine's says nothing about the message."""
    if opens.note(session, message, opens.sighting_of(data, at)):
        ledger.record_sent(session, message, at)
        ledger.note_seen(session, message, at)


def _apply_to_outreach(session: Session, message: OutreachMessage, data: Mapping[str, Any], at: datetime) -> None:
    status = str(data.get("status"))
    message.provider_id = message.provider_id or str(data.get("provider_id") or "")[:200]
    if status in _STOPPED:
        consequences.opted_out(session, message, message.channel, message.recipient, _STOPPED[status])
        if status == "complained" and message.error_message != COMPLAINED:
            message.error_message = COMPLAINED
            breakers.count(session, message, breakers.COMPLAINTS)
        return
    if soft_bounces.is_over(message, status, at):
        return
    ledger.record_sent(session, message, at)
    if status == "blocked" and soft_bounces.put_off(session, message, data, at):
        return
    if status in _FAILED:
        _fail(session, message, status, data)
    if status in _SEEN:
        ledger.note_seen(session, message, at)
    elif status == "delivered":
        ledger.note_delivered(session, message, at)


def _fail(session: Session, message: OutreachMessage, status: str, data: Mapping[str, Any]) -> None:
    """A failure after a delivery is kept as words; before it, it is the message's end."""
    words = str(data.get("error_text") or "The message could not be delivered.")[:1000]
    message.error_message = words
    if RANK.get(message.status, 9) > RANK[OutreachMessageStatus.SENT]:
        return
    message.status = OutreachMessageStatus.FAILED
    ledger.count(session, message.outreach_campaign_id, failed_count=1)
    about = Refusal.ADDRESS if status == "bounced" else Refusal(data.get("about") or Refusal.REQUEST)
    consequences.refused(session, message, about, words)
    if status == "bounced":
        breakers.count(session, message, breakers.BOUNCES)


def _apply_to_chat(session: Session, message: Message, data: Mapping[str, Any], at: datetime) -> None:
    status = str(data.get("status"))
    message.provider_id = message.provider_id or str(data.get("provider_id") or "")[:200]
    if status in _STOPPED:
        _stop_lead(session, message, _STOPPED[status])
        return
    if status in opens.ACTS and why_machine(opens.sighting_of(data, at), message.sent_at):
        return
    message.sent_at = message.sent_at or at
    message.worker, message.lease_until = "", None
    if status in _FAILED:
        if RANK.get(message.status, 0) < RANK[OutreachMessageStatus.DELIVERED]:
            message.status = MessageStatus.FAILED
        message.error_message = str(data.get("error_text") or "The message could not be delivered.")[:1000]
    else:
        wanted = {"sent": MessageStatus.SENT, "delivered": MessageStatus.DELIVERED}.get(status, MessageStatus.READ)
        if is_forward(message.status, wanted):
            message.status = wanted
        if wanted != MessageStatus.SENT:
            message.delivered_at = message.delivered_at or at
        if wanted == MessageStatus.READ:
            message.read_at = message.read_at or at
    talk = session.get(Conversation, message.conversation_id)
    announce(session, message.customer_id, Topic.CONVERSATIONS, talk.public_id if talk else "")


def _stop_lead(session: Session, message: Message, reason: str) -> None:
    talk = session.get(Conversation, message.conversation_id)
    lead = session.get(Lead, talk.lead_id) if talk else None
    if lead is None or message.channel == ConversationChannel.PLATFORM_CHAT:
        return
    channel = CHANNEL_OF[message.channel]
    address = lead.phone if channel == Channel.WHATSAPP else lead.email
    if address:
        consequences.opted_out(session, message, channel, address, reason)


def _at(data: Mapping[str, Any]) -> datetime:
    try:
        return datetime.fromisoformat(str(data["at"]))
    except (KeyError, ValueError):
        return now()
