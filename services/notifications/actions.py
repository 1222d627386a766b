"""Writes. Marking the bell's lines as read."""

from sqlalchemy import update
from sqlmodel import Session, col

from services.core.clock import now
from services.core.scope import Can, Scope
from services.live import Topic, announce
from services.models import Notification


def mark_all_read(session: Session, scope: Scope) -> None:
    """Everything this person was told about is read; what is for everyone is read for everyone."""
    scope.require(Can.VIEW)
    _mark(session, scope, [])


def mark_read(session: Session, scope: Scope, notification_id: int) -> None:
    """One line is read."""
    scope.require(Can.VIEW)
    _mark(session, scope, [notification_id])


def _mark(session: Session, scope: Scope, ids: list[int]) -> None:
    unread = update(Notification).where(
        col(Notification.user_id).in_([0, scope.user_id]), col(Notification.read_at).is_(None)
    )
    if ids:
        unread = unread.where(col(Notification.id).in_(ids))
    session.execute(unread.values(read_at=now()).execution_options(synchronize_session=False))
    announce(session, scope.customer_id, Topic.NOTIFICATIONS)
