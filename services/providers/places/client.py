"""Finds businesses by Google's text search; who they are is read on their own web sites."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import quote

from services.core.domains import SHARED_HOSTS, host_of
from services.core.errors import ProviderDown, ProviderRefused, ProviderUnsure
from services.providers.base import Credentials, FoundContact, SearchCriteria
from services.providers.overpass.industries import labels_of
from services.providers.paid import Books
from services.providers.places import wire
from services.providers.places.prices import Call, price_paise
from services.providers.website.client import visit_site_if_possible
from services.web import Fetcher

MOST_PAGES = 3
PAGE_SIZE = 20
TOGETHER = 8
PER_MINUTE = 600
PER_DAY = 1_000
CLOSED, NO_SITE, NOTHING_SAID = "closed", "no_site", "nothing_said"
_SEARCH = "/v1/places:searchText"
_IDS = "places.id,nextPageToken"
_SITES = "places.id,places.businessStatus,places.websiteUri,nextPageToken"
_OPEN = {"", "OPERATIONAL", "BUSINESS_STATUS_UNSPECIFIED"}
Place = dict[str, Any]
Thing = TypeVar("Thing")


class Places:
    """A `PaidSource`. The cursor is the number of the search, an industry in a city, that a contact came from.

    What a search already looked at is told by the books, so that resuming and repeating a search cost nothing twice.
    """

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._books: Books | None = None

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "Places":
        return cls(credentials)

    def keep(self, books: Books) -> None:
        self._books = books

    async def test(self) -> str:
        """One search for ids alone, which Google does not charge for."""
        query = {"textQuery": "coffee in Mumbai", "pageSize": 1}
        await wire.call(self._credentials, _SEARCH, "places.id", query)
        return "Google Places answered a search."

    async def search(self, criteria: SearchCriteria, cursor: str = "") -> AsyncIterator[FoundContact]:
        searches = targets(criteria)
        left = criteria.limit
        async with Fetcher() as web:
            for number in range(int(cursor) if cursor.isdigit() else 0, len(searches)):
                async for places in self._new_places(searches[number]):
                    seen = await asyncio.gather(*(_read(web, place, searches[number]) for place in places))
                    for found in seen:
                        yield replace(found, cursor=str(number))
                        left -= 1
                        if left <= 0:
                            return

    async def _new_places(self, target: SearchCriteria) -> AsyncIterator[list[Place]]:
        """Few by few, the places of one search that no run has looked at, for as little money as possible.

        Nothing is paid for before the places that were paid for have been taken.
        """
        query = query_of(target)
        pages = [[place["id"] for place in page] async for page in self._pages(Call.SEARCH_IDS, query)]
        new = await self._unseen([place_id for page in pages for place_id in page])
        if not new:
            return
        needed = max(number for number, page in enumerate(pages, 1) if new & set(page))
        if len(new) * price_paise(Call.DETAILS_SITES) < needed * price_paise(Call.SEARCH_SITES):
            for few in _batches(sorted(new)):
                yield [await self._details(place_id) for place_id in few]
            return
        async for page in self._pages(Call.SEARCH_SITES, query, needed):
            wanted = await self._unseen([place["id"] for place in page])
            for few in _batches([place for place in page if place["id"] in wanted]):
                yield few

    async def _pages(self, call: Call, query: dict[str, Any], most: int = MOST_PAGES) -> AsyncIterator[list[Place]]:
        """Pages of one search; the token of the next page goes with exactly the same request."""
        mask, token = (_IDS if call is Call.SEARCH_IDS else _SITES), ""
        for _ in range(most):
            body = {**query, "pageToken": token} if token else query
            told = await self._paid(call, _SEARCH, mask, body)
            yield [place for place in told.get("places", []) if place.get("id")]
            token = str(told.get("nextPageToken") or "")
            if not token:
                return

    async def _details(self, place_id: str) -> Place:
        """One place; a place that Google has given up is closed."""
        mask = _SITES.removesuffix(",nextPageToken").replace("places.", "")
        try:
            return {**await self._paid(Call.DETAILS_SITES, f"/v1/places/{quote(place_id)}", mask), "id": place_id}
        except ProviderRefused as error:
            if error.code != "NOT_FOUND":
                raise
            return {"id": place_id, "businessStatus": "CLOSED_PERMANENTLY"}

    async def _paid(self, call: Call, path: str, mask: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """One call within pace, limits and budget; each try is held and settled by itself."""
        for attempt in range(wire.TRIES):
            try:
                return await self._once(price_paise(call), path, mask, body)
            except ProviderDown as error:
                if attempt == wire.TRIES - 1:
                    raise
                await wire.wait_before(attempt, error)
        raise AssertionError("the last try returns or raises")

    async def _once(self, price: int, path: str, mask: str, body: dict[str, Any] | None) -> dict[str, Any]:
        """An answer that was lost may be billed, so it costs what was held."""
        if self._books is None:
            return await wire.call(self._credentials, path, mask, body)
        await self._books.wait_turn(
            _number(self._credentials["per_minute"], PER_MINUTE), _number(self._credentials["per_day"], PER_DAY)
        )
        await self._books.hold(price)
        cost = price
        try:
            return await wire.call(self._credentials, path, mask, body)
        except ProviderUnsure:
            raise
        except (ProviderDown, ProviderRefused):
            cost = 0
            raise
        finally:
            await self._books.settle(price, cost)

    async def _unseen(self, place_ids: Sequence[str]) -> set[str]:
        return await self._books.unseen(place_ids) if self._books else set(place_ids)


def targets(criteria: SearchCriteria) -> list[SearchCriteria]:
    """One search for each industry in each city; without an industry, one for each keyword."""
    words = labels_of(criteria.industry) or list(dict.fromkeys(word for word in criteria.keywords if word.strip()))
    return [replace(criteria, industry=word, cities=(city,)) for word in words for city in criteria.cities]


def query_of(target: SearchCriteria) -> dict[str, Any]:
    text = f"{target.industry} in {target.cities[0]}"
    return {"textQuery": text, "languageCode": "en", "regionCode": target.region, "pageSize": PAGE_SIZE}


async def _read(web: Fetcher, place: Place, target: SearchCriteria) -> FoundContact:
    """The contact that the place's own site makes of it. Of Google's answer nothing but the id goes on."""
    nobody = FoundContact(industry=target.industry, outside_id=str(place["id"]))
    if str(place.get("businessStatus") or "") not in _OPEN:
        return replace(nobody, why_nobody=CLOSED)
    address = own_site(str(place.get("websiteUri") or ""))
    if not address:
        return replace(nobody, why_nobody=NO_SITE)
    found = await visit_site_if_possible(web, address, target.region)
    if found is None or not (found.email or found.phone):
        return replace(nobody, why_nobody=NOTHING_SAID)
    return replace(
        found,
        city=found.city or target.cities[0],  # where the customer asked to look
        industry=found.industry or target.industry,
        outside_id=str(place["id"]),
    )


def own_site(url: str) -> str:
    """The address, "" for a page at a network or a directory, which is not the business's own site."""
    host = host_of(url).removeprefix("www.").removeprefix("m.")
    return url if url.startswith(("http://", "https://")) and host and host not in SHARED_HOSTS else ""


def _number(text: str, usual: int) -> int:
    return int(text) if text.isdigit() else usual


def _batches(things: list[Thing]) -> list[list[Thing]]:
    return [things[start : start + TOGETHER] for start in range(0, len(things), TOGETHER)]
