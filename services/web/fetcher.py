"""Fetches pages of the public web: robots.txt, pace, caps, redirects checked hop by hop."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import urldefrag, urljoin

from services.core.clock import now
from services.core.errors import ProviderDown, ProviderRefused
from services.core.settings import get_settings
from services.web import robots
from services.web.cache import Kept, PageStore, page_store
from services.web.decoding import decoded
from services.web.guard import PROVIDER, AddressGuard, refused
from services.web.pace import wait_turn
from services.web.rendering import Browser
from services.web.transport import REDIRECTS, Answer, Transport

AGENT = "LeadgenBot"
_HTML = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"})
_DATA = frozenset({"application/json", "text/json", "application/hal+json", "application/vnd.api+json"})
_BUSY = {429, 502, 503, 504}
_MISSING = {404, 410}
_MOST_SITES = 2_000


@dataclass(frozen=True)
class Limits:
    """Caps of one fetcher; times in seconds, sizes in bytes after decompression."""

    timeout: float = 20.0
    size: int = 3_000_000
    redirects: int = 5
    retries: int = 2
    longest_wait: float = 30.0
    pause: float | None = None  # between two visits to one public host; None: as the settings say
    pause_allowed: float = 0.0  # the same for an allow-listed host
    together: int = 16  # connections to one host at a time
    cached_pages: int = 256


@dataclass(frozen=True)
class WebPage:
    """A page as it was read; `url` is where the redirects ended."""

    url: str
    status: int
    content_type: str
    text: str

    @property
    def is_data(self) -> bool:
        """Whether it is JSON, not a page for people."""
        return self.content_type in _DATA


class Fetcher:
    """Use as `async with Fetcher() as web: await web.page(url)`; one per run.

    `page` raises ProviderRefused (code robots, address, port, type, size, packing, protocol, redirects, status or
    missing) for what will not be read, and ProviderDown for what may be read later.
    """

    def __init__(
        self, guard: AddressGuard | None = None, limits: Limits | None = None, store: PageStore | None = None
    ) -> None:
        self.guard = guard or AddressGuard(get_settings().fetch_allowed_hosts)
        self._limits = limits or Limits()
        self._robots: OrderedDict[str, asyncio.Future[robots.RobotsRules]] = OrderedDict()
        self._cache: OrderedDict[str, WebPage] = OrderedDict()
        self._store = store
        self._transport: Transport | None = None
        self._browser: Browser | None = None

    async def __aenter__(self) -> "Fetcher":
        self._transport = Transport(self.guard, self._limits.timeout, self._limits.together, agent_line())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._browser is not None:
            await self._browser.close()
        if self._transport is not None:
            await self._transport.close()
        self._browser = self._transport = None

    @property
    def together(self) -> int:
        """How many visits at a time are of use."""
        return self._limits.together

    async def page(self, url: str, *, data: bool = False) -> WebPage:
        """Read one page, from memory when it was read before; with `data`, JSON is read too."""
        url = urldefrag(url.strip()).url
        if url in self._cache:
            self._cache.move_to_end(url)
            return self._cache[url]
        where, answer = await self.visit(url)
        page = _as_page(where, answer, _HTML | _DATA if data else _HTML)
        self._cache[url] = page
        if len(self._cache) > self._limits.cached_pages:
            self._cache.popitem(last=False)
        return page

    async def built(self, page: WebPage) -> WebPage:
        """The page as a browser shows it once its scripts are done.

        Raises ProviderRefused (code browser) where no browser is installed, ProviderDown when it cannot show the page.
        """
        if self._browser is None:
            self._browser = Browser(self.visit, agent_line())
        self._cache[page.url] = made = replace(page, text=await self._browser.html(page.url))
        return made

    async def may_visit(self, url: str) -> bool:
        """Whether robots.txt permits `url`; asks the site for it once."""
        return (await self._rules(url)).allows(url)

    async def visit(self, url: str) -> tuple[str, Answer]:
        """What the site answers at the end of the redirects, whatever it is, and where that was."""
        for _ in range(self._limits.redirects + 1):
            rules = await self._rules(url)
            if not rules.allows(url):
                raise refused("The site's robots.txt does not permit this page.", "robots")
            answer = await self._kept_or_read(url, rules.delay())
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return url, answer
            url = _joined(url, answer.headers["location"])
        raise refused("The page redirects too often.", "redirects")

    async def _kept_or_read(self, url: str, delay: float) -> Answer:
        """The answer of a run before while it is fresh or the site says that it still holds, else a new one."""
        host, port = self.guard.check_url(url)
        store = self._store or (None if self.guard.is_allow_listed(host, port) else page_store())
        if store is None:
            return await self._polite(url, delay)
        kept = await asyncio.to_thread(store.find, url)
        if kept and kept.is_fresh:
            return kept.answer
        answer = await self._polite(url, delay, kept=kept)
        if kept and answer.status == 304:
            answer = replace(kept.answer, headers={**kept.answer.headers, **_renewed(answer)})
        await asyncio.to_thread(store.keep, url, answer)
        return answer

    async def _rules(self, url: str) -> robots.RobotsRules:
        host, port = self.guard.check_url(url)
        origin = f"{url.partition('://')[0].lower()}://{_bracketed(host)}:{port}"
        known = self._robots.get(origin)
        if known is None or (known.done() and (known.cancelled() or known.exception())):
            known = self._robots[origin] = asyncio.ensure_future(self._read_rules(f"{origin}/robots.txt"))
            if len(self._robots) > _MOST_SITES:
                self._robots.popitem(last=False)
        return known.result() if known.done() else await asyncio.shield(known)

    async def _read_rules(self, url: str) -> robots.RobotsRules:
        for _ in range(self._limits.redirects + 1):
            try:
                answer = await self._polite(url, 0.0, largest=robots.LARGEST, cut=True)
            except ProviderRefused as error:
                if error.code in {"address", "port"}:
                    raise
                return robots.everything()
            if answer.status in REDIRECTS and "location" in answer.headers:
                url = _joined(url, answer.headers["location"])
                continue
            if answer.status == 200:
                return robots.parse(answer.body.decode("utf-8", "replace"), AGENT)
            return robots.nothing() if answer.status >= 500 else robots.everything()
        return robots.everything()

    async def _polite(
        self, url: str, delay: float, largest: int = 0, cut: bool = False, kept: Kept | None = None
    ) -> Answer:
        """One visit in its turn, repeated when the site is busy for a short while."""
        host, port = self.guard.check_url(url)
        pause = max(self._pause(host, port), delay)
        for attempt in range(self._limits.retries + 1):
            await wait_turn(f"{host}:{port}", pause)
            last = attempt == self._limits.retries
            try:
                answer = await self._visit(url, largest or self._limits.size, cut, kept)
            except ProviderDown:
                if last:
                    raise
                await asyncio.sleep(0.5 * 2**attempt)
                continue
            if answer.status not in _BUSY:
                return answer
            wait = _retry_after(answer.headers.get("retry-after", ""))
            if last or (wait or 0) > self._limits.longest_wait:
                raise ProviderDown(PROVIDER, "The site is busy.", str(answer.status), wait)
            await asyncio.sleep(wait if wait is not None else 0.5 * 2**attempt)
        raise ProviderDown(PROVIDER, "The site is busy.", "busy")

    def is_unpaced(self, url: str) -> bool:
        """Whether pages of this host are read as fast as it answers."""
        return self._pause(*self.guard.check_url(url)) <= 0

    def _pause(self, host: str, port: int) -> float:
        if self.guard.is_allow_listed(host, port):
            return self._limits.pause_allowed
        return get_settings().fetch_pause_seconds if self._limits.pause is None else self._limits.pause

    async def _visit(self, url: str, largest: int, cut: bool, kept: Kept | None) -> Answer:
        if self._transport is None:
            raise RuntimeError("Use the fetcher inside `async with`.")
        return await self._transport.get(url, largest, cut=cut, headers=kept.question if kept else None)


def agent_line() -> str:
    """Who visits and where to complain, as sites' operators expect it."""
    public = get_settings().public_url
    return f"Mozilla/5.0 (compatible; {AGENT}/1.0{f'; +{public}' if public else ''})"


def _as_page(url: str, answer: Answer, kinds: frozenset[str]) -> WebPage:
    if answer.status != 200:
        code = "missing" if answer.status in _MISSING else "status"
        if answer.status >= 500:
            raise ProviderDown(PROVIDER, f"The site answered {answer.status}.", str(answer.status))
        raise refused(f"The site answered {answer.status}.", code)
    kind, _, parameters = answer.headers.get("content-type", "text/html").partition(";")
    kind = kind.strip().lower() or "text/html"
    if kind not in kinds:
        raise refused("This is not a page with text.", "type")
    return WebPage(url, answer.status, kind, decoded(answer.body, parameters))


def _renewed(answer: Answer) -> dict[str, str]:
    """What a 304 says anew about the page."""
    return {name: answer.headers[name] for name in ("etag", "cache-control") if name in answer.headers}


def _joined(url: str, location: str) -> str:
    try:
        return urldefrag(urljoin(url, location)).url
    except ValueError as error:
        raise refused("This is not a web address.", "address") from error


def _retry_after(value: str) -> float | None:
    """Seconds from a Retry-After header, given as a number or as a date."""
    if value.strip().isdigit():
        return float(value)
    try:
        return max((parsedate_to_datetime(value) - now()).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
