"""A second, short message to somebody who was written to and has not answered."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from services.contacts.queries import get_contact
from services.core.clock import now
from services.core.errors import Conflict
from services.core.scope import Can, Scope
from services.models import Channel, Contact, OutreachMessage, OutreachMessageStatus
from services.outreach.actions import DirectText, send_now

WAIT = timedelta(days=1)
MOST = 3  # messages to one person without an answer
WHATSAPP_TEXT = (
    "Hello {{name|there}}, this is {{sender}} from {{business}}. I wrote to you a short while ago and wanted to ask "
    "once more whether this could be useful to you. If not, a short no is fine."
)
EMAIL_SUBJECT = "Following up from {{business}}"
EMAIL_TEXT = (
    "Hello {{name|there}},\n\nI wrote to you a short while ago and wanted to ask once more whether this could be "
    "useful to {{company}}.\n\nIf not, a short no is fine and I will not write again."
    "\n\nRegards,\n{{sender}}\n{{business}}"
)
_WENT_OUT = (OutreachMessageStatus.SENT, OutreachMessageStatus.DELIVERED, OutreachMessageStatus.READ)
_STILL_OPEN = (
    OutreachMessageStatus.PENDING,
    OutreachMessageStatus.CLAIMED,
    OutreachMessageStatus.SENDING,
    OutreachMessageStatus.UNKNOWN,
)


def suggested_text(channel: Channel) -> DirectText:
    """What the follow-up says unless the person writes something else."""
    if channel == Channel.WHATSAPP:
        return DirectText(WHATSAPP_TEXT)
    return DirectText(EMAIL_TEXT, EMAIL_SUBJECT)


def follow_up(
    session: Session, scope: Scope, contact_id: str, channel: Channel, text: DirectText | None = None
) -> OutreachMessage:
    """Write once more to a contact (by public id); raises Conflict when it is too soon, too often or answered."""
    scope.require(Can.SEND_MESSAGES)
    contact = get_contact(session, contact_id)
    _refuse(_history(session, contact), now())
    return send_now(session, scope, contact_id, channel, text or suggested_text(channel))


def why_no_follow_up(session: Session, contact: Contact) -> str:
    """Why `contact` should not be written to again now, in words; "" when it may."""
    try:
        _refuse(_history(session, contact), now())
    except Conflict as refusal:
        return refusal.message
    return ""


def _history(session: Session, contact: Contact) -> list[OutreachMessage]:
    mine = select(OutreachMessage).where(OutreachMessage.contact_id == contact.id)
    return list(session.exec(mine.order_by(col(OutreachMessage.id))))


def _refuse(messages: list[OutreachMessage], at: datetime) -> None:
    if any(message.status == OutreachMessageStatus.RESPONDED for message in messages):
        raise Conflict("They already answered. Write in Conversations.")
    if any(message.status in _STILL_OPEN for message in messages):
        raise Conflict("A message to this contact is still on its way.")
    sent = [message for message in messages if message.status in _WENT_OUT]
    if not sent:
        raise Conflict("You have not written to this contact yet. Send a first message.")
    if len(sent) >= MOST:
        raise Conflict(f"You wrote {len(sent)} times without an answer. Leave it at that.")
    last = max((message.sent_at for message in sent if message.sent_at), default=None)
    if last and at - last < WAIT:
        raise Conflict("You wrote to them less than a day ago. Try again tomorrow.")
