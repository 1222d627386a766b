"""Small real web sites on loopback for the crawling tests."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer

Answer = str | web.Response | Callable[[web.Request], web.StreamResponse]


@dataclass
class Site:
    """A running site: its address, the `host:port` to allow, and what was asked for, in order."""

    url: str
    allowed: str
    hits: list[str] = field(default_factory=list)
    requests: list[web.Request] = field(default_factory=list)


@asynccontextmanager
async def serving(pages: Mapping[str, Answer]) -> AsyncIterator[Site]:
    """Serve `pages` by path (with the query when a key has one); everything else is a 404."""
    site = Site("", "")

    async def answer(request: web.Request) -> web.StreamResponse:
        site.hits.append(request.path_qs)
        site.requests.append(request)
        page = pages.get(request.path_qs, pages.get(request.path))
        if page is None:
            return web.Response(status=404, text="not found")
        if isinstance(page, str):
            return web.Response(text=page, content_type="text/plain" if request.path.endswith(".txt") else "text/html")
        return page(request) if callable(page) else page

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app) as server:
        site.allowed = f"127.0.0.1:{server.port}"
        site.url = f"http://{site.allowed}"
        yield site


def redirect(to: str, status: int = 302) -> Callable[[web.Request], web.Response]:
    return lambda _request: web.Response(status=status, headers={"Location": to})
