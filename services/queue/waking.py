"""Tells whoever runs jobs in this process that a transaction which asked for work has ended."""

from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

from services.db import GuardedSession

listeners: list[Callable[[], None]] = []
_ASKED = "asked_for_work"


def wake_after(session: Session) -> None:
    """Call the listeners once this session's transaction is over; other processes find the work by looking."""
    session.info[_ASKED] = True


@event.listens_for(GuardedSession, "after_transaction_end")
def _wake(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None and session.info.pop(_ASKED, False):
        for listener in listeners:
            listener()
