"""Reads what waits, runs and failed for one customer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, case, func, select
from sqlmodel import Session, col

from services.core.clock import now
from services.models import Job, JobStatus
from services.queue.distributed import EVENTS, JOBS
from services.queue.names import title

_SHOWN = {"todo": "queued", "doing": "running", "failed": "failed"}


@dataclass(frozen=True)
class JobRow:
    """`status` is queued, running or failed; `at` is when it may start, or when it ended; `attempts` so far."""

    id: int
    title: str
    status: str
    at: datetime
    attempts: int
    reason: str


def list_jobs(session: Session, customer_id: int, limit: int = 100) -> list[JobRow]:
    """Failed ones first, then running, then queued; the newest of each first."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = _embedded(customer_id) if on_sqlite else _distributed(customer_id)
    return [_row(found) for found in session.execute(statement.limit(limit))]


def counts(session: Session, customer_id: int) -> dict[str, int]:
    """How many of the customer's jobs are queued, running and failed."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    status = col(Job.status) if on_sqlite else JOBS.c.status
    mine = col(Job.customer_id) == customer_id if on_sqlite else JOBS.c.args["customer_id"].as_integer() == customer_id
    found = session.execute(select(status, func.count()).where(mine).group_by(status))
    return {**dict.fromkeys(_SHOWN.values(), 0), **{_SHOWN[key]: count for key, count in found if key in _SHOWN}}


@dataclass(frozen=True)
class QueueFigures:
    """How many jobs of all customers are in each state, and since when the oldest that could run waits."""

    counts: dict[str, int]
    oldest_due_at: datetime | None


def figures(session: Session) -> QueueFigures:
    """For the operator: the whole queue, by queued, running and failed."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    status = col(Job.status) if on_sqlite else JOBS.c.status
    counts = dict.fromkeys(_SHOWN.values(), 0)
    for found, count in session.execute(select(status, func.count()).group_by(status)):
        if found in _SHOWN:
            counts[_SHOWN[found]] = count
    due = func.coalesce(JOBS.c.scheduled_at, _entered()) if not on_sqlite else col(Job.run_at)
    oldest = session.scalar(select(func.min(due)).where(status == "todo", due <= now()))
    return QueueFigures(counts, oldest)


def _entered() -> ScalarSelect[datetime]:
    return select(func.min(EVENTS.c.at)).where(EVENTS.c.job_id == JOBS.c.id).scalar_subquery()


def _row(found: Row[*tuple[Any, ...]]) -> JobRow:
    return JobRow(found.id, title(found.name), _SHOWN[found.status], found.at, found.attempts, found.reason or "")


def _embedded(customer_id: int) -> Select[*tuple[Any, ...]]:
    status = col(Job.status)
    return (
        select(
            col(Job.id),
            col(Job.name),
            status,
            func.coalesce(Job.finished_at, Job.run_at).label("at"),
            col(Job.attempts),
            col(Job.error).label("reason"),
        )
        .where(col(Job.customer_id) == customer_id, status != JobStatus.DONE)
        .order_by(case((status == JobStatus.FAILED, 0), (status == JobStatus.DOING, 1), else_=2), col(Job.id).desc())
    )


def _distributed(customer_id: int) -> Select[*tuple[Any, ...]]:
    columns = JOBS.c
    last = select(func.max(EVENTS.c.at)).where(EVENTS.c.job_id == columns.id).scalar_subquery()
    return (
        select(
            columns.id,
            columns.task_name.label("name"),
            columns.status,
            case((columns.status == "todo", func.coalesce(columns.scheduled_at, last)), else_=last).label("at"),
            columns.attempts,
            columns.args["error"].astext.label("reason"),
        )
        .where(columns.args["customer_id"].as_integer() == customer_id, columns.status.in_(list(_SHOWN)))
        .order_by(case((columns.status == "failed", 0), (columns.status == "doing", 1), else_=2), columns.id.desc())
    )
