"""A message came in that a campaign may answer by itself: noted in its own transaction, decided by a job."""

from sqlmodel import Session, col, select

from services.core.clock import now
from services.models import AnswerRule, AutomaticAnswer, Conversation, Lead, Message, OutreachCampaign, OutreachMessage
from services.queue import JobName, enqueue


def answering_campaigns(session: Session) -> frozenset[int]:
    """The campaigns of the session's customer that answer by themselves; mostly none, which ends it here."""
    return frozenset(session.exec(select(AnswerRule.outreach_campaign_id).where(col(AnswerRule.is_on))))


def want_answer(
    session: Session, campaigns: frozenset[int], inbound_event_id: int, answered: OutreachMessage | None
) -> None:
    """Note what was said in this event, when the campaign it belongs to is one of these; safe to repeat.

    It belongs to the campaign whose message it answers, else to the one that its lead came from.
    """
    wanted = (
        select(Message, Lead)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .join(Lead, col(Lead.id) == col(Conversation.lead_id))
        .where(col(Message.inbound_event_id) == inbound_event_id)
    )
    found = session.exec(wanted).first()
    if found is None:
        return
    message, lead = found
    campaign_id = answered.outreach_campaign_id if answered else _campaign_of(session, lead)
    if campaign_id not in campaigns or _is_noted(session, message):
        return
    noted = AutomaticAnswer(
        customer_id=message.customer_id,
        conversation_id=message.conversation_id,
        message_id=message.id or 0,
        outreach_campaign_id=campaign_id,
        due_at=now(),
    )
    session.add(noted)
    ask_to_answer(session, message.customer_id)


def ask_to_answer(session: Session, owner_id: int) -> None:
    """Wake the job once this transaction is saved."""
    called = f"answers:{owner_id}"
    enqueue(session, JobName.ANSWER_MESSAGES, unique=called, customer_id=owner_id, owner_id=owner_id)


def _campaign_of(session: Session, lead: Lead) -> int:
    if not lead.campaign_id.startswith("out_"):
        return 0
    wanted = select(OutreachCampaign.id).where(OutreachCampaign.public_id == lead.campaign_id)
    return session.exec(wanted).first() or 0


def _is_noted(session: Session, message: Message) -> bool:
    known = select(AutomaticAnswer.id).where(AutomaticAnswer.message_id == message.id)
    return session.exec(known).first() is not None
