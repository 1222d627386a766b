"""Reads. What a conversation shows of automatic replies."""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from services.answering.words import why_words
from services.conversations.queries import get_conversation
from services.core.scope import Can, Scope
from services.models import AnswerStatus, AutomaticAnswer, Message, Sender


@dataclass(frozen=True)
class AnswerNote:
    """Of a reply that was sent, what it uses; of a message that was left to a person, why, and the draft."""

    sources: list[str] = field(default_factory=list)
    by: str = ""  # the model that drafted it
    why: str = ""
    draft: str = ""


def answer_notes(session: Session, scope: Scope, conversation_id: str) -> dict[str, AnswerNote]:
    """Public id of a message → its note; a reason is shown as long as nobody answered."""
    scope.require(Can.VIEW)
    talk, _ = get_conversation(session, conversation_id)
    wanted = select(AutomaticAnswer).where(col(AutomaticAnswer.conversation_id) == talk.id)
    rows = [row for row in session.exec(wanted) if row.status != AnswerStatus.WAITING]
    if not rows:
        return {}
    newest = session.exec(
        select(Message)
        .where(col(Message.conversation_id) == talk.id, col(Message.sender) != Sender.SYSTEM)
        .order_by(col(Message.id).desc())
        .limit(1)
    ).first()
    shown = {row.answer_id: AnswerNote(row.sources, row.drafted_by) for row in rows if row.answer_id}
    shown |= {
        row.message_id: AnswerNote(row.sources, row.drafted_by, why_words(row.reason), row.draft)
        for row in rows
        if row.status == AnswerStatus.LEFT and newest is not None and newest.id == row.message_id
    }
    named = select(Message.id, Message.public_id).where(col(Message.id).in_(list(shown)))
    return {public_id: shown[number] for number, public_id in session.exec(named) if number}
