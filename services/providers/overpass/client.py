"""Asks Overpass for businesses and completes those that have a web site."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from typing import Any

from services.core.errors import ProviderDown, ProviderError
from services.core.log import get_logger
from services.providers.base import Credentials, FoundContact, SearchCriteria
from services.providers.overpass.cache import keep_answer, kept_answer
from services.providers.overpass.elements import contact_of, order_of
from services.providers.overpass.industries import labels_of
from services.providers.overpass.query import build_query, count_query
from services.providers.overpass.servers import MOST_A_DAY, PROVIDER, SERVERS
from services.providers.overpass.wire import ask, status_text, wait_for_slot
from services.providers.website.client import visit_site_if_possible
from services.providers.website.merging import merged
from services.web import Fetcher

MIRRORS = ("https://overpass-api.de", "https://overpass.private.coffee", "https://maps.mail.ru/osm/tools/overpass")
TOGETHER = 8
NO_LIMIT = 1_000_000_000  # a server of one's own has no daily budget
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
        async with Fetcher() as web:
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
        await status_text(self._servers[0])
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

    async def count(self, target: SearchCriteria) -> int:
        """How many businesses of one industry in one city the map tells a way to reach of."""
        query = count_query(target.industry, target.cities[0], target.region, tuple(target.keywords))
        counted = await self._asked(query)
        return next((int(one.get("tags", {}).get("total", 0)) for one in counted.get("elements", [])), 0)

    async def _ask(self, target: SearchCriteria) -> list[dict[str, Any]]:
        """The elements of one industry in one city in their order."""
        data = await self._asked(build_query(target.industry, target.cities[0], target.region, tuple(target.keywords)))
        return sorted((element for element in data.get("elements", []) if element.get("tags")), key=order_of)

    async def _asked(self, query: str) -> dict[str, Any]:
        """What was answered within the day, else the answer of the first server that gives one."""
        if self._is_sandbox:
            return await self._from_servers(query)
        group = "public" if self._is_public else self._servers[0]
        kept = await asyncio.to_thread(kept_answer, group, query)
        if kept is None:
            kept = await self._from_servers(query)
            await asyncio.to_thread(keep_answer, group, query, kept)
        return kept

    async def _from_servers(self, query: str) -> dict[str, Any]:
        trouble: ProviderError | None = None
        for server in SERVERS.in_order(self._servers):
            try:
                async with SERVERS.turn(server, MOST_A_DAY if self._is_public else NO_LIMIT):
                    await wait_for_slot(server)
                    return await ask(server, query)
            except ProviderDown as error:
                log.info("overpass_server_skipped", reason=error.code)
                trouble = error
        raise trouble or ProviderDown(PROVIDER, "No OpenStreetMap server is set.")

    @property
    def _is_public(self) -> bool:
        return bool(set(self._servers) & set(MIRRORS))


def _batches(elements: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(elements), TOGETHER):
        yield elements[start : start + TOGETHER]
