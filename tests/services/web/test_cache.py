"""Pages are kept between runs, within bounds, and asked for again only if they changed."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from aiohttp import web as server

from services.web import AddressGuard, Fetcher
from services.web.cache import PageStore
from services.web.transport import Answer
from tests.websites import Site, serving


def versions(*texts: str, **headers: str) -> Callable[[server.Request], server.Response]:
    """Answers with the texts in turn, 304 while the version asked about is the present one."""
    left = list(texts)

    def answer(request: server.Request) -> server.Response:
        text = left.pop(0)
        mark = f'"{text}"'
        if request.headers.get("If-None-Match") == mark:
            return server.Response(status=304, headers={"ETag": mark})
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return server.Response(text=text, content_type="text/html", headers={"ETag": mark, **told})

    return answer


async def run(site: Site, store: PageStore, path: str = "/") -> str:
    async with Fetcher(AddressGuard(frozenset({site.allowed})), store=store) as web:
        return (await web.page(site.url + path)).text


async def test_a_page_that_did_not_change_is_not_sent_again(tmp_path: Path) -> None:
    store = PageStore(tmp_path, 10_000_000)
    async with serving({"/": versions("old", "old", "new")}) as site:
        assert [await run(site, store) for _ in range(3)] == ["old", "old", "new"]
        asked = [request.headers.get("If-None-Match") for request in site.requests if request.path == "/"]
    assert asked == [None, '"old"', '"old"']


async def test_a_fresh_page_is_not_even_asked_about(tmp_path: Path) -> None:
    store = PageStore(tmp_path, 10_000_000)
    async with serving({"/": versions("one", Cache_Control="max-age=600")}) as site:
        assert [await run(site, store) for _ in range(3)] == ["one"] * 3
        assert site.hits.count("/") == 1


async def test_private_pages_and_those_without_a_mark_are_not_kept(tmp_path: Path) -> None:
    store = PageStore(tmp_path, 10_000_000)
    async with serving({"/": versions("a", "b", Cache_Control="private, max-age=600"), "/plain": "text"}) as site:
        assert [await run(site, store) for _ in range(2)] == ["a", "b"]
        await run(site, store, "/plain")
        assert not any(store.find(f"{site.url}{path}") for path in ("/", "/plain"))


async def test_robots_are_obeyed_for_what_is_kept_too(tmp_path: Path) -> None:
    store = PageStore(tmp_path, 10_000_000)
    async with serving({"/": versions("one", Cache_Control="max-age=600")}) as site:
        await run(site, store)
        await run(site, store)
        assert site.hits == ["/robots.txt", "/", "/robots.txt"]


def test_the_oldest_pages_make_room_and_a_month_is_the_most(tmp_path: Path) -> None:
    store = PageStore(tmp_path, 12_000)
    for number in range(30):
        answer = Answer(200, {"etag": str(number)}, os.urandom(1_000))
        store.keep(f"https://acme.in/{number}", answer)
        file = store._file(f"https://acme.in/{number}")
        os.utime(file, (time.time() - 1000 + number,) * 2)
    store.sweep()
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 12_000
    assert store.find("https://acme.in/0") is None
    newest = store.find("https://acme.in/29")
    assert newest is not None
    assert newest.question == {"If-None-Match": "29"}
    os.utime(store._file("https://acme.in/29"), (time.time() - 40 * 86_400,) * 2)
    store.sweep()
    assert store.find("https://acme.in/29") is None


def test_a_file_that_is_broken_or_anothers_is_no_page(tmp_path: Path) -> None:
    store = PageStore(tmp_path, 10_000)
    store.keep("https://acme.in/", Answer(200, {"etag": "1"}, b"text"))
    store._file("https://acme.in/").write_bytes(b"{half")
    assert store.find("https://acme.in/") is None
