"""Leaves time between two visits to one host, across every run of this process."""

import asyncio
import threading
import time

_lock = threading.Lock()
_next_visit: dict[str, float] = {}
_MOST_HOSTS = 10_000


def reserve(host: str, seconds: float) -> float:
    """Book the host's next visit and return how long to wait for it, in seconds."""
    with _lock:
        moment = time.monotonic()
        if len(_next_visit) > _MOST_HOSTS:
            for name in [name for name, at in _next_visit.items() if at < moment]:
                del _next_visit[name]
        start = max(moment, _next_visit.get(host, 0.0))
        _next_visit[host] = start + seconds
        return start - moment


async def wait_turn(host: str, seconds: float) -> None:
    """Wait until `host` may be visited again, `seconds` after the visit before."""
    waiting = reserve(host, seconds)
    if waiting > 0:
        await asyncio.sleep(waiting)
