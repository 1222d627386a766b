"""The embedded engine: APScheduler's threads over leased rows of the `job` table."""

import random
import threading
import time
from collections import Counter
from datetime import timedelta

from jobs.registry import REGISTRY, RegisteredJob, error_text, queues
from jobs.scheduler import Scheduler
from services.core.clock import now
from services.core.log import get_logger
from services.core.settings import get_settings
from services.db import system_reading, system_transaction
from services.queue import JobName, leases, listeners
from services.webhooks import burst

_log = get_logger(__name__)


class EmbeddedEngine:
    """Runs jobs in this process. Seconds: `poll` finds work of other processes, `beat` extends leases of `lease`."""

    def __init__(self, *, poll: float = 1.0, beat: float = 10.0, lease: float = 60.0) -> None:
        self._poll, self._beat, self._lease = poll, beat, timedelta(seconds=lease)
        self._worker = leases.worker_name()
        self._hands = get_settings().job_threads
        self._scheduler = Scheduler(self._hands)
        self._running: dict[int, str] = {}  # job id → queue
        self._mutex = threading.Lock()
        self._asked = threading.Event()
        self._looking = threading.Lock()
        self._beating = threading.Lock()
        self._stopping = False

    def start(self) -> None:
        """Begin at once, with what an earlier process left."""
        self._scheduler.start()
        self._scheduler.repeat(self._heartbeat, self._beat)
        self._scheduler.repeat(self._look, self._poll)
        listeners.append(self._wake)

    def stop(self, patience: float = 20.0) -> bool:
        """Take no more work and wait up to `patience` seconds for what runs; False when some still does."""
        if self._stopping:
            return not self._running
        self._stopping = True
        listeners.remove(self._wake)
        deadline = time.monotonic() + patience
        with self._looking:  # whatever is claimed has been handed over
            pass
        while self._running and time.monotonic() < deadline:
            time.sleep(0.02)
        with self._beating:
            self._scheduler.stop()
        if self._running:
            _log.warning("jobs_left_running", count=len(self._running))
        else:
            leases.retire(self._worker)
        return not self._running

    def _wake(self) -> None:
        if not self._stopping:
            self._scheduler.soon(self._look)

    def _look(self) -> None:
        """One thread looks at a time; a call that comes meanwhile makes it look once more."""
        self._asked.set()
        while self._asked.is_set() and self._looking.acquire(blocking=False):
            try:
                self._asked.clear()
                while self._take():
                    pass
            finally:
                self._looking.release()

    def _room(self) -> dict[str, int]:
        """Free hands by queue: all but one of the hands may serve the same queue."""
        with self._mutex:
            busy = Counter(self._running.values())
            free = self._hands - len(self._running)
        most = max(self._hands - 1, 1)
        return {queue: min(free, most - busy[queue]) for queue in queues() if min(free, most - busy[queue]) > 0}

    def _take(self) -> bool:
        """Claim for one queue that has both work and room; False when there is none.

        In a burst of replies nothing is begun: one interpreter serves the jobs and whoever must be acknowledged.
        """
        if self._stopping or burst.must_pass():
            return False
        room, names = self._room(), queues()
        with system_reading() as session:
            due = [queue for queue in room if leases.anything_due(session, names[queue])]
        random.shuffle(due)
        return any(self._claim(queue, names[queue], room[queue]) for queue in due)

    def _claim(self, queue: str, names: list[str], most: int) -> bool:
        with system_transaction() as session:
            leased = leases.claim(session, self._worker, names, most, self._lease)
        for job in leased:
            with self._mutex:
                self._running[job.id] = queue
            self._scheduler.soon(self._run, job, on="hands")
        return bool(leased)

    def _run(self, job: leases.Leased) -> None:
        registered = REGISTRY[JobName(job.name)]
        try:
            registered.run(job.args)
        except BaseException as error:  # noqa: BLE001  a job never takes the runner down
            _log.exception("job_failed", job=job.name, job_id=job.id, attempt=job.attempts)
            self._put_off(registered, job, error)
        else:
            self._finish(job)
        finally:
            with self._mutex:
                del self._running[job.id]
            self._wake()

    def _finish(self, job: leases.Leased) -> None:
        with system_transaction() as session:
            if not leases.finish(session, self._worker, job.id):
                _log.warning("job_lease_lost", job=job.name, job_id=job.id)

    def _put_off(self, registered: RegisteredJob, job: leases.Leased, error: BaseException) -> None:
        wait = registered.wait_before_retry(job.attempts, error)
        at = now() + timedelta(seconds=wait) if wait is not None else None
        with system_transaction() as session:
            leases.put_off(session, self._worker, job.id, error_text(error), at)

    def _heartbeat(self) -> None:
        """Keep our leases; give back the jobs of the dead."""
        with self._beating:
            self._keep()
            if not self._stopping:
                self._rescue()

    def _keep(self) -> None:
        with self._mutex:
            held = list(self._running)
        if held:
            with system_transaction() as session:
                leases.extend(session, self._worker, held, self._lease)

    def _rescue(self) -> None:
        with system_reading() as session:
            others = leases.anything_of_others(session, self._worker)
        if others:
            with system_transaction() as session:
                abandoned = leases.give_back_abandoned(session, self._worker)
            if abandoned:
                _log.warning("jobs_rescued", count=abandoned)
                self._look()
