"""Small real web sites on loopback for the crawling tests."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer

Made = web.StreamResponse | Awaitable[web.StreamResponse]
Answer = str | web.Response | Callable[[web.Request], Made]


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
        answer = page(request) if callable(page) else page
        return await answer if isinstance(answer, Awaitable) else answer

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app) as server:
        site.allowed = f"127.0.0.1:{server.port}"
        site.url = f"http://{site.allowed}"
        yield site


def redirect(to: str, status: int = 302) -> Callable[[web.Request], web.Response]:
    return lambda _request: web.Response(status=status, headers={"Location": to})


@asynccontextmanager
async def talking(say: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> AsyncIterator[Site]:
    """A server that permits all in robots.txt and answers anything else with whatever `say` writes."""
    site = Site("", "")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
            site.hits.append(path)
            if path == "/robots.txt":
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            else:
                await say(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            site.hits.append("hung up")
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        site.allowed = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        site.url = f"http://{site.allowed}"
        yield site
    finally:
        server.close()
