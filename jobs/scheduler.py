"""The only file that knows APScheduler: the clock of both engines, and the hands of the embedded one."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import crc32

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.job import Job as ScheduledJob
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from jobs.registry import REGISTRY, Tick
from services.core.clock import now
from services.core.log import get_logger
from services.db import insert_ignoring, system_transaction
from services.models import JobFire
from services.queue import JobName, enqueue

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
MOST_TURNS = 8  # of one chore at once: one works, the others return at once
_log = get_logger(__name__)


def fire(name: JobName, at: datetime | None = None) -> bool:
    """Ask for the job that is due at `at` (now), once however many clocks call; False when another clock was first."""
    with system_transaction() as session:
        row = {"name": str(name), "fire_at": (at or now()).astimezone(UTC), "created_at": now(), "updated_at": now()}
        if not insert_ignoring(session, JobFire, [row]):
            return False
        return enqueue(session, name, unique=f"clock:{name}")


class _FiringExecutor(ThreadPoolExecutor):
    """Passes on the instant that was planned, which every clock agrees on, not the one at which it ran."""

    def _do_submit_job(self, job: ScheduledJob, run_times: list[datetime]) -> None:
        def done(future: Future[bool]) -> None:
            error = future.exception()
            if error:
                _log.error("clock_fire_failed", job=str(job.args[0]), exc_info=error)
            self._run_job_success(job.id, [])  # the next tick is due in any case

        self._pool.submit(fire, *job.args, run_times[-1]).add_done_callback(done)


def _trigger(name: JobName, tick: Tick) -> CronTrigger | IntervalTrigger:
    """By the name each job has its own moment in the interval, the same for every clock: together they would hold up
    whoever waits for a page or an acknowledgement."""
    if tick.cron:
        return CronTrigger.from_crontab(tick.cron, timezone=tick.tz)
    first = _EPOCH + timedelta(seconds=crc32(name.encode()) % 1_000 / 1_000 * tick.seconds)
    return IntervalTrigger(seconds=tick.seconds, start_date=first, timezone=UTC)  # pyright: ignore  seconds may be fractions


def _alone(chore: Callable[[], None]) -> Callable[[], None]:
    """`chore`, which returns at once while another thread is in it."""
    inside = threading.Lock()

    def turn() -> None:
        if inside.acquire(blocking=False):
            try:
                chore()
            finally:
                inside.release()

    return turn


class Scheduler:
    """`hands` threads do jobs; a few more fire the clock and keep the engine's own chores."""

    def __init__(self, hands: int = 1) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={
                "clock": _FiringExecutor(2),
                "chores": ThreadPoolExecutor(4),
                "hands": ThreadPoolExecutor(hands),
            },
        )

    def start(self) -> None:
        """Start the threads and give every `@every` job to the clock."""
        for registered in REGISTRY.values():
            for number, tick in enumerate(registered.ticks):
                self._scheduler.add_job(
                    fire,
                    _trigger(registered.name, tick),
                    args=[registered.name],
                    id=f"{registered.name}:{number}",
                    executor="clock",
                    coalesce=True,
                    misfire_grace_time=None,
                    max_instances=1,
                )
        self._scheduler.start()

    def repeat(self, chore: Callable[[], None], seconds: float) -> None:
        """Now, and then every `seconds`; a turn is left out while the last one still runs."""
        self._scheduler.add_job(
            _alone(chore),
            IntervalTrigger(seconds=seconds),  # pyright: ignore  seconds may be fractions
            executor="chores",
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=now(),
            max_instances=MOST_TURNS,
        )

    def soon(self, work: Callable[..., Any], *args: Any, on: str = "chores") -> None:
        """Once, at the next free thread."""
        self._scheduler.add_job(work, args=args, executor=on, misfire_grace_time=None)

    def stop(self) -> None:
        """No more ticks. Waiting for busy threads here could deadlock with one that asks for `soon`."""
        self._scheduler.pause()
        self._scheduler.shutdown(wait=False)
