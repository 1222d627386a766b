"""`@job` declares work, `@every` gives it to the clock; both engines read REGISTRY."""

import asyncio
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from services.core.errors import AppError, ProviderDown
from services.queue import JobName

LONGEST_WAIT = 3600.0


@dataclass(frozen=True)
class Tick:
    """When the clock fires: a five-field cron line in `tz`, or every `seconds`."""

    cron: str = ""
    tz: str = "UTC"
    seconds: float = 0.0


@dataclass
class RegisteredJob:
    """`retries` after the first attempt, waiting `backoff` seconds and doubling."""

    name: JobName
    work: Callable[..., Any]
    queue: str
    retries: int
    backoff: float
    ticks: list[Tick] = field(default_factory=list)

    def __call__(self, **ids: Any) -> Any:
        return self.work(**ids)

    def run(self, ids: dict[str, Any]) -> None:
        """Do the work on this thread, which has no event loop: an async function gets one of its own."""
        result = self.work(**ids)
        if inspect.iscoroutine(result):
            asyncio.run(result)

    def wait_before_retry(self, attempts: int, error: BaseException) -> float | None:
        """Seconds until the next attempt after `attempts` ended in `error`; None: never.

        Expected trouble other than a provider being down will not go away by itself. A provider's wish to be
        left alone for longer than our own wait is respected.
        """
        hopeless = isinstance(error, AppError) and not isinstance(error, ProviderDown)
        if hopeless or attempts > self.retries:
            return None
        wait = min(self.backoff * 2 ** (attempts - 1), LONGEST_WAIT)
        return max(wait, getattr(error, "retry_after", None) or 0)


REGISTRY: dict[JobName, RegisteredJob] = {}


def job(name: JobName, *, queue: str = "default", retries: int = 5, backoff: float = 5) -> Callable[..., RegisteredJob]:
    """Register a plain or async function; its arguments are ids, and it is safe to run twice.

    No `queue` takes every hand: long work in one cannot starve another.
    """

    def register(work: Callable[..., Any]) -> RegisteredJob:
        if name in REGISTRY:
            raise ValueError(f"Two functions claim the job {name}")
        REGISTRY[name] = RegisteredJob(name, work, queue, retries, backoff)
        return REGISTRY[name]

    return register


def every(cron: str = "", *, tz: str = "UTC", seconds: float = 0.0) -> Callable[[RegisteredJob], RegisteredJob]:
    """Also run a job by the clock; stack it above `@job`."""

    def schedule(registered: RegisteredJob) -> RegisteredJob:
        registered.ticks.append(Tick(cron, tz, seconds))
        return registered

    return schedule


def queues() -> dict[str, list[str]]:
    """The job names of each queue."""
    found: dict[str, list[str]] = {}
    for registered in REGISTRY.values():
        found.setdefault(registered.queue, []).append(str(registered.name))
    return found


def error_text(error: BaseException) -> str:
    """The reason that the list of jobs shows: our own messages are written for people, others are named."""
    return error.message if isinstance(error, AppError) else f"Unexpected error ({type(error).__name__})."
