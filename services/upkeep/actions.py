"""Deletes what nobody needs any more."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from services.core.clock import now
from services.jobs.actions import delete_old
from services.models import LiveEvent, NoticeDelivery, NoticeStatus, ProviderRate, SignInAttempt, UserSession
from services.web import pace

KEPT_EVENTS = timedelta(hours=1)
KEPT_ATTEMPTS = timedelta(days=1)
KEPT_HOSTS = timedelta(hours=1)
KEPT_DELIVERIES = timedelta(days=30)


def delete_expired(session: Session) -> None:
    """Sessions past their end, live events that every tab has seen, old sign-in attempts, old jobs, hosts long left."""
    session.execute(delete(UserSession).where(col(UserSession.expires_at) < now()))
    session.execute(delete(LiveEvent).where(col(LiveEvent.created_at) < now() - KEPT_EVENTS))
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.created_at) < now() - KEPT_ATTEMPTS))
    long_left = (now() - KEPT_HOSTS).timestamp()
    session.execute(
        delete(ProviderRate).where(
            col(ProviderRate.account).startswith(pace.PREFIX), col(ProviderRate.next_at) < long_left
        )
    )
    ended = col(NoticeDelivery.status).not_in([NoticeStatus.PENDING, NoticeStatus.SENDING])
    session.execute(delete(NoticeDelivery).where(ended, col(NoticeDelivery.created_at) < now() - KEPT_DELIVERIES))
    delete_old(session)
