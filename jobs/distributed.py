"""The distributed engine: Procrastinate's workers on PostgreSQL, APScheduler as the clock."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import procrastinate
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status

from jobs.registry import REGISTRY, RegisteredJob, error_text, queues
from jobs.scheduler import Scheduler
from services.core.clock import now
from services.core.log import get_logger
from services.core.settings import get_settings
from services.db import system_transaction
from services.queue import distributed
from services.queue.leases import GIVEN_UP, MOST_RESCUES, rescue_wait
from services.webhooks import burst

_log = get_logger(__name__)


def _rescues(job: Job) -> int:
    return int(str(job.task_kwargs.get("rescues", 0)))


class _Retry(procrastinate.BaseRetryStrategy):
    """Our own rule in Procrastinate's words; rescues count as attempts there and not here."""

    def __init__(self, registered: RegisteredJob) -> None:
        self._registered = registered

    def when(self, exception: BaseException, job: Job) -> datetime | None:
        """The instant of the next attempt, or None."""
        attempts = job.attempts + 1 - _rescues(job)
        wait = self._registered.wait_before_retry(attempts, exception)
        return None if wait is None else now() + timedelta(seconds=wait)

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> procrastinate.RetryDecision | None:
        at = self.when(exception, job)
        return procrastinate.RetryDecision(retry_at=at) if at else None


def _task(registered: RegisteredJob, retry: _Retry) -> Callable[..., None]:
    """The function that Procrastinate calls on a thread."""

    def run(context: procrastinate.JobContext, ids: dict[str, Any], **_facts: Any) -> None:
        while burst.must_pass():  # one interpreter serves the jobs and whoever must be acknowledged
            time.sleep(0.1)
        try:
            registered.run(ids)
        except Exception as error:
            _log.exception("job_failed", job=str(registered.name), job_id=context.job.id)
            if _must_fail(context.job, error, again=retry.when(error, context.job) is not None):
                raise

    return run


def _must_fail(job: Job, error: Exception, *, again: bool) -> bool:
    """Write down why; False when an equal job waits already and does the work of both."""
    with system_transaction() as session:
        distributed.note(session, job.id or 0, error=error_text(error))
        if again and job.queueing_lock:
            return distributed.release_unique(session, job.id or 0, job.queueing_lock)
    return True


def _app(connections: int) -> procrastinate.App:
    address = get_settings().database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    connector = procrastinate.PsycopgConnector(conninfo=address, min_size=2, max_size=connections)
    app = procrastinate.App(connector=connector)
    for registered in REGISTRY.values():
        retry = _Retry(registered)
        app.task(name=str(registered.name), queue=str(registered.name), retry=retry, pass_context=True)(
            _task(registered, retry)
        )
    return app


class DistributedEngine:
    """Runs jobs on a thread with its own event loop. Seconds: `poll` backs up PostgreSQL's notifications, a worker
    without a heartbeat for `dead_after` loses its jobs."""

    def __init__(self, *, poll: float = 1.0, dead_after: float = 15.0) -> None:
        self._poll, self._dead_after = poll, dead_after
        self._scheduler = Scheduler()
        self._thread = threading.Thread(target=self._serve, name="jobs", daemon=True)
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._serving: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin at once; returns when the queue is reached or the attempt failed (which is logged and retried)."""
        self._thread.start()
        self._ready.wait(10)
        self._scheduler.start()

    def stop(self, patience: float = 20.0) -> bool:
        """Take no more work and wait up to `patience` seconds for what runs; False when some still does."""
        if not self._thread.is_alive():
            return True
        self._scheduler.stop()
        if self._loop and self._serving:
            self._loop.call_soon_threadsafe(self._serving.cancel)
        self._thread.join(patience)
        return not self._thread.is_alive()

    def _serve(self) -> None:
        """The thread: a lost database is reached for again, until `stop`."""
        asyncio.run(self._keep_working())

    async def _keep_working(self) -> None:
        self._loop, self._serving = asyncio.get_running_loop(), asyncio.current_task()
        lanes = queues()
        self._loop.set_default_executor(ThreadPoolExecutor(get_settings().job_threads * len(lanes) + 2))
        while True:
            try:
                await self._work(lanes)
            except asyncio.CancelledError:
                return
            except Exception:  # noqa: BLE001  whatever it was, jobs must go on
                _log.exception("job_workers_stopped")
            self._ready.set()
            await asyncio.sleep(5)

    async def _work(self, lanes: dict[str, list[str]]) -> None:
        app = _app(2 * len(lanes) + 4)
        async with app.open_async(), asyncio.TaskGroup() as group:
            for names in lanes.values():
                group.create_task(
                    app.run_worker_async(
                        queues=names,
                        concurrency=get_settings().job_threads,
                        fetch_job_polling_interval=self._poll,
                        install_signal_handlers=False,
                        delete_jobs="successful",
                        update_heartbeat_interval=self._dead_after / 3,
                        stalled_worker_timeout=self._dead_after,
                        shutdown_graceful_timeout=1.2 * self._dead_after,
                    )
                )
            group.create_task(self._rescue_stalled(app))
            self._ready.set()

    async def _rescue_stalled(self, app: procrastinate.App) -> None:
        while True:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self._dead_after):
                rescues = _rescues(job)
                if await asyncio.to_thread(_count_rescue, job.id or 0, rescues):
                    await _rescue(app, job, rescues + 1)
            await asyncio.sleep(self._dead_after / 3)


def _count_rescue(job_id: int, before: int) -> bool:
    with system_transaction() as session:
        if before + 1 >= MOST_RESCUES:
            distributed.note(session, job_id, error=GIVEN_UP)
        return distributed.count_rescue(session, job_id, before)


async def _rescue(app: procrastinate.App, job: Job, rescues: int) -> None:
    """A dead worker's job waits again, a few times."""
    _log.warning("job_rescued", job=job.task_name, job_id=job.id, rescues=rescues)
    if rescues >= MOST_RESCUES:
        await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
        return
    try:
        await app.job_manager.retry_job(job, retry_at=now() + rescue_wait(rescues))
    except UniqueViolation:  # an equal job waits already and does the work of both
        await app.job_manager.finish_job(job, status=Status.SUCCEEDED, delete_job=True)
