"""A worker process for the kill tests: `python -m tests.jobs.killed_worker`, ended by SIGKILL."""

import os
import signal
import threading
import time

from sqlalchemy import Column, Integer, MetaData, Table, select, update
from sqlmodel import Session

from jobs.distributed import DistributedEngine
from jobs.embedded import EmbeddedEngine
from jobs.registry import every, job
from services.core.errors import ProviderDown
from services.core.settings import get_settings
from services.db import system_transaction
from services.queue import JobName

POISON = -1
TICK = -2
EFFECTS = Table(
    "test_effect",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
)


def fails_at_first(number: int) -> bool:
    """A tenth of the jobs meets a provider that is down."""
    return number % 10 == 7


def _count(session: Session, number: int, **added: int) -> int:
    changed = {name: EFFECTS.c[name] + by for name, by in added.items()}
    session.execute(update(EFFECTS).where(EFFECTS.c.number == number).values(changed))
    return session.execute(select(EFFECTS.c.starts).where(EFFECTS.c.number == number)).scalar_one()


def work(number: int) -> None:
    """Leave a trace at the start and the effect at the end, as a job that looks at its row would."""
    with system_transaction() as session:
        starts = _count(session, number, starts=1)
    if number == POISON:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02)
    if fails_at_first(number) and starts == 1:
        raise ProviderDown("sandbox", "It did not answer.")
    with system_transaction() as session:
        _count(session, number, ends=1)


def tick() -> None:
    with system_transaction() as session:
        _count(session, TICK, starts=1, ends=1)


def main() -> None:
    job(JobName.RUN_SCRAPING, retries=2, backoff=0.2)(work)
    every(seconds=1)(job(JobName.QUEUE_OUTREACH, queue="clock")(tick))
    engine = EmbeddedEngine(beat=1, lease=8) if get_settings().is_sqlite else DistributedEngine(dead_after=3)
    engine.start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
