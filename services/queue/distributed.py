"""Procrastinate's table as far as we read it, and what we keep in a job's arguments: ids, owner, rescues, error."""

from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Integer, MetaData, String, Table, exists, select, update
from sqlalchemy.dialects.postgresql import ENUM, JSONB
from sqlmodel import Session

# Procrastinate makes and changes these tables (`services/walls.py` asks it to): they are not in our metadata.
_STATUSES = ("todo", "doing", "succeeded", "failed", "cancelled", "aborting", "aborted")
JOBS = Table(
    "procrastinate_jobs",
    MetaData(),
    Column("id", BigInteger, primary_key=True),
    Column("task_name", String),
    Column("lock", String),
    Column("queueing_lock", String),
    Column("args", JSONB),
    Column("status", ENUM(*_STATUSES, name="procrastinate_job_status", create_type=False)),
    Column("scheduled_at", DateTime(timezone=True)),
    Column("attempts", Integer),
)
EVENTS = Table(
    "procrastinate_events",
    MetaData(),
    Column("id", BigInteger, primary_key=True),
    Column("job_id", BigInteger),
    Column("type", String),
    Column("at", DateTime(timezone=True)),
)


def waits(session: Session, unique: str) -> bool:
    """Whether a job with this unique key waits, as far as this transaction sees."""
    return bool(session.scalar(select(exists().where(JOBS.c.queueing_lock == unique, JOBS.c.status == "todo"))))


def note(session: Session, job_id: int, **facts: Any) -> None:
    """Add facts to a job's arguments, such as why it failed."""
    session.execute(update(JOBS).where(JOBS.c.id == job_id).values(args=JOBS.c.args.concat(facts)))


def count_rescue(session: Session, job_id: int, rescues_before: int) -> bool:
    """Count one more rescue; False when another process has counted it."""
    counted = JOBS.c.args["rescues"].as_integer()
    same = counted == rescues_before if rescues_before else counted.is_(None)
    found = session.execute(
        update(JOBS)
        .where(JOBS.c.id == job_id, JOBS.c.status == "doing", same)
        .values(args=JOBS.c.args.concat({"rescues": rescues_before + 1}))
        .returning(JOBS.c.id)
    )
    return found.first() is not None


def release_unique(session: Session, job_id: int, unique: str) -> bool:
    """Before a retry: give up the unique key, which a new job may take; False when an equal job waits already."""
    if waits(session, unique):
        return False
    session.execute(update(JOBS).where(JOBS.c.id == job_id).values(queueing_lock=None))
    return True
