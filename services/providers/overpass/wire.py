"""One question to one Overpass server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from services.core.errors import ProviderDown, ProviderRefused
from services.core.settings import get_settings
from services.providers.overpass.query import TIMEOUT_SECONDS
from services.providers.overpass.servers import PROVIDER, SERVERS, seconds_to_slot
from services.providers.pool import timeouts
from services.web import AddressGuard
from services.web.fetcher import agent_line
from services.web.guard import PinnedResolver

LONGEST_WAIT = 10.0
STATUS_SECONDS = 10.0
_BUSY = {429, 502, 503, 504}


@asynccontextmanager
async def _connected(server: str) -> AsyncIterator[aiohttp.ClientSession]:
    """A customer may name a server of their own, so it is reached like any page: never on a private address."""
    guard = AddressGuard(get_settings().fetch_allowed_hosts | _named_by_operator())
    guard.check_url(server)
    connector = aiohttp.TCPConnector(resolver=PinnedResolver(guard), use_dns_cache=False)
    try:
        async with aiohttp.ClientSession(
            connector=connector, headers={"User-Agent": agent_line()}, trust_env=False
        ) as session:
            yield session
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        SERVERS.ill(server)
        raise ProviderDown(PROVIDER, "OpenStreetMap's server did not answer.", type(error).__name__) from error


def _named_by_operator() -> frozenset[str]:
    """LEADGEN_OVERPASS_URL may lie on a private address: whoever runs the product wrote it."""
    parts = urlsplit(get_settings().overpass_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return frozenset({f"{parts.hostname}:{port}"} if parts.hostname else ())


async def status_text(server: str) -> str:
    """The server's own words about its slots. Raises ProviderDown; ProviderRefused for a private address."""
    async with (
        _connected(server) as session,
        session.get(f"{server}/api/status", timeout=timeouts(STATUS_SECONDS), allow_redirects=False) as told,
    ):
        if told.status != 200:
            raise ProviderDown(PROVIDER, f"OpenStreetMap's server answered {told.status}.", str(told.status))
        return (await told.text())[:10_000]


async def wait_for_slot(server: str) -> None:
    """Sleep until the server has room for us. Raises ProviderDown when that takes long; no word from it means go on."""
    try:
        seconds = seconds_to_slot(await status_text(server))
    except ProviderDown as error:
        if error.code.isdigit():  # it answers, but keeps no such page
            return
        raise
    if seconds > LONGEST_WAIT:
        SERVERS.busy(server, seconds)
        raise ProviderDown(PROVIDER, "OpenStreetMap's server is busy.", "no_slot", seconds)
    await asyncio.sleep(seconds)


async def ask(server: str, query: str) -> dict[str, Any]:
    """The whole answer. ProviderDown is for what may work later or elsewhere, ProviderRefused for a wrong question."""
    async with (
        _connected(server) as session,
        session.post(
            f"{server}/api/interpreter",
            data={"data": query},
            timeout=timeouts(TIMEOUT_SECONDS + 15),
            allow_redirects=False,
        ) as answer,
    ):
        if answer.status in _BUSY:
            raise _busy(server, answer)
        if answer.status != 200:
            raise ProviderRefused(PROVIDER, "OpenStreetMap did not understand the search.", str(answer.status))
        try:
            data = await answer.json(content_type=None)
        except ValueError as error:
            SERVERS.ill(server)
            raise ProviderDown(PROVIDER, "OpenStreetMap's server sent no usable answer.", "json") from error
    if data.get("remark"):  # an answer cut short by a time-out or by memory comes with status 200
        SERVERS.ill(server)
        raise ProviderDown(PROVIDER, "OpenStreetMap's server ran out of time.", "remark")
    return data


def _busy(server: str, answer: aiohttp.ClientResponse) -> ProviderDown:
    wait = answer.headers.get("Retry-After", "")
    seconds = float(wait) if wait.isdigit() else None
    SERVERS.ill(server)
    if seconds is not None:
        SERVERS.busy(server, seconds)
    return ProviderDown(PROVIDER, "OpenStreetMap's server is busy.", str(answer.status), seconds)
