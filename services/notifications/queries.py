"""Reads. The bell."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from services.core.scope import Scope
from services.models import Notification

SHOWN = 50
MOST_UNREAD = 100


@dataclass(frozen=True)
class NotificationRow:
    """One line of the bell."""

    id: int
    kind: str
    title: str
    body: str
    link: str
    at: datetime
    is_read: bool


def newest(session: Session, scope: Scope, *, size: int = SHOWN) -> list[NotificationRow]:
    """What concerns this person, the newest first."""
    lines = select(Notification).where(_theirs(scope)).order_by(col(Notification.id).desc()).limit(min(size, 200))
    return [
        NotificationRow(
            id=line.id or 0,
            kind=line.kind,
            title=line.title,
            body=line.body,
            link=line.link,
            at=line.created_at,
            is_read=line.read_at is not None,
        )
        for line in session.execute(lines).scalars()
    ]


def unread_count(session: Session, scope: Scope) -> int:
    """How many are unread, counting no further than 100."""
    unread = select(col(Notification.id)).where(_theirs(scope), col(Notification.read_at).is_(None)).limit(MOST_UNREAD)
    return session.execute(select(func.count()).select_from(unread.subquery())).scalar_one()


def _theirs(scope: Scope) -> ColumnElement[bool]:
    return col(Notification.user_id).in_([0, scope.user_id])
