"""Fetches pages of the public web: robots.txt, pace, caps, redirects checked hop by hop."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import urldefrag, urljoin

import aiohttp

from services.core.clock import now
from services.core.errors import ProviderDown, ProviderRefused
from services.core.settings import get_settings
from services.web import robots
from services.web.decoding import decoded
from services.web.guard import PROVIDER, AddressGuard, PinnedResolver, refused
from services.web.pace import wait_turn

AGENT = "LeadgenBot"
_HTML = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
_REDIRECTS = {301, 302, 303, 307, 308}
_BUSY = {429, 502, 503, 504}
_MISSING = {404, 410}


@dataclass(frozen=True)
class Limits:
    """Caps of one fetcher; times in seconds, sizes in bytes after decompression."""

    timeout: float = 20.0
    size: int = 3_000_000
    redirects: int = 5
    retries: int = 2
    longest_wait: float = 30.0
    pause: float = 1.0  # between two visits to one public host
    pause_allowed: float = 0.02  # the same for an allow-listed host
    cached_pages: int = 256


@dataclass(frozen=True)
class WebPage:
    """A page as it was read; `url` is where the redirects ended."""

    url: str
    status: int
    content_type: str
    text: str


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Fetcher:
    """Use as `async with Fetcher() as web: await web.page(url)`; one per run.

    `page` raises ProviderRefused (code robots, address, port, type, size, redirects, status or missing) for what
    will not be read, and ProviderDown for what may be read later.
    """

    def __init__(self, guard: AddressGuard | None = None, limits: Limits | None = None) -> None:
        self._guard = guard or AddressGuard(get_settings().fetch_allowed_hosts)
        self._limits = limits or Limits()
        self._robots: dict[str, robots.RobotsRules] = {}
        self._cache: OrderedDict[str, WebPage] = OrderedDict()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "Fetcher":
        connector = aiohttp.TCPConnector(resolver=PinnedResolver(self._guard), use_dns_cache=False, limit_per_host=2)
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers={"User-Agent": agent_line(), "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"},
            timeout=aiohttp.ClientTimeout(total=self._limits.timeout),
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            max_line_size=16_384,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def page(self, url: str) -> WebPage:
        """Read one page, from memory when it was read before."""
        url = urldefrag(url.strip()).url
        if url in self._cache:
            self._cache.move_to_end(url)
            return self._cache[url]
        page = await self._follow(url)
        self._cache[url] = page
        if len(self._cache) > self._limits.cached_pages:
            self._cache.popitem(last=False)
        return page

    async def may_visit(self, url: str) -> bool:
        """Whether robots.txt permits `url`; asks the site for it once."""
        return (await self._rules(url)).allows(url)

    async def _follow(self, url: str) -> WebPage:
        for _ in range(self._limits.redirects + 1):
            self._guard.check_url(url)
            rules = await self._rules(url)
            if not rules.allows(url):
                raise refused("The site's robots.txt does not permit this page.", "robots")
            answer = await self._polite(url, rules.delay())
            if answer.status in _REDIRECTS and "location" in answer.headers:
                url = urldefrag(urljoin(url, answer.headers["location"])).url
                continue
            return _as_page(url, answer)
        raise refused("The page redirects too often.", "redirects")

    async def _rules(self, url: str) -> robots.RobotsRules:
        host, port = self._guard.check_url(url)
        origin = f"{url.partition('://')[0]}://{_bracketed(host)}:{port}"
        if origin not in self._robots:
            self._robots[origin] = await self._read_rules(f"{origin}/robots.txt")
        return self._robots[origin]

    async def _read_rules(self, url: str) -> robots.RobotsRules:
        for _ in range(self._limits.redirects + 1):
            try:
                self._guard.check_url(url)
                answer = await self._polite(url, 0.0, largest=robots.LARGEST, cut=True)
            except ProviderRefused as error:
                if error.code in {"address", "port"}:
                    raise
                return robots.everything()
            if answer.status in _REDIRECTS and "location" in answer.headers:
                url = urljoin(url, answer.headers["location"])
                continue
            if answer.status == 200:
                return robots.parse(answer.body.decode("utf-8", "replace"), AGENT)
            return robots.nothing() if answer.status >= 500 else robots.everything()
        return robots.everything()

    async def _polite(self, url: str, delay: float, largest: int = 0, cut: bool = False) -> _Answer:
        """One visit in its turn, repeated when the site is busy for a short while."""
        host, port = self._guard.check_url(url)
        pause = self._limits.pause_allowed if self._guard.is_allow_listed(host, port) else self._limits.pause
        for attempt in range(self._limits.retries + 1):
            await wait_turn(f"{host}:{port}", max(pause, delay))
            last = attempt == self._limits.retries
            try:
                answer = await self._visit(url, largest or self._limits.size, cut)
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

    async def _visit(self, url: str, largest: int, cut: bool) -> _Answer:
        if self._session is None:
            raise RuntimeError("Use the fetcher inside `async with`.")
        try:
            async with self._session.get(url, allow_redirects=False) as response:
                headers = {name.lower(): value for name, value in response.headers.items()}
                if response.status in _REDIRECTS:
                    return _Answer(response.status, headers, b"")
                return _Answer(response.status, headers, await _body(response, largest, cut))
        except ProviderRefused:
            raise
        except (aiohttp.InvalidURL, UnicodeError, ValueError) as error:
            raise refused("This is not a web address.", "address") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ProviderDown(PROVIDER, "The site did not answer.", type(error).__name__) from error


async def _body(response: aiohttp.ClientResponse, largest: int, cut: bool) -> bytes:
    kept = bytearray()
    async for piece in response.content.iter_chunked(65_536):
        kept += piece
        if len(kept) > largest:
            if cut:
                return bytes(kept[:largest])
            raise refused("The page is too large.", "size")
    return bytes(kept)


def agent_line() -> str:
    """Who visits and where to complain, as sites' operators expect it."""
    public = get_settings().public_url
    return f"Mozilla/5.0 (compatible; {AGENT}/1.0{f'; +{public}' if public else ''})"


def _as_page(url: str, answer: _Answer) -> WebPage:
    if answer.status != 200:
        code = "missing" if answer.status in _MISSING else "status"
        if answer.status >= 500:
            raise ProviderDown(PROVIDER, f"The site answered {answer.status}.", str(answer.status))
        raise refused(f"The site answered {answer.status}.", code)
    kind, _, parameters = answer.headers.get("content-type", "text/html").partition(";")
    kind = kind.strip().lower() or "text/html"
    if kind not in _HTML:
        raise refused("This is not a page with text.", "type")
    return WebPage(url, answer.status, kind, decoded(answer.body, parameters))


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
