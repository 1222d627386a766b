"""Sites that try to fill our memory or to keep us for ever are left, with a reason and in time."""

import asyncio
import gzip
import time
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from aiohttp import web as server

from services.core.errors import ProviderDown, ProviderError, ProviderRefused
from services.web import AddressGuard, Fetcher, Limits
from tests.websites import Site, redirect, serving, talking

QUICK = Limits(timeout=1, retries=0, size=50_000)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


async def outcome(site: Site, path: str = "/x", limits: Limits = QUICK) -> ProviderError:
    started = time.monotonic()
    async with Fetcher(AddressGuard(frozenset({site.allowed})), limits) as web:
        with pytest.raises(ProviderError) as caught:
            await web.page(site.url + path)
    assert time.monotonic() - started < 3
    assert caught.value.message
    return caught.value


@pytest.fixture
def frugal() -> Iterator[None]:
    """The test fails when more than 20 MB were held at once."""
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def packed(body: bytes, packing: str) -> server.Response:
    return server.Response(body=body, headers={"Content-Encoding": packing, "Content-Type": "text/html"})


BOMB = gzip.compress(b"0" * 60_000_000, mtime=0)


@pytest.mark.parametrize(
    ("body", "packing"),
    [
        (BOMB, "gzip"),
        (BOMB, "x-gzip"),
        (zlib.compress(b"0" * 60_000_000), "deflate"),
        (b"".join([gzip.compress(b"0" * 1_000_000, mtime=0)] * 60), "gzip"),
    ],
    ids=["gzip", "x-gzip", "deflate", "many"],
)
async def test_a_packed_bomb_is_never_unpacked(body: bytes, packing: str, frugal: None) -> None:
    async with serving({"/x": lambda _: packed(body, packing)}) as site:
        assert (await outcome(site)).code == "size"


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "compress"])
async def test_a_packing_that_was_not_asked_for_is_not_opened(packing: str) -> None:
    async with serving({"/x": lambda _: packed(gzip.compress(BOMB, mtime=0), packing)}) as site:
        assert (await outcome(site)).code == "packing"


async def test_broken_packing_is_said_to_be_broken() -> None:
    async with serving({"/x": lambda _: packed(b"no gzip at all", "gzip")}) as site:
        assert (await outcome(site)).code == "packing"


@pytest.mark.parametrize(
    ("body", "packing"),
    [
        (gzip.compress(b"Hello", mtime=0), "gzip"),
        (gzip.compress(b"Hel", mtime=0) + gzip.compress(b"lo", mtime=0), "gzip"),
        (gzip.compress(b"Hello", mtime=0) + b"\0\0\0", "gzip"),
        (zlib.compress(b"Hello"), "deflate"),
        (zlib.compress(b"Hello")[2:-4], "deflate"),
        (b"Hello", "identity"),
    ],
    ids=["gzip", "two members", "padded", "deflate", "bare deflate", "not packed"],
)
async def test_honest_packing_is_undone(body: bytes, packing: str) -> None:
    async with (
        serving({"/x": lambda _: packed(body, packing)}) as site,
        Fetcher(AddressGuard(frozenset({site.allowed})), QUICK) as web,
    ):
        assert (await web.page(f"{site.url}/x")).text == "Hello"


async def test_a_page_that_says_how_large_it_is_is_not_even_begun() -> None:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"Content-Length: 9000000000\r\n\r\n")
        await asyncio.sleep(2)

    async with talking(say) as site:
        assert (await outcome(site)).code == "size"


async def test_a_body_without_end_is_cut_off(frugal: None) -> None:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
            await writer.drain()

    async with talking(say) as site:
        assert (await outcome(site)).code == "size"


@pytest.mark.parametrize("start", [HEAD + b"\r\n", HEAD + b"X-Slow: "])
async def test_a_site_that_drips_is_left(start: bytes) -> None:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            await asyncio.sleep(0.1)
            writer.write(b"x")
            await writer.drain()

    async with talking(say) as site:
        error = await outcome(site)
    assert isinstance(error, ProviderDown)
    assert error.code == "TimeoutError"


@pytest.mark.parametrize("line", [b"X-More: y\r\n" * 1000, b"x" * 1000], ids=["many", "long"])
async def test_headers_without_end_are_cut_off(line: bytes, frugal: None) -> None:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"X-First: ")
        while True:
            writer.write(line)
            await writer.drain()
            await asyncio.sleep(0)

    async with talking(say) as site:
        assert (await outcome(site)).code == "protocol"


async def test_a_redirect_to_an_enormous_address_is_refused() -> None:
    async with serving({"/x": redirect(f"/{'y' * 30_000}")}) as site:
        assert isinstance(await outcome(site), ProviderRefused)


async def test_a_long_chain_of_redirects_is_left_early() -> None:
    pages = {f"/{number}": redirect(f"/{number + 1}") for number in range(500)}
    async with serving(pages) as site:
        assert (await outcome(site, "/0")).code == "redirects"
        assert len(site.hits) < 10


async def test_endless_robots_are_read_to_the_cap_and_obeyed(frugal: None) -> None:
    async def robots(request: server.Request) -> server.StreamResponse:
        answer = server.StreamResponse(headers={"Content-Type": "text/plain"})
        await answer.prepare(request)
        await answer.write(b"User-agent: *\nDisallow: /x\n")
        try:
            while True:
                await answer.write(b"# more\n" * 5_000)
        except ConnectionError:
            return answer

    async with serving({"/robots.txt": robots, "/x": "secret"}) as site:  # pyright: ignore
        assert (await outcome(site)).code == "robots"
        assert site.hits == ["/robots.txt"]
