"""Is everything this process relies on there: the database, the queue, the clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, select

from services.core.clock import now
from services.core.settings import get_settings
from services.db import engine
from services.jobs.queries import figures
from services.models import JobFire

QUEUE_STUCK_AFTER = timedelta(minutes=10)
CLOCK_STOPPED_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Readiness:
    """One word a part: "ok", or what is wrong with it."""

    database: str
    queue: str
    clock: str

    @property
    def ready(self) -> bool:
        return (self.database, self.queue, self.clock) == ("ok", "ok", "ok")


@dataclass(frozen=True)
class Figures:
    """What the operator's graphs show; ages are in seconds."""

    jobs: dict[str, int]
    oldest_waiting_seconds: float
    clock_age_seconds: float
    database_connections: int


def readiness(session: Session, started_at: datetime) -> Readiness:
    """Raises the driver's error when the database is away. A process younger than five minutes has no clock yet."""
    seen = look(session)
    stuck = seen.oldest_waiting_seconds > QUEUE_STUCK_AFTER.total_seconds()
    late = seen.clock_age_seconds > CLOCK_STOPPED_AFTER.total_seconds()
    young = now() - started_at < CLOCK_STOPPED_AFTER
    stopped = late and not young and get_settings().run_jobs
    return Readiness("ok", "work waits too long" if stuck else "ok", "has not fired" if stopped else "ok")


def look(session: Session) -> Figures:
    """Counts and ages, now."""
    queue = figures(session)
    fired = session.execute(select(func.max(JobFire.fire_at))).scalar()
    return Figures(
        jobs=queue.counts,
        oldest_waiting_seconds=_age(queue.oldest_due_at),
        clock_age_seconds=_age(fired),
        database_connections=engine().pool.checkedout(),  # pyright: ignore[reportAttributeAccessIssue]
    )


def _age(at: datetime | None) -> float:
    return (now() - at).total_seconds() if at else 0.0
