"""Reads. All that decides about one message, as it stands at this moment."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, exists, select

from services.answering.settings import answers_of
from services.answering.types import Allowed, Question
from services.calls.queries import hours_of
from services.compliance.queries import suppressed_reason
from services.conversations.presence import has_begun, who_is_here
from services.conversations.rules import window_closes_at
from services.core.clock import now
from services.models import (
    AnswerStatus,
    Attachment,
    AutomaticAnswer,
    Channel,
    Conversation,
    ConversationChannel,
    Customer,
    InboundEvent,
    Lead,
    Message,
    OutreachCampaign,
    ReplyReading,
    Sender,
)
from services.replies.reading import read
from services.replies.rules import Label

MOST_EARLIER = 20


def question_in(session: Session, row: AutomaticAnswer) -> Question:
    """What was written and how it was read; a message that nobody read is read now."""
    message = session.get_one(Message, row.message_id)
    event = session.get(InboundEvent, message.inbound_event_id) if message.inbound_event_id else None
    reading = _reading(session, message)
    label, intents, confidence = _meaning(message, reading)
    heard = _newest_first(session, message, Sender.LEAD)
    head = (event.payload.get("headers") or {}) if event else {}
    return Question(
        said=message.message_text,
        lately="\n".join(one.message_text for one in reversed(_lately(session, message, heard))),
        label=label,
        intents=intents,
        confidence=confidence,
        is_unsure=bool(reading and reading.is_unsure),
        at=message.sent_at or message.created_at,
        answered_at=_answered_at(session, row),
        earlier=[one.message_text for one in heard if (one.id or 0) < (message.id or 0)],
        sender=str(event.payload.get("sender") or "") if event else "",
        headers={str(name).casefold(): str(value) for name, value in head.items()},
        has_files=bool(session.exec(select(exists().where(col(Attachment.message_id) == message.id))).one()),
        is_newest=heard[0].id == message.id,
        language=reading.language if reading else "",
        awaits_opinion=bool(reading and reading.is_unsure and reading.opinion_due_at is not None),
    )


def allowed_for(session: Session, row: AutomaticAnswer) -> Allowed:
    """What stands on our side."""
    talk = session.get_one(Conversation, row.conversation_id)
    lead, message = session.get_one(Lead, talk.lead_id), session.get_one(Message, row.message_id)
    campaign = session.get_one(OutreachCampaign, row.outreach_campaign_id)
    is_mail = message.channel != ConversationChannel.WHATSAPP
    channel = Channel.EMAIL if is_mail else Channel.WHATSAPP
    return Allowed(
        form=answers_of(session, campaign),
        campaign=campaign.status,
        working=hours_of(session.get_one(Customer, row.customer_id)),
        sent=len(_sent(session, row)),
        suppressed=bool(suppressed_reason(session, phone=lead.phone, email=lead.email, channel=channel)),
        window_open=is_mail or window_closes_at(talk.last_inbound_at, now()) is not None,
        person_answered=_person_answered(session, talk),
        person_here=bool(who_is_here(session, talk.public_id)),
        draft_begun=has_begun(session, talk.id or 0),
    )


def _reading(session: Session, message: Message) -> ReplyReading | None:
    if message.inbound_event_id is None:
        return None
    wanted = select(ReplyReading).where(col(ReplyReading.inbound_event_id) == message.inbound_event_id)
    return session.exec(wanted.execution_options(populate_existing=True)).first()


def _meaning(message: Message, reading: ReplyReading | None) -> tuple[Label, Sequence[str], int]:
    if reading is None:
        again = read(message.message_text, message.subject)
        return again.label, again.intents, round(again.confidence * 100)
    confidence = reading.confidence
    if reading.corrected_label:
        confidence = 100
    elif reading.opinion_decides:
        confidence = reading.opinion_confidence
    return Label(reading.label), reading.intents, confidence


def _newest_first(session: Session, message: Message, sender: Sender) -> list[Message]:
    wanted = (
        select(Message)
        .where(col(Message.conversation_id) == message.conversation_id, col(Message.sender) == sender)
        .order_by(col(Message.id).desc())
        .limit(MOST_EARLIER)
    )
    return list(session.exec(wanted))


def _lately(session: Session, message: Message, heard: Sequence[Message]) -> list[Message]:
    """What they wrote since our side wrote last, newest first."""
    ours = _newest_first(session, message, Sender.CUSTOMER)
    since = max((one.id or 0 for one in ours), default=0)
    return [one for one in heard if (one.id or 0) > since]


def _sent(session: Session, row: AutomaticAnswer) -> list[AutomaticAnswer]:
    wanted = select(AutomaticAnswer).where(
        AutomaticAnswer.conversation_id == row.conversation_id, AutomaticAnswer.status == AnswerStatus.SENT
    )
    return list(session.exec(wanted.order_by(col(AutomaticAnswer.id))))


def _answered_at(session: Session, row: AutomaticAnswer) -> datetime | None:
    sent = _sent(session, row)
    answer = session.get(Message, sent[-1].answer_id) if sent and sent[-1].answer_id else None
    return answer.sent_at if answer else None


def _person_answered(session: Session, talk: Conversation) -> bool:
    """Once one of the team has written in it, a conversation is theirs."""
    by_hand = exists().where(
        col(Message.conversation_id) == talk.id,
        col(Message.sender) == Sender.CUSTOMER,
        col(Message.user_id).is_not(None),
    )
    return bool(session.exec(select(by_hand)).one())
