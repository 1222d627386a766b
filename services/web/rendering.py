"""Reads pages that scripts build, in a real browser that reaches the web through the fetcher alone.

Playwright and a Chromium are optional. The browser has no way out of its own: a dead proxy stands where its network
would be, and each request that it makes is answered from the fetcher, with the same guard, robots.txt, pace and caps,
or not at all.
"""

import asyncio
import importlib
import os
import re
import shutil
from collections.abc import Awaitable, Callable
from typing import Any

from services.core.errors import ProviderDown, ProviderError, ProviderRefused
from services.core.log import get_logger
from services.web.guard import PROVIDER, refused
from services.web.transport import Answer

MISSING = (
    "This site builds its pages with scripts. To read it, install the optional browser: "
    "pip install playwright, then a Chromium (apt install chromium, or playwright install chromium)."
)
_READ_TYPES = {"document", "script", "xhr", "fetch"}
_NOT_PASSED_ON = {"content-encoding", "content-length", "transfer-encoding", "set-cookie", "connection", "refresh"}
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MOST_REQUESTS = 40
_SECONDS = 45.0
_QUIET_MS = 3_000
_MOST_SCROLLS = 5
_FEW_LETTERS = 300
_SCRIPTED = re.compile(r"(?i)<script\b")
_SHELL = re.compile(
    r"(?i)\bid=[\"']?(?:root|app|__next|__nuxt|q-app|svelte|main-app)\b|<app-root|enable javascript|requires javascript"
)
_LETTERS = "document.body ? document.body.innerText.length : 0"
_TO_THE_END = "window.scrollTo(0, document.body ? document.body.scrollHeight : 0)"
log = get_logger(__name__)

Visit = Callable[[str], Awaitable[tuple[str, Answer]]]


def needs_browser(html: str, visible: str) -> bool:
    """Whether a page says next to nothing by itself and has scripts that would fill it."""
    return len(visible) < _FEW_LETTERS and bool(_SCRIPTED.search(html)) and (bool(_SHELL.search(html)) or not visible)


class Browser:
    """One Chromium, started when the first page is asked for; `visit` is the fetcher's."""

    def __init__(self, visit: Visit, agent: str) -> None:
        self._visit, self._agent = visit, agent
        self._playwright: Any = None
        self._chromium: Any = None
        self._one_at_a_time = asyncio.Lock()

    async def html(self, url: str) -> str:
        """The page as it stands once its scripts are done, scrolled to its end.

        Raises ProviderRefused (code browser) where Playwright or Chromium is missing, ProviderDown when the page cannot
        be shown.
        """
        async with self._one_at_a_time:
            api = await self._start()
            try:
                async with asyncio.timeout(_SECONDS):
                    return await self._shown(url)
            except (api.Error, TimeoutError) as error:
                log.info("page_not_shown", reason=type(error).__name__)
                raise ProviderDown(PROVIDER, "The browser could not show the page.", "browser") from error

    async def close(self) -> None:
        if self._chromium is not None:
            await self._chromium.close()
        if self._playwright is not None:
            await self._playwright.stop()
        self._chromium = self._playwright = None

    async def _start(self) -> Any:
        try:
            api = importlib.import_module("playwright.async_api")
        except ImportError as error:
            raise refused(MISSING, "browser") from error
        if self._chromium is not None:
            return api
        self._playwright = await api.async_playwright().start()
        try:
            self._chromium = await self._playwright.chromium.launch(
                executable_path=next(filter(None, map(shutil.which, _NAMES)), None),
                chromium_sandbox=os.geteuid() != 0,
                proxy={"server": "http://127.0.0.1:9", "bypass": "<-loopback>"},
                args=["--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--disable-dev-shm-usage"],
            )
        except api.Error as error:
            await self.close()
            raise refused(MISSING, "browser") from error
        return api

    async def _shown(self, url: str) -> str:
        context = await self._chromium.new_context(
            user_agent=self._agent, service_workers="block", accept_downloads=False
        )
        try:
            left = iter(range(_MOST_REQUESTS))
            page = await context.new_page()

            async def answer(route: Any) -> None:
                await self._answer(route, page.main_frame, next(left, None) is not None)

            await context.route("**/*", answer)
            await context.route_web_socket("**/*", lambda socket: socket.close())
            await page.goto(url, wait_until="domcontentloaded")
            await _settled(page)
            return await page.content()
        finally:
            await context.close()

    async def _answer(self, route: Any, main_frame: Any, is_left: bool) -> None:
        """Let the fetcher read what a page needs to fill itself; pictures, frames, posts and the rest are left out."""
        request = route.request
        in_frame = request.is_navigation_request() and request.frame != main_frame
        if not is_left or in_frame or request.method != "GET" or request.resource_type not in _READ_TYPES:
            await route.abort("blockedbyclient")
            return
        try:
            _, found = await self._visit(request.url)
        except ProviderError as error:
            log.info("request_not_made", reason=error.code)
            await route.abort("accessdenied" if isinstance(error, ProviderRefused) else "failed")
            return
        headers = {name: value for name, value in found.headers.items() if name not in _NOT_PASSED_ON}
        await route.fulfill(status=found.status, headers=headers, body=found.body)


async def _settled(page: Any) -> None:
    """Wait until scripts rest, scroll to the end, and again while that brings more."""
    length = -1
    for _ in range(_MOST_SCROLLS):
        api = importlib.import_module("playwright.async_api")
        try:
            await page.wait_for_load_state("networkidle", timeout=_QUIET_MS)
        except api.TimeoutError:
            log.info("page_never_rests")
        longer = await page.evaluate(_LETTERS)
        if longer <= length:
            return
        length = longer
        await page.evaluate(_TO_THE_END)
        await asyncio.sleep(0.2)
