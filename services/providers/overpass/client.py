"""Asks Overpass for businesses and completes those that have a web site."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from typing import Any

import aiohttp

from services.core.errors import ProviderDown, ProviderError, ProviderRefused
from services.core.log import get_logger
from services.core.settings import get_settings
from services.providers.base import Credentials, FoundContact, SearchCriteria
from services.providers.overpass.elements import contact_of, order_of
from services.providers.overpass.industries import labels_of
from services.providers.overpass.query import TIMEOUT_SECONDS, build_query
from services.providers.pool import connections, timeouts
from services.providers.website.client import visit_site_if_possible
from services.providers.website.merging import merged
from services.web import Fetcher
from services.web.fetcher import agent_line

PROVIDER = "overpass"
MIRRORS = ("https://overpass-api.de", "https://overpass.private.coffee", "https://maps.mail.ru/osm/tools/overpass")
TOGETHER = 8
LARGEST_ANSWER = 32_000_000
_BUSY = {429, 502, 503, 504}
log = get_logger(__name__)


class Overpass:
    """A `LeadSource`. The cursor is "target|type/id" of the last element, a target being an industry in a city."""

    def __init__(self, servers: Sequence[str], is_sandbox: bool = False) -> None:
        self._servers = tuple(servers)
        self._is_sandbox = is_sandbox

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "Overpass":
        """The address given, with the public mirrors behind it when it is one of them."""
        base = credentials.base_url.rstrip("/")
        others = [mirror for mirror in MIRRORS if mirror != base] if not base or base in MIRRORS else []
        return cls([base, *others] if base else others, credentials.is_sandbox)

    async def search(self, criteria: SearchCriteria, cursor: str = "") -> AsyncIterator[FoundContact]:
        at_target, _, at_element = cursor.partition("|")
        number, done = (int(at_target) if at_target.isdigit() else 0), order_of(at_element)
        left = criteria.limit
        targets = [
            replace(criteria, industry=industry, cities=(city,))
            for industry in labels_of(criteria.industry) or [""]
            for city in criteria.cities
        ]
        async with connections(), Fetcher() as web:
            for index in range(number, len(targets)):
                elements = await self._ask(targets[index])
                waiting = [element for element in elements if index > number or order_of(element) > done]
                async for found in self._contacts(web, waiting, targets[index], index):
                    yield found
                    left -= 1
                    if left <= 0:
                        return

    async def test(self) -> str:
        """Ask the first server for its status page."""
        async with (
            connections() as session,
            session.get(f"{self._servers[0]}/api/status", timeout=timeouts(10)) as answer,
        ):
            if answer.status != 200:
                raise ProviderDown(PROVIDER, f"OpenStreetMap answered {answer.status}.", str(answer.status))
        return "Reached OpenStreetMap's search server."

    async def _contacts(
        self, web: Fetcher, elements: list[dict[str, Any]], target: SearchCriteria, number: int
    ) -> AsyncIterator[FoundContact]:
        for batch in _batches(elements):
            known = [(element, contact_of(element, target, self._page(element))) for element in batch]
            reachable = [(element, found) for element, found in known if found is not None]
            completed = await asyncio.gather(*(self._completed(web, found, target) for _, found in reachable))
            for (element, _), found in zip(reachable, completed, strict=True):
                if found.email or found.phone:
                    yield replace(found, cursor=f"{number}|{element['type']}/{element['id']}")

    async def _completed(self, web: Fetcher, found: FoundContact, criteria: SearchCriteria) -> FoundContact:
        if not found.website:
            return found
        return merged(found, await visit_site_if_possible(web, found.website, criteria.region))

    def _page(self, element: dict[str, Any]) -> str:
        """Where a person can look the element up."""
        where = self._servers[0] if self._is_sandbox else "https://www.openstreetmap.org"
        return f"{where}/{element['type']}/{element['id']}"

    async def _ask(self, target: SearchCriteria) -> list[dict[str, Any]]:
        """The elements of one industry in one city in their order, from the first server that answers."""
        query = build_query(target.industry, target.cities[0], target.region, tuple(target.keywords))
        trouble: ProviderError | None = None
        for server in self._servers:
            try:
                return sorted(await _elements(server, query), key=order_of)
            except ProviderDown as error:
                log.info("overpass_server_skipped", reason=error.code)
                trouble = error
        raise trouble or ProviderDown(PROVIDER, "No OpenStreetMap server is set.")


async def _elements(server: str, query: str) -> list[dict[str, Any]]:
    address = f"{server}/api/interpreter"
    try:
        async with (
            connections() as session,
            session.post(
                address,
                data={"data": query},
                headers={"User-Agent": agent_line()},
                timeout=timeouts(TIMEOUT_SECONDS + 15),
            ) as answer,
        ):
            if answer.status in _BUSY:
                wait = answer.headers.get("Retry-After", "")
                seconds = float(wait) if wait.isdigit() else None
                raise ProviderDown(PROVIDER, "OpenStreetMap's server is busy.", str(answer.status), seconds)
            if answer.status != 200:
                raise ProviderRefused(PROVIDER, "OpenStreetMap did not understand the search.", str(answer.status))
            data = await answer.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise ProviderDown(PROVIDER, "OpenStreetMap's server did not answer.", type(error).__name__) from error
    except ValueError as error:
        raise ProviderDown(PROVIDER, "OpenStreetMap's server sent no usable answer.", "json") from error
    if data.get("remark"):  # an answer cut short by a time-out or by memory comes with status 200
        raise ProviderDown(PROVIDER, "OpenStreetMap's server ran out of time.", "remark")
    return [element for element in data.get("elements", []) if element.get("tags")]


def _batches(elements: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(elements), TOGETHER):
        yield elements[start : start + TOGETHER]


def default_server() -> str:
    """LEADGEN_OVERPASS_URL, else the sandbox, else the public server."""
    settings = get_settings()
    return settings.overpass_url or (settings.sandbox_address if settings.sandbox else MIRRORS[0])
