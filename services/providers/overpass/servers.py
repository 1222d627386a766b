"""What this process knows of Overpass servers: who is well, how many questions are on their way, how many were asked.

The public servers ask for two questions at a time and at most 10,000 a day; we ask for fewer.
"""

import asyncio
import re
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from services.core.errors import ProviderDown

PROVIDER = "overpass"
TOGETHER = 2
MOST_A_DAY = 5_000
LONGEST_QUEUE_SECONDS = 120.0
_LOOK_SECONDS = 0.05
_SLOTS = re.compile(r"(\d+) slots? available now")
_NEXT = re.compile(r"Slot available after: [^,]*, in (\d+) seconds?")


@dataclass
class _Health:
    busy_until: float = 0.0  # it said when to come back: nobody asks before
    ill_until: float = 0.0  # it failed: others are asked first
    asking: int = 0
    day: str = ""
    asked: int = 0


@dataclass
class Servers:
    """Shared by all runs of a process, whatever thread and event loop they are on; times are `time.monotonic()`."""

    _known: dict[str, _Health] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def in_order(self, servers: Sequence[str]) -> list[str]:
        """Who may be asked now, the well ones first. Raises ProviderDown, with when to come back, when nobody may."""
        at = time.monotonic()
        with self._lock:
            free = [one for one in servers if self._of(one).busy_until <= at]
            if not free:
                wait = min((self._of(one).busy_until for one in servers), default=at + 60) - at
                raise ProviderDown(PROVIDER, "OpenStreetMap's servers are busy.", "busy", wait)
            return sorted(free, key=lambda one: max(self._of(one).ill_until - at, 0.0))

    def busy(self, server: str, seconds: float) -> None:
        with self._lock:
            known = self._of(server)
            known.busy_until = max(known.busy_until, time.monotonic() + seconds)

    def ill(self, server: str, seconds: float = 60.0) -> None:
        with self._lock:
            self._of(server).ill_until = time.monotonic() + seconds

    @asynccontextmanager
    async def turn(self, server: str, most_a_day: int = MOST_A_DAY) -> AsyncIterator[None]:
        """At most two at a time; the day is UTC's. Raises ProviderDown when today's questions are used up."""
        waited_since = time.monotonic()
        while not self._enter(server, most_a_day):
            if time.monotonic() - waited_since > LONGEST_QUEUE_SECONDS:
                raise ProviderDown(PROVIDER, "Too many searches wait for OpenStreetMap.", "queue", 60.0)
            await asyncio.sleep(_LOOK_SECONDS)
        try:
            yield
        finally:
            with self._lock:
                self._of(server).asking -= 1

    def _enter(self, server: str, most_a_day: int) -> bool:
        today = datetime.now(UTC).date().isoformat()
        with self._lock:
            known = self._of(server)
            if known.day != today:
                known.day, known.asked = today, 0
            if known.asked >= most_a_day:
                words = f"Today's {most_a_day:,} questions to OpenStreetMap's server are used up."
                raise ProviderDown(PROVIDER, words, "day_limit", 3600.0)
            if known.asking >= TOGETHER:
                return False
            known.asking += 1
            known.asked += 1
            return True

    def _of(self, server: str) -> _Health:
        return self._known.setdefault(server, _Health())


SERVERS = Servers()


def seconds_to_slot(status: str) -> float:
    """From the text of /api/status: 0 when there is a slot or it says nothing, else seconds until one is free."""
    free = _SLOTS.search(status)
    waits = [float(seconds) for seconds in _NEXT.findall(status)]
    if (free and int(free[1]) > 0) or not waits:
        return 0.0
    return min(waits)
