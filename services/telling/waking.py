"""Asks for the job at the moment when something becomes due."""

from datetime import datetime

from sqlmodel import Session

from services.queue import JobName, enqueue


def wake_at(session: Session, at: datetime) -> None:
    """Once for each second, however many deliveries are due in it."""
    enqueue(session, JobName.TELL_PEOPLE, unique=f"tell:{at:%Y%m%d%H%M%S}", at=at)
