"""`@job` declares work, `@every` gives it to the clock; both engines read REGISTRY."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from services.queue import JobName


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


REGISTRY: dict[JobName, RegisteredJob] = {}


def job(name: JobName, *, queue: str = "default", retries: int = 5, backoff: float = 5) -> Callable[..., RegisteredJob]:
    """Register a plain or async function; its arguments are ids, and it is safe to run twice."""

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
