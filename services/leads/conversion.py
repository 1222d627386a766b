"""Writes. A contact that answered becomes a lead, with everything that was said so far."""

from sqlalchemy import select, update
from sqlmodel import Session, col

from services.conversations.actions import Heard, conversation_of, hear
from services.conversations.rules import SHOWN_AS
from services.core.clock import now
from services.core.errors import NotFound
from services.core.scope import Can, Scope
from services.leads.assigning import give
from services.leads.queries import find_lead
from services.leads.scoring import score_now
from services.live import Topic, announce
from services.models import (
    WAITING,
    Contact,
    ConversationChannel,
    Lead,
    LeadSourceName,
    Message,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    Sender,
    VerificationStatus,
)
from services.timeline import record_lead_event


def convert_contact(
    session: Session,
    scope: Scope,
    contact: Contact,
    *,
    channel: ConversationChannel,
    campaign_id: str = "",
    first_message: Heard | None = None,
    label: str = "",
    is_new: bool = False,
) -> Lead:
    """The contact's lead, made when there is none; doing it twice makes one.

    `campaign_id` is the public id of the campaign that was answered, `first_message` the answer and `label` how it
    was understood; without an answer the lead was made by hand. `is_new` spares the look for a lead that the caller,
    who holds the customer, has just looked for.
    """
    scope.require(Can.EDIT_LEADS)
    lead = None if is_new else _lead_of(session, contact)
    if lead is None:
        lead = _new_lead(session, scope, contact, channel, campaign_id, first_message)
    _mark(session, contact, responded=first_message is not None)
    stop_outreach(session, contact)
    _copy_history(session, contact, lead, channel)
    if first_message:
        hear(session, lead, first_message)
    score_now(session, lead, said=first_message.text if first_message else "", label=label)
    return lead


def convert_by_hand(session: Session, scope: Scope, contact_id: str) -> str:
    """Make a lead of the contact with this public id without an answer; returns the lead's public id."""
    scope.require(Can.EDIT_LEADS)
    contact = session.execute(select(Contact).where(col(Contact.public_id) == contact_id)).scalar_one_or_none()
    if contact is None:
        raise NotFound("The contact")
    channel = ConversationChannel.WHATSAPP if contact.phone else ConversationChannel.EMAIL
    lead = convert_contact(session, scope, contact, channel=channel)
    announce(session, scope.customer_id, Topic.LEADS, lead.public_id)
    return lead.public_id


def _lead_of(session: Session, contact: Contact) -> Lead | None:
    linked = session.execute(select(Lead).where(col(Lead.original_contact_id) == contact.id)).scalar_one_or_none()
    return linked or find_lead(session, phone=contact.phone, email=contact.email)


def _new_lead(
    session: Session,
    scope: Scope,
    contact: Contact,
    channel: ConversationChannel,
    campaign_id: str,
    first_message: Heard | None,
) -> Lead:
    lead = Lead(
        customer_id=contact.customer_id,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        company=contact.company,
        location=contact.city,
        source=LeadSourceName.OUTREACH_RESPONSE if first_message else LeadSourceName.MANUAL,
        original_contact_id=contact.id,
        campaign_id=campaign_id,
        channel=channel.value if first_message else "",
        lead_data={"first_reply": first_message.text[:1000]} if first_message else {},
        is_sandbox=contact.is_sandbox,
    )
    session.add(lead)
    session.flush()
    how = "Answered your message" if first_message else "Made a lead by hand"
    record_lead_event(session, lead, "created", how, user_id=scope.user_id)
    if first_message:
        give(session, lead)
    return lead


def _mark(session: Session, contact: Contact, *, responded: bool) -> None:
    if responded:
        contact.outreach_status = OutreachStatus.RESPONDED
        contact.verification_status = VerificationStatus.VERIFIED
    if not contact.converted_to_lead:
        contact.converted_to_lead = True
        contact.converted_at = now()
    announce(session, contact.customer_id, Topic.CONTACTS, contact.public_id)


def stop_outreach(session: Session, contact: Contact) -> None:
    """Nothing that still waits for this contact goes out: somebody answered, so people take over."""
    session.execute(
        update(OutreachMessage)
        .where(col(OutreachMessage.contact_id) == contact.id, col(OutreachMessage.status).in_(WAITING))
        .values(status=OutreachMessageStatus.CANCELLED, error_message="They answered", lease_until=None)
        .execution_options(synchronize_session="fetch")
    )


def _copy_history(session: Session, contact: Contact, lead: Lead, channel: ConversationChannel) -> None:
    """The thread begins with what the campaign wrote."""
    talk = conversation_of(session, lead, channel)
    copied = {
        message.extra.get("outreach_message_id")
        for message in session.execute(select(Message).where(col(Message.conversation_id) == talk.id)).scalars()
    }
    sent = (
        select(OutreachMessage)
        .where(col(OutreachMessage.contact_id) == contact.id, col(OutreachMessage.status).in_(list(SHOWN_AS)))
        .order_by(col(OutreachMessage.sent_at), col(OutreachMessage.id))
    )
    for message in session.execute(sent).scalars():
        if message.public_id not in copied:
            session.add(_bubble(message, talk.id or 0))


def _bubble(message: OutreachMessage, conversation_id: int) -> Message:
    return Message(
        customer_id=message.customer_id,
        conversation_id=conversation_id,
        sender=Sender.CUSTOMER,
        message_text=message.message_content,
        subject=message.subject,
        channel=ConversationChannel(message.channel.value),
        status=SHOWN_AS[message.status],
        extra={"automatic": True, "outreach_message_id": message.public_id},
        provider=message.provider,
        provider_id=message.provider_id,
        sent_at=message.sent_at,
        delivered_at=message.delivered_at,
        read_at=message.read_at,
    )
