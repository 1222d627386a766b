"""Leaves time between two visits to one host, across every run of this process and, on PostgreSQL, of all processes."""

import asyncio
import threading
import time

from sqlmodel import Session, select

from services.core.settings import get_settings
from services.db import in_system_transaction, insert_ignoring
from services.models import ProviderRate

PREFIX = "web:"  # of the rows of `provider_rate` that pace visits
_lock = threading.Lock()
_next_visit: dict[str, float] = {}
_last_visit: dict[str, float] = {}
_MOST_HOSTS = 10_000
_LONGEST_ACCOUNT = 200


def reserve(host: str, seconds: float) -> float:
    """Book the host's next visit in this process and return how long to wait for it, in seconds."""
    with _lock:
        moment = time.monotonic()
        if len(_next_visit) > _MOST_HOSTS:
            for name in [name for name, at in _next_visit.items() if at < moment]:
                del _next_visit[name]
                _last_visit.pop(name, None)
        start = max(moment, _next_visit.get(host, 0.0))
        _next_visit[host] = start + seconds
        return start - moment


def begin(host: str, seconds: float) -> float:
    """Note that the host is visited now, and return 0; where a busy process let the visit before begin late, how much
    longer to wait."""
    with _lock:
        moment = time.monotonic()
        early = _last_visit.get(host, 0.0) + seconds - moment
        if early <= 0:
            _last_visit[host] = moment
        return max(early, 0.0)


async def wait_turn(host: str, seconds: float) -> None:
    """Wait until `host` may be visited again, `seconds` after the visit before; 0 does not wait."""
    if seconds <= 0:
        return
    waiting = reserve(host, seconds)
    if waiting > 0:
        await asyncio.sleep(waiting)
    while (early := begin(host, seconds)) > 0:  # noqa: ASYNC110  time is what is waited for
        await asyncio.sleep(early)
    if get_settings().is_sqlite:
        return  # one process on one machine
    waiting = await in_system_transaction(_reserve_among_all, f"{PREFIX}{host}"[:_LONGEST_ACCOUNT], seconds)
    if waiting > 0:
        await asyncio.sleep(waiting)


def _reserve_among_all(session: Session, account: str, seconds: float) -> float:
    """Like `reserve`, by a row that every process locks in turn."""
    insert_ignoring(session, ProviderRate, [{"account": account, "next_at": 0.0}])
    rate = session.exec(select(ProviderRate).where(ProviderRate.account == account).with_for_update()).one()
    moment = time.time()
    start = max(moment, rate.next_at)
    rate.next_at = start + seconds
    return start - moment
