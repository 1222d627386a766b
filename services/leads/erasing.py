"""Writes. An enquiry that its platform has deleted is deleted here too, with everything that came of it."""

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from services.conversations.files import ask_to_sweep
from services.live import Topic, announce
from services.models import (
    Activity,
    CallLink,
    Consent,
    Conversation,
    Lead,
    LeadCall,
    LeadEvent,
    LeadSourceName,
    Message,
    MessageStatus,
    Notification,
)

_ON_ITS_WAY = (MessageStatus.SENDING, MessageStatus.UNKNOWN)


def erase_enquiry(session: Session, source: LeadSourceName, platform_lead_id: str, form_event_id: int | None) -> bool:
    """Delete what the enquiry brought; False when there was nothing.

    A lead that began with it goes with its conversation; a contact that we had found stays out of every campaign.
    One that was a lead before keeps all but the form's own words. `form_event_id` is the stored event of the enquiry.
    """
    wanted = select(Lead).where(col(Lead.source) == source, col(Lead.platform_lead_id) == platform_lead_id)
    lead = session.execute(wanted.with_for_update()).scalar_one_or_none()
    if lead is not None:
        _erase_lead(session, lead)
    was_said = _erase_words(session, form_event_id) if form_event_id and lead is None else False
    _forget_consent(session, platform_lead_id)
    return lead is not None or was_said


def is_being_written_to(session: Session, source: LeadSourceName, platform_lead_id: str) -> bool:
    """Whether a message to this lead is in the sender's hands just now: its row is needed until the answer comes."""
    wanted = (
        select(func.count())
        .select_from(Message)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .join(Lead, col(Lead.id) == col(Conversation.lead_id))
        .where(
            col(Lead.source) == source,
            col(Lead.platform_lead_id) == platform_lead_id,
            col(Message.status).in_(_ON_ITS_WAY),
        )
    )
    return bool(session.execute(wanted).scalar_one())


def _erase_lead(session: Session, lead: Lead) -> None:
    talks = select(Conversation).where(col(Conversation.lead_id) == lead.id)
    for talk in session.execute(talks).scalars().all():
        session.execute(delete(Message).where(col(Message.conversation_id) == talk.id))
        ask_to_sweep(session, lead.customer_id)
        link = f"/conversations?open={talk.public_id}"
        session.execute(delete(Notification).where(col(Notification.link) == link))
        session.execute(delete(Activity).where(col(Activity.link) == link))
        session.execute(delete(Conversation).where(col(Conversation.id) == talk.id))
    session.execute(delete(LeadEvent).where(col(LeadEvent.lead_id) == lead.id))
    session.execute(delete(CallLink).where(col(CallLink.lead_id) == lead.id))
    session.execute(delete(LeadCall).where(col(LeadCall.lead_id) == lead.id))
    announce(session, lead.customer_id, Topic.LEADS, lead.public_id)
    announce(session, lead.customer_id, Topic.CONVERSATIONS)
    session.execute(delete(Lead).where(col(Lead.id) == lead.id))


def _erase_words(session: Session, form_event_id: int) -> bool:
    """The form's message in the conversation of somebody who was a lead already, and its answers on that lead."""
    said = select(Message).where(col(Message.inbound_event_id) == form_event_id)
    message = session.execute(said).scalar_one_or_none()
    if message is None:
        return False
    answers = message.extra.get("form") or {}
    of_lead = select(Lead).join(Conversation, col(Conversation.lead_id) == col(Lead.id))
    lead = session.execute(of_lead.where(col(Conversation.id) == message.conversation_id)).scalar_one()
    kept = {
        question: answer
        for question, answer in (lead.lead_data.get("answers") or {}).items()
        if answers.get(question) != answer
    }
    lead.lead_data = {**lead.lead_data, "answers": kept}
    session.execute(delete(Message).where(col(Message.id) == message.id))
    announce(session, lead.customer_id, Topic.CONVERSATIONS)
    return True


def _forget_consent(session: Session, platform_lead_id: str) -> None:
    session.execute(
        delete(Consent).where(col(Consent.evidence).endswith(f"enquiry {platform_lead_id}", autoescape=True))
    )
