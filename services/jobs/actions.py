"""Tries failed work again and forgets what is long over."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from services.core.clock import now
from services.core.errors import NotFound
from services.core.scope import Can, Scope
from services.models import Job, JobFire, JobStatus
from services.queue import JobName, enqueue
from services.queue.distributed import EVENTS, JOBS

KEPT_DONE = timedelta(days=7)
KEPT_FAILED = timedelta(days=30)


def retry(session: Session, scope: Scope, job_id: int) -> bool:
    """Queue a failed job anew in place of the old one; False when an equal one waits already."""
    scope.require(Can.RUN_CAMPAIGNS)
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    taken = _take_embedded(session, scope, job_id) if on_sqlite else _take_distributed(session, scope, job_id)
    if taken is None:
        raise NotFound("The failed task")
    name, ids, lock, unique = taken
    return enqueue(session, JobName(name), lock=lock, unique=unique, customer_id=scope.customer_id, **ids)


_Taken = tuple[str, dict[str, Any], str | None, str | None]


def _take_embedded(session: Session, scope: Scope, job_id: int) -> _Taken | None:
    found = session.execute(
        delete(Job)
        .where(col(Job.id) == job_id, col(Job.customer_id) == scope.customer_id, col(Job.status) == JobStatus.FAILED)
        .returning(col(Job.name), col(Job.args), col(Job.lock), col(Job.unique_key))
    ).first()
    return (found[0], found[1], found[2], found[3]) if found else None


def _take_distributed(session: Session, scope: Scope, job_id: int) -> _Taken | None:
    mine = JOBS.c.args["customer_id"].as_integer() == scope.customer_id
    found = session.execute(
        delete(JOBS)
        .where(JOBS.c.id == job_id, mine, JOBS.c.status == "failed")
        .returning(JOBS.c.task_name, JOBS.c.args["ids"], JOBS.c.lock, JOBS.c.queueing_lock)
    ).first()
    return (found[0], found[1], found[2], found[3]) if found else None


def delete_old(session: Session) -> None:
    """Done jobs and the clock's firings after 7 days, failed jobs after 30; across customers."""
    ended = col(Job.finished_at)
    session.execute(delete(Job).where(col(Job.status) == JobStatus.DONE, ended < now() - KEPT_DONE))
    session.execute(delete(Job).where(col(Job.status) == JobStatus.FAILED, ended < now() - KEPT_FAILED))
    session.execute(delete(JobFire).where(col(JobFire.fire_at) < now() - KEPT_DONE))
    if session.get_bind().dialect.name == "postgresql":
        last = select(func.max(EVENTS.c.at)).where(EVENTS.c.job_id == JOBS.c.id).scalar_subquery()
        session.execute(delete(JOBS).where(JOBS.c.status == "failed", last < now() - KEPT_FAILED))
