"""One host is visited at one pace, whoever visits it."""

import asyncio
import time
from itertools import pairwise

import pytest
from sqlmodel import select

from services.db import system_reading, system_transaction
from services.models import ProviderRate
from services.upkeep.actions import delete_expired
from services.web import AddressGuard, Fetcher, Limits, pace
from tests.websites import serving


def forget_this_process() -> None:
    """What another process would know of our visits: nothing."""
    pace._next_visit.clear()
    pace._last_visit.clear()


async def seconds_for(visits: int, *, in_processes: bool = False, host: str = "acme.in:443") -> float:
    started = time.monotonic()
    for _ in range(visits):
        if in_processes:
            forget_this_process()
        await pace.wait_turn(host, 0.2)
    return time.monotonic() - started


async def test_visits_of_one_process_keep_their_distance() -> None:
    forget_this_process()
    assert 0.4 <= await seconds_for(3) < 0.6


async def test_a_visit_that_began_late_delays_the_next() -> None:
    forget_this_process()
    moments = []

    async def visit() -> None:
        await pace.wait_turn("acme.in:443", 0.2)
        moments.append(time.monotonic())

    visits = [asyncio.create_task(visit()) for _ in range(3)]
    await asyncio.sleep(0.15)
    time.sleep(0.2)  # noqa: ASYNC251  the process is busy when the second is due
    await asyncio.gather(*visits)
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 0.19


async def test_hosts_do_not_wait_for_each_other() -> None:
    forget_this_process()
    started = time.monotonic()
    await asyncio.gather(*(pace.wait_turn(f"host{number}.in:443", 0.5) for number in range(20)))
    assert time.monotonic() - started < 0.3


async def test_runs_at_the_same_time_share_one_pace() -> None:
    pages = {f"/{number}": "x" for number in range(4)}
    limits = Limits(pause_allowed=0.2)
    async with serving(pages) as site:
        guard = AddressGuard(frozenset({site.allowed}))

        async def run(first: int) -> None:
            async with Fetcher(guard, limits) as web:
                for number in (first, first + 1):
                    await web.page(f"{site.url}/{number}")

        started = time.monotonic()
        await asyncio.gather(run(0), run(2))
        assert time.monotonic() - started >= 1.0  # six visits with the two to robots.txt


async def test_processes_on_one_database_share_one_pace(postgres: str) -> None:
    assert await seconds_for(3, in_processes=True) >= 0.4


async def test_one_process_on_sqlite_writes_nothing(sqlite: str) -> None:
    await seconds_for(2)
    with system_reading() as session:
        assert not session.exec(select(ProviderRate)).all()


@pytest.mark.parametrize(("account", "stays"), [("web:acme.in:443", False), ("twilio:AC1", True)])
def test_hosts_that_were_left_long_ago_are_forgotten(database: str, account: str, stays: bool) -> None:
    with system_transaction() as session:
        session.add(ProviderRate(account=account, next_at=time.time() - 7200))
        session.add(ProviderRate(account="web:busy.in:443", next_at=time.time()))
    with system_transaction() as session:
        delete_expired(session)
    with system_reading() as session:
        left = set(session.exec(select(ProviderRate.account)).all())
    assert left == {"web:busy.in:443"} | ({account} if stays else set())
