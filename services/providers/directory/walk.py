"""Walks listings, several pages at a time: their pages in turn, their entries side by side, lists within lists."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from itertools import count

from services.core.errors import ProviderDown, ProviderError
from services.core.log import get_logger
from services.providers.base import FoundContact, SearchCriteria
from services.providers.directory.entries import contact_of, read_detail
from services.providers.directory.listing import Listing, is_listing, listing_of, may_be_a_list, read_listing
from services.providers.directory.places import same_page, visited_as
from services.providers.directory.position import Chain, cursor_of, read_cursor
from services.providers.directory.reading import Detail, Reader
from services.providers.directory.records import Record
from services.providers.website.client import built_page
from services.web import Fetcher, needs_browser

MOST_PAGES = 1_000  # of one listing
DEEPEST = 4  # lists within lists
MOST_SILENT = 12  # visits in a row without an answer: the site is down
IN_WORK = 2  # pages for each connection: while some are fetched, others are read
CERTAIN_AFTER = 8  # entries that were businesses: so are the others of their listing
log = get_logger(__name__)


@dataclass(frozen=True, order=True)
class _Task:
    """What comes first: the deepest list, its next page before its entries, in their order."""

    rank: tuple[int, int, int]
    chain: Chain = field(compare=False)
    url: str = field(default="", compare=False)
    number: int = field(default=0, compare=False)
    record: Record | None = field(default=None, compare=False)
    again: bool = field(default=False, compare=False)


class Walk:
    """One search. `listings` are (address, industry); `cursor` is that of a contact of a walk before, or ""."""

    def __init__(
        self, web: Fetcher, listings: list[tuple[str, str]], criteria: SearchCriteria, cursor: str = ""
    ) -> None:
        self._web, self._listings, self._region = web, listings, criteria.region
        self._together = max(min(IN_WORK * web.together, criteria.limit), 1)
        self._root = Chain("")
        self._root.resume(read_cursor(cursor))
        self._root.add_page("", len(listings))
        self._starts = iter(range(len(listings)))
        self._tasks: asyncio.PriorityQueue[_Task] = asyncio.PriorityQueue()
        self._found: asyncio.Queue[tuple[Chain, int, FoundContact] | Exception | None] = asyncio.Queue(self._together)
        self._order = count()
        self._pending = self._steps = self._silent = self._read = 0
        self._seen: set[int] = set()  # entries, and texts of their pages, by hash: a walk may be long
        self._failure: ProviderError | None = None
        self._reader = Reader(criteria.region)

    async def contacts(self) -> AsyncGenerator[FoundContact]:
        """Each business that can be reached, as it is found, with the place to go on from."""
        if not self._start_next():
            return
        workers = [asyncio.create_task(self._work()) for _ in range(self._together)]
        try:
            while (found := await self._found.get()) is not None:
                if isinstance(found, Exception):
                    raise found
                chain, number, contact = found
                chain.finish(number)
                yield replace(contact, industry=contact.industry or chain.industry, cursor=cursor_of(self._root))
            if self._failure and not self._read:
                raise self._failure
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
            self._reader.close()

    async def _work(self) -> None:
        while True:
            task = await self._tasks.get()
            try:
                await (self._step(task) if task.record is None else self._entry(task, task.record))
            except Exception as error:  # noqa: BLE001  it is raised where the contacts are read
                await self._found.put(error)
                return
            self._pending -= 1
            if self._tasks.empty() and not self._steps and self._start_next():
                continue
            if not self._pending:
                await self._found.put(None)

    def _start_next(self) -> bool:
        """Begin the next of the listings, when those before it leave nothing to do."""
        for number in self._starts:
            if number not in self._root.done:
                url, industry = self._listings[number]
                self._begin(Chain(url, 1, self._root, number, industry))
                return True
        return False

    def _begin(self, chain: Chain) -> None:
        above = chain.parent
        if above is not None:
            above.children[chain.number] = chain
            chain.resume(above.saved.pop(chain.number, {}))
        self._put(chain, url=chain.url)

    def _put(
        self, chain: Chain, *, url: str = "", number: int = 0, record: Record | None = None, again: bool = False
    ) -> None:
        rank = (-chain.depth, 0 if record is None else 1, next(self._order))
        self._pending += 1
        if record is None:
            self._steps += 1
            chain.stepping = True
        else:
            chain.waiting += 1
        self._tasks.put_nowait(_Task(rank, chain, url, number, record, again))

    async def _step(self, task: _Task) -> None:
        """Read a listing's next page; one that does not answer is asked for once more, after the others."""
        chain = task.chain
        try:
            page = await self._web.page(visited_as(task.url), data=True)
            self._heard(None)
            listing = read_listing(page, chain.visited, self._region, chain.shape)
            if not listing.records and needs_browser(page.text, listing.text):
                listing = read_listing(await self._web.built(page), chain.visited, self._region, chain.shape)
            chain.stepping = False
            self._take(chain, task.url, listing)
        except ProviderError as error:
            self._heard(error)
            chain.stepping = False
            if isinstance(error, ProviderDown) and not task.again:
                self._put(chain, url=task.url, again=True)
            else:
                log.info("listing_ended_early", reason=error.code)
                self._failure = self._failure or error
        finally:
            self._steps -= 1
        self._advance(chain)

    def _take(self, chain: Chain, url: str, listing: Listing) -> None:
        """Number a page's entries and hand out those that nobody has seen."""
        self._read += 1
        chain.read += 1
        chain.visited |= {same_page(url), same_page(listing.url)}
        chain.own |= listing.own
        chain.shape = chain.shape or listing.shape
        keys = [_key(record) for record in listing.records]
        is_new = not chain.entries.issuperset(keys)
        chain.entries.update(keys)
        chain.following = listing.following if is_new and chain.read < MOST_PAGES else ""
        first = chain.add_page(url, len(keys))
        for number, (key, record) in enumerate(zip(keys, listing.records, strict=True), first):
            if number in chain.saved:
                self._begin(Chain(record.detail_url, chain.depth + 1, chain, number, chain.industry, own=chain.own))
            elif number not in chain.done:
                if self._is_new(key):
                    self._put(chain, number=number, record=record)
                else:
                    chain.finish(number)

    def _advance(self, chain: Chain) -> None:
        """Read on when most of the entries so far are in work; a listing without a next page is at its end."""
        if chain.stepping:
            return
        if chain.following and chain.waiting <= self._together:
            url, chain.following = chain.following, ""
            self._put(chain, url=url)
        elif not chain.following:
            chain.ended = True
            chain.finish_if_over()

    async def _entry(self, task: _Task, record: Record) -> None:
        chain = task.chain
        detail = await self._detail(chain, record) if record.detail_url else None
        chain.waiting -= 1
        self._advance(chain)
        if detail and self._is_list(chain, task.number, record, detail):
            return
        found = await contact_of(self._web, record, detail, chain.own, self._region)
        if found.email or found.phone:
            await self._found.put((chain, task.number, found))
        else:
            chain.finish(task.number)

    async def _detail(self, chain: Chain, record: Record) -> Detail | None:
        """The entry's page; None when it cannot be read, or says word for word what another entry's page said."""
        page = await read_detail(self._web, visited_as(record.detail_url))
        if isinstance(page, ProviderError):
            self._heard(page)
            return None
        self._heard(None)
        self._read += 1
        here = not self._web.is_unpaced(page.url) or self._may_be_a_list(chain, record)
        detail = await self._reader.detail(page, record, here=here)
        if detail.is_shell and (built := await built_page(self._web, page)):
            detail = await self._reader.detail(built, record, here=True)
        return detail if self._is_new(detail.mark) else None

    def _may_be_a_list(self, chain: Chain, record: Record) -> bool:
        return chain.depth < DEEPEST and chain.businesses < CERTAIN_AFTER and may_be_a_list(record)

    def _is_list(self, chain: Chain, number: int, record: Record, detail: Detail) -> bool:
        """Whether the entry leads to another listing; if so it is begun."""
        if detail.document is None or not self._may_be_a_list(chain, record):
            return False
        url = detail.url
        inner = Chain(url, chain.depth + 1, chain, number, chain.industry, own=chain.own)
        listing = listing_of(detail.document, {same_page(url), *chain.visited}, self._region, chain.inner_shape)
        if not is_listing(listing, detail.facts, chain.own):
            chain.businesses += 1
            return False
        chain.inner_shape = chain.inner_shape or listing.shape
        chain.children[number] = inner
        self._take(inner, url, listing)
        self._advance(inner)
        return True

    def _is_new(self, text: str) -> bool:
        mark = hash(text)
        if mark in self._seen:
            return False
        self._seen.add(mark)
        return True

    def _heard(self, error: ProviderError | None) -> None:
        """Count visits in a row that nobody answered; too many end the walk, to be gone on with later."""
        self._silent = self._silent + 1 if isinstance(error, ProviderDown) else 0
        if error and self._silent >= MOST_SILENT:
            raise error


def _key(record: Record) -> str:
    return same_page(record.detail_url) if record.detail_url else f"{record.name} {record.part.text}"
