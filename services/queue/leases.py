"""The embedded engine's table: a running job is leased to a worker, which extends the lease or loses the job."""

import os
import random
import socket
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, or_, update
from sqlmodel import Session, col, select

from services.core.clock import now
from services.core.ids import new_secret
from services.models import Job, JobStatus

MOST_RESCUES = 5
_living: set[str] = set()  # workers of this process
GIVEN_UP = f"Given up: its worker stopped {MOST_RESCUES} times while it ran."


@dataclass(frozen=True)
class Leased:
    """A job that this worker holds; `attempts` counts this one."""

    id: int
    name: str
    args: dict[str, Any]
    attempts: int


def worker_name() -> str:
    """Host, process and a random part: a process id comes back after a restart. It lives until `retire`."""
    name = f"{socket.gethostname()}:{os.getpid()}:{new_secret(6)}"
    _living.add(name)
    return name


def retire(worker: str) -> None:
    """It runs nothing more; whatever it still holds may be taken from it at once."""
    _living.discard(worker)


def _due(names: Collection[str]) -> list[Any]:
    return [Job.status == JobStatus.TODO, Job.run_at <= now(), col(Job.name).in_(names)]


def anything_due(session: Session, names: Collection[str]) -> bool:
    """A cheap look, so that an idle system never takes the write lock."""
    return bool(session.scalar(select(exists().where(*_due(names)))))


def claim(session: Session, worker: str, names: Collection[str], most: int, lease: timedelta) -> list[Leased]:
    """Lease up to `most` due jobs, at most one a lock. The session holds SQLite's write lock, so nobody else claims."""
    locked = select(Job.lock).where(Job.status == JobStatus.DOING, col(Job.lock).is_not(None))
    free = or_(col(Job.lock).is_(None), col(Job.lock).not_in(locked))
    oldest = select(Job.id, Job.lock).where(*_due(names), free).order_by(col(Job.run_at), col(Job.id)).limit(20 * most)
    near = oldest.subquery()
    first = select(func.min(near.c.id)).group_by(func.coalesce(near.c.lock, near.c.id))
    jobs = session.exec(select(Job).where(col(Job.id).in_(first)).order_by(col(Job.run_at), col(Job.id)).limit(most))
    leased = []
    for job in jobs.all():
        job.status, job.worker, job.lease_until, job.attempts = JobStatus.DOING, worker, now() + lease, job.attempts + 1
        leased.append(Leased(job.id or 0, job.name, job.args, job.attempts - job.rescues))
    return leased


def extend(session: Session, worker: str, ids: Sequence[int], lease: timedelta) -> None:
    """Keep the running jobs."""
    held = (col(Job.id).in_(ids), col(Job.worker) == worker)
    session.execute(update(Job).where(*held).values(lease_until=now() + lease))


def _held(session: Session, worker: str, job_id: int) -> Job | None:
    """None when the lease was lost: another worker decides about the job now."""
    return session.exec(
        select(Job).where(Job.id == job_id, Job.worker == worker, Job.status == JobStatus.DOING)
    ).first()


def _end(job: Job, status: JobStatus, error: str) -> None:
    job.status, job.worker, job.lease_until = status, None, None
    job.error, job.finished_at = error[:2000], now()


def _wait(session: Session, job: Job, at: datetime) -> None:
    """Back to waiting; when an equal job waits already, that one does the work of both."""
    twin = exists().where(col(Job.unique_key) == job.unique_key, col(Job.status) == JobStatus.TODO)
    if job.unique_key and session.scalar(select(twin)):
        _end(job, JobStatus.DONE, job.error)
    else:
        job.status, job.worker, job.lease_until, job.run_at = JobStatus.TODO, None, None, at


def finish(session: Session, worker: str, job_id: int) -> bool:
    """Done; False when the lease was lost meanwhile."""
    job = _held(session, worker, job_id)
    if job:
        _end(job, JobStatus.DONE, "")
    return job is not None


def put_off(session: Session, worker: str, job_id: int, error: str, at: datetime | None) -> bool:
    """Failed: try again at `at`, or never when that is None; False when the lease was lost meanwhile."""
    job = _held(session, worker, job_id)
    if job and at:
        job.error = error[:2000]
        _wait(session, job, at)
    elif job:
        _end(job, JobStatus.FAILED, error)
    return job is not None


def give_back_abandoned(session: Session, worker: str) -> int:
    """Jobs whose worker died or whose lease ran out wait again, a few times; returns how many were found."""
    doing = session.exec(select(Job).where(Job.status == JobStatus.DOING, Job.worker != worker)).all()
    abandoned = [job for job in doing if not job.lease_until or job.lease_until < now() or _is_dead(job.worker or "")]
    for job in abandoned:
        job.rescues += 1
        if job.rescues >= MOST_RESCUES:
            _end(job, JobStatus.FAILED, GIVEN_UP)
        else:
            _wait(session, job, now() + rescue_wait(job.rescues))
    return len(abandoned)


def rescue_wait(rescues: int) -> timedelta:
    """None at first, then growing and random, so that a job that kills its worker does not take the same others along
    each time."""
    return timedelta(seconds=random.uniform(0, rescues) if rescues > 1 else 0)  # noqa: S311  no secret


def anything_of_others(session: Session, worker: str) -> bool:
    """Whether another worker holds a job, before taking the write lock to look at them."""
    return bool(session.scalar(select(exists().where(col(Job.status) == JobStatus.DOING, col(Job.worker) != worker))))


def _is_dead(worker: str) -> bool:
    """Its process is gone, or had the id of this one earlier; other hosts are left to their leases."""
    host, _, rest = worker.partition(":")
    pid = int(rest.partition(":")[0] or 0)
    if host != socket.gethostname():
        return False
    if pid == os.getpid():
        return worker not in _living
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
