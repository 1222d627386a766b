"""A directory of about 300 pages, some slow, broken or endless, is read completely and politely, also in two goes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from services.providers.base import FoundContact, SearchCriteria
from services.providers.directory.client import Directory
from tests.bench.directory.firms import Plan
from tests.bench.directory.server import Seen, serve
from tests.databases import forget_settings

PLAN = Plan(300)


@asynccontextmanager
async def serving(
    monkeypatch: pytest.MonkeyPatch, plan: Plan = PLAN, delay: float = 0.0
) -> AsyncIterator[tuple[str, Seen]]:
    server, seen = await serve(plan, 0, delay, slow=0.02)
    address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    monkeypatch.setenv("LEADGEN_FETCH_ALLOW", address)
    forget_settings()
    try:
        yield f"http://{address}", seen
    finally:
        server.close()


async def read(url: str, cursor: str = "", limit: int = 10_000) -> list[FoundContact]:
    criteria = SearchCriteria(directory_urls=(url,), limit=limit)
    return [found async for found in Directory().search(criteria, cursor)]


async def test_every_business_is_found_once_with_what_its_pages_say(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(monkeypatch) as (url, seen):
        found = await read(f"{url}/")
    wanted = {firm.name: firm for firm in PLAN.firms.values()}
    assert sorted(one.company for one in found) == sorted(wanted)
    for one in found:
        firm = wanted[one.company]
        assert one.phone == firm.phone
        assert (one.email, one.city) == ((firm.email, firm.city) if firm.is_readable else ("", firm.city))
    assert {firm.trouble for firm in wanted.values()} >= {"", "error", "cut", "huge", "denied"}
    asked = list(seen.paths)
    assert not [path for path in asked if "private" in path or "sort=" in path or "jsessionid" in path]
    assert sum("calendar" in path for path in asked) == 0
    assert max(count for path, count in seen.paths.items() if PLAN.firms.get(path, _fine).trouble != "cut") <= 2


_fine = next(firm for firm in PLAN.firms.values() if not firm.trouble)


async def test_a_listing_alone_is_read_without_the_rest_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    for listing in PLAN.listings.values():
        async with serving(monkeypatch) as (url, seen):
            found = await read(url + listing.path)
        assert sorted(one.company for one in found) == sorted(firm.name for firm in listing.firms), listing.paging
        assert all(
            listing.path in path or path in PLAN.firms or path == "/robots.txt"
            for path in seen.paths
            if "/go" not in path
        )


@pytest.mark.parametrize("stop", [1, 7, 60, 200])
async def test_what_was_stopped_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch, stop: int) -> None:
    async with serving(monkeypatch) as (url, _):
        first = await read(f"{url}/", limit=stop)
        rest = await read(f"{url}/", first[-1].cursor)
    assert len(first) == stop
    assert sorted(one.company for one in [*first, *rest]) == sorted(firm.name for firm in PLAN.firms.values())


async def test_the_site_s_own_delay_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(monkeypatch, delay=0.2) as (url, seen):
        await read(url + next(iter(PLAN.listings)), limit=6)
    moments = seen.moments[1:]  # robots.txt itself comes before the delay is known
    assert len(moments) >= 7
    assert moments[-1] - moments[0] >= 0.19 * (len(moments) - 1)
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 0.1  # as seen by a busy machine's other end
