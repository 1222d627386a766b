"""Work for later that survives a restart: each errand is a journal row until it is done."""

import asyncio
import heapq
import json
import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from services.core.log import get_logger
from services.sandbox.journal import Journal

log = get_logger(__name__)

_BACKOFF = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)


class Undelivered(Exception):
    """The product did not acknowledge a webhook; try again later."""


@dataclass(order=True)
class Errand:
    """`due` is a Unix time; `tries` counts refused deliveries of the present step."""

    due: float
    id: int
    kind: str = field(compare=False)
    body: dict[str, Any] = field(compare=False)
    tries: int = field(default=0, compare=False)
    failing_since: float = field(default=0.0, compare=False)


# Does one step; returns when the next one is due, or None when the errand is over. May change `body`.
Handler = Callable[[dict[str, Any]], Awaitable[float | None]]


def insert(connection: sqlite3.Connection, kind: str, due: float, body: dict[str, Any]) -> Errand:
    """Write an errand inside the caller's commit; hand it to `Errands.schedule` afterwards."""
    row = connection.execute("INSERT INTO errand (kind, due, body) VALUES (?, ?, ?)", (kind, due, json.dumps(body)))
    return Errand(due, row.lastrowid or 0, kind, body)


class Errands:
    """A heap in memory over the `errand` table; handlers run concurrently, one at a time for each errand."""

    def __init__(self, journal: Journal, retry_seconds: Callable[[], float]) -> None:
        self.handlers: dict[str, Handler] = {}
        self._journal = journal
        self._retry_seconds = retry_seconds
        self._heap: list[Errand] = []
        self._changed = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._clock: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take up what an earlier process left."""
        for row in await self._journal.rows("SELECT * FROM errand"):
            self.schedule(Errand(row["due"], row["id"], row["kind"], json.loads(row["body"])))
        self._clock = asyncio.create_task(self._run_due())

    async def stop(self) -> None:
        tasks = [*self._running, *([self._clock] if self._clock else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def schedule(self, errand: Errand) -> None:
        heapq.heappush(self._heap, errand)
        self._changed.set()

    async def add(self, kind: str, due: float, body: dict[str, Any]) -> None:
        self.schedule(await self._journal.run(lambda connection: insert(connection, kind, due, body)))

    def forget_all(self) -> None:
        """Drop everything that waits (the journal rows are the caller's)."""
        self._heap.clear()

    def waiting(self) -> int:
        return len(self._heap) + len(self._running)

    async def _run_due(self) -> None:
        while True:
            self._changed.clear()
            wait = self._heap[0].due - time.time() if self._heap else 3600.0
            if wait > 0:
                await self._wait_for_change(wait)
                continue
            task = asyncio.create_task(self._run(heapq.heappop(self._heap)))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _wait_for_change(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return

    async def _run(self, errand: Errand) -> None:
        try:
            due = await self.handlers[errand.kind](errand.body)
        except Undelivered:
            self._retry(errand)
            return
        except Exception:
            log.exception("errand_failed", kind=errand.kind)
            due = None
        if due is None:
            await self._journal.execute("DELETE FROM errand WHERE id = ?", errand.id)
            return
        body = json.dumps(errand.body)
        await self._journal.execute("UPDATE errand SET due = ?, body = ? WHERE id = ?", due, body, errand.id)
        self.schedule(Errand(due, errand.id, errand.kind, errand.body))

    def _retry(self, errand: Errand) -> None:
        at = time.time()
        errand.failing_since = errand.failing_since or at
        if at - errand.failing_since > self._retry_seconds():
            log.warning("webhook_given_up", kind=errand.kind, tries=errand.tries)
            # The row goes too: the provider has stopped trying.
            task = asyncio.create_task(self._journal.execute("DELETE FROM errand WHERE id = ?", errand.id))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            return
        errand.due = at + _BACKOFF[min(errand.tries, len(_BACKOFF) - 1)]
        errand.tries += 1
        self.schedule(errand)
