"""Writes. An automatic answer that has not left yet is taken back when a person answers."""

from sqlmodel import Session, col, select

from services.models import AnswerStatus, AutomaticAnswer, Conversation, Message, MessageStatus

TAKEN_BACK = "answered"  # a Why of services.answering


def take_back_automatic(session: Session, talk: Conversation) -> None:
    """The conversation is held. What a sender holds already cannot be taken back, and is left as it is."""
    waiting = (
        select(AutomaticAnswer, Message)
        .join(Message, col(Message.id) == col(AutomaticAnswer.answer_id))
        .where(col(AutomaticAnswer.conversation_id) == talk.id, col(Message.status) == MessageStatus.PENDING)
        .with_for_update(skip_locked=True)
    )
    for row, message in session.exec(waiting).all():
        row.status, row.reason, row.answer_id = AnswerStatus.LEFT, TAKEN_BACK, None
        row.draft = message.message_text[:2_000]
        session.flush()
        session.delete(message)
