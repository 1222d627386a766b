"""Writes one row for the engine that the database URL chooses."""

from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from services.core.clock import now
from services.models import Job
from services.queue.names import JobName

QUEUES: dict[JobName, str] = {}


def enqueue(
    session: Session,
    name: JobName,
    *,
    at: datetime | None = None,
    unique: str | None = None,
    lock: str | None = None,
    customer_id: int = 0,
    **ids: Any,
) -> bool:
    """Queue `name` with `ids` as its keyword arguments; False when an equal `unique` job already waits.

    At most one job a `lock` runs at a time. `at` is the first instant it may start (now when omitted).
    """
    job = Job(name=name, customer_id=customer_id, args=ids, run_at=at or now(), lock=lock, unique_key=unique)
    try:
        with session.begin_nested():
            session.add(job)
    except IntegrityError:
        return False
    return True
