"""Who else has a conversation open, and who is writing in it."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from services.conversations.queries import get_conversation
from services.conversations.types import Present
from services.core.clock import now
from services.core.scope import Can, Scope
from services.db import insert_ignoring
from services.live import Topic, announce
from services.models import Conversation, TalkPresence, User

RENEWED_SECONDS = 20  # how often a tab says that it still shows a conversation
WRITING_RENEWED_SECONDS = 3
_LOOKING = timedelta(seconds=50)
_WRITING = timedelta(seconds=9)
_BEGUN = timedelta(hours=1)  # what was typed and not sent waits in the browser; after that it counts as forgotten


def be_here(session: Session, scope: Scope, conversation_id: str, *, writing: bool | None = None) -> None:
    """Say that this person has the conversation open; `writing` None leaves whether they write as it was."""
    scope.require(Can.VIEW)
    talk, _ = get_conversation(session, conversation_id)
    moment = now()
    row = _mine(session, scope, talk.id or 0)
    if row is None:
        new = {"conversation_id": talk.id, "user_id": scope.user_id, "seen_at": moment, "writing_at": None}
        insert_ignoring(session, TalkPresence, [new])  # another tab of this person may have come first
        row = _mine(session, scope, talk.id or 0)
        is_news = True
    else:
        is_news = not _is_fresh(row.seen_at, moment, _LOOKING)
    if row is None:
        return
    row.seen_at = moment
    if writing is not None:
        is_news = is_news or writing != _is_fresh(row.writing_at, moment, _WRITING)
        row.writing_at = moment if writing else None
    if is_news:
        announce(session, talk.customer_id, Topic.PRESENCE, talk.public_id)


def leave(session: Session, scope: Scope, conversation_id: str) -> None:
    """This person has closed the conversation; that they began to write in it is kept for a while."""
    scope.require(Can.VIEW)
    talk, _ = get_conversation(session, conversation_id)
    mine = col(TalkPresence.conversation_id) == talk.id, col(TalkPresence.user_id) == scope.user_id
    begun = update(TalkPresence).where(*mine, col(TalkPresence.writing_at) > now() - _BEGUN)
    kept = session.execute(begun.values(seen_at=now() - _LOOKING).returning(col(TalkPresence.id))).all()
    gone = [] if kept else session.execute(delete(TalkPresence).where(*mine).returning(col(TalkPresence.id))).all()
    if kept or gone:
        announce(session, talk.customer_id, Topic.PRESENCE, talk.public_id)


def who_else(session: Session, scope: Scope, conversation_id: str) -> list[Present]:
    """The others who have it open just now, who writes first."""
    scope.require(Can.VIEW)
    talk, _ = get_conversation(session, conversation_id)
    moment = now()
    here = (
        select(col(User.name), col(TalkPresence.writing_at))
        .join(TalkPresence, col(TalkPresence.user_id) == col(User.id))
        .where(
            col(TalkPresence.conversation_id) == talk.id,
            col(TalkPresence.user_id) != scope.user_id,
            col(TalkPresence.seen_at) > moment - _LOOKING,
        )
        .order_by(col(User.name))
        .limit(10)
    )
    found = [Present(name, _is_fresh(writing_at, moment, _WRITING)) for name, writing_at in session.execute(here)]
    return sorted(found, key=lambda one: not one.writing)


def who_is_here(session: Session, conversation_id: str) -> set[int]:
    """The people who have the conversation open just now; nobody where there is none of this id."""
    here = (
        select(col(TalkPresence.user_id))
        .join(Conversation, col(Conversation.id) == col(TalkPresence.conversation_id))
        .where(col(Conversation.public_id) == conversation_id, col(TalkPresence.seen_at) > now() - _LOOKING)
    )
    return set(session.execute(here).scalars())


def has_begun(session: Session, talk_id: int) -> bool:
    """Whether somebody of the team has typed an answer in it and not sent it, within the last hour."""
    began = select(col(TalkPresence.id)).where(
        col(TalkPresence.conversation_id) == talk_id, col(TalkPresence.writing_at) > now() - _BEGUN
    )
    return session.execute(began.limit(1)).first() is not None


def _mine(session: Session, scope: Scope, talk_id: int) -> TalkPresence | None:
    wanted = select(TalkPresence).where(
        col(TalkPresence.conversation_id) == talk_id, col(TalkPresence.user_id) == scope.user_id
    )
    return session.execute(wanted).scalar_one_or_none()


def _is_fresh(at: datetime | None, moment: datetime, lasts: timedelta) -> bool:
    return at is not None and at > moment - lasts
