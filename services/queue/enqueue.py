"""Writes one row for the engine that the database URL chooses."""

from datetime import datetime
from functools import cache
from typing import Any

import procrastinate
from procrastinate.exceptions import AlreadyEnqueued
from sqlmodel import Session

from services.core.clock import now
from services.db import insert_ignoring
from services.models import Job
from services.queue import distributed
from services.queue.names import JobName
from services.queue.waking import wake_after


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

    At most one job a `lock` runs at a time, in the order asked. `at` is the first instant it may start (now when
    omitted); with a lock it would hold up the others, so the two exclude each other (ValueError). `customer_id` is
    whose list of jobs shows it: the session's customer unless given; the job does not receive it as an argument.
    """
    if at and lock:
        raise ValueError("A job with a lock cannot be put off: later ones of the lock would wait for it.")
    if unique and _was_asked(session, unique):
        return False
    owner = customer_id or session.info["customer_id"]
    if session.get_bind().dialect.name == "sqlite":
        row = {
            "name": name,
            "customer_id": owner,
            "args": ids,
            "run_at": at or now(),
            "lock": lock,
            "unique_key": unique,
        }
        if not insert_ignoring(session, Job, [row]):
            return False
    elif not _defer(session, name, at, unique, lock, {"customer_id": owner, "ids": ids}):
        return False
    wake_after(session)
    return True


def _was_asked(session: Session, unique: str) -> bool:
    """Whether this transaction has asked before; in a savepoint, which may be rolled back alone, it is not noted."""
    asked = session.info.setdefault("asked_for", set())
    if unique in asked:
        return True
    if not session.in_nested_transaction():
        asked.add(unique)
    return False


@cache
def _deferring() -> procrastinate.App:
    """Borrows the caller's connection each time and never opens one of its own."""
    return procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


def _defer(
    session: Session, name: JobName, at: datetime | None, unique: str | None, lock: str | None, args: dict[str, Any]
) -> bool:
    """Procrastinate's own insert on our connection; each job name is a queue, so that a worker takes what it knows."""
    if unique and distributed.waits(session, unique):  # a look costs less than a refused insert
        return False
    try:
        with session.begin_nested():  # a refused duplicate must not spoil the caller's transaction
            connection = session.connection().connection.driver_connection  # asking for it here sets the savepoint
            _deferring().configure_task(
                str(name), queue=str(name), lock=lock, queueing_lock=unique, schedule_at=at, connection=connection
            ).defer(**args)
    except AlreadyEnqueued:
        return False
    return True
