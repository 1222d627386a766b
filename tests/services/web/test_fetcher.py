"""The fetcher is polite, capped, and says why it did not read a page."""

import gzip
import time
from collections.abc import Callable

import pytest
from aiohttp import web as server

from services.core.errors import ProviderDown, ProviderRefused
from services.web import AddressGuard, Fetcher, Limits
from tests.websites import Site, redirect, serving

QUICK = Limits(timeout=2, pause_allowed=0.0, retries=1, size=20_000)


def fetcher(site: Site, limits: Limits = QUICK) -> Fetcher:
    return Fetcher(AddressGuard(frozenset({site.allowed})), limits)


async def refusal(site: Site, path: str = "/") -> str:
    async with fetcher(site) as web:
        with pytest.raises(ProviderRefused) as caught:
            await web.page(site.url + path)
    return caught.value.code


async def test_a_page_is_read_once_and_remembered() -> None:
    async with serving({"/": "<p>Hello</p>"}) as site, fetcher(site) as web:
        page = await web.page(f"{site.url}/")
        again = await web.page(f"{site.url}/#team")
        assert page is again
        assert (page.text, page.status, page.content_type) == ("<p>Hello</p>", 200, "text/html")
        assert site.hits == ["/robots.txt", "/"]
        assert "LeadgenBot" in site.requests[1].headers["User-Agent"]


async def test_what_robots_forbids_is_never_asked_for() -> None:
    pages = {
        "/robots.txt": "User-agent: *\nDisallow: /private/\n",
        "/private/x": "secret",
        "/go": redirect("/private/x"),
    }
    async with serving(pages) as site:
        assert await refusal(site, "/private/x") == "robots"
        assert await refusal(site, "/go") == "robots"
        assert "/private/x" not in site.hits


async def test_our_own_group_in_robots_counts_before_the_general_one() -> None:
    pages = {"/robots.txt": "User-agent: *\nDisallow: /\n\nUser-agent: LeadgenBot\nAllow: /\n", "/": "x"}
    async with serving(pages) as site, fetcher(site) as web:
        assert (await web.page(f"{site.url}/")).text == "x"


@pytest.mark.parametrize(("status", "may"), [(404, True), (403, True), (401, True), (500, False)])
async def test_a_missing_robots_permits_and_a_broken_one_forbids(status: int, may: bool) -> None:
    pages = {"/robots.txt": lambda _: server.Response(status=status), "/": "x"}
    async with serving(pages) as site, fetcher(site) as web:
        assert await web.may_visit(f"{site.url}/") is may


async def test_robots_that_cannot_be_reached_means_later() -> None:
    pages = {"/robots.txt": lambda _: server.Response(status=503, headers={"Retry-After": "600"}), "/": "x"}
    async with serving(pages) as site, fetcher(site) as web:
        with pytest.raises(ProviderDown) as caught:
            await web.page(f"{site.url}/")
    assert caught.value.retry_after == 600
    assert "/" not in site.hits


async def test_redirects_are_followed_to_a_cap() -> None:
    async with serving({"/a": redirect("/b", 301), "/b": redirect("c"), "/c": "end"}) as site, fetcher(site) as web:
        page = await web.page(f"{site.url}/a")
        assert (page.url, page.text) == (f"{site.url}/c", "end")
    async with serving({"/": redirect("/")}) as site:
        assert await refusal(site) == "redirects"


async def test_too_large_pages_are_refused_also_when_packed() -> None:
    bomb = gzip.compress(b"0" * 5_000_000)
    pages = {
        "/plain": "x" * 30_000,
        "/bomb": lambda _: server.Response(
            body=bomb, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"}
        ),
    }
    async with serving(pages) as site:
        assert await refusal(site, "/plain") == "size"
        assert await refusal(site, "/bomb") == "size"


async def test_only_pages_with_text_are_read() -> None:
    pages = {"/": lambda _: server.Response(body=b"%PDF", content_type="application/pdf")}
    async with serving(pages) as site:
        assert await refusal(site) == "type"


async def test_missing_and_forbidden_pages_are_told_apart() -> None:
    async with serving({"/no": lambda _: server.Response(status=403)}) as site:
        assert await refusal(site, "/gone") == "missing"
        assert await refusal(site, "/no") == "status"


def failing_first(status: int, headers: dict[str, str]) -> Callable[[server.Request], server.Response]:
    answers = [server.Response(status=status, headers=headers)]
    return lambda _: answers.pop() if answers else server.Response(text="ok", content_type="text/html")


@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_site_is_asked_again_when_it_says(status: int) -> None:
    async with serving({"/": failing_first(status, {"Retry-After": "1"})}) as site, fetcher(site) as web:
        started = time.monotonic()
        assert (await web.page(f"{site.url}/")).text == "ok"
        assert time.monotonic() - started >= 1


async def test_a_site_that_stays_busy_or_asks_for_too_long_is_left_for_later() -> None:
    date = "Wed, 21 Oct 2099 07:28:00 GMT"
    pages = {
        "/": lambda _: server.Response(status=429, headers={"Retry-After": date}),
        "/502": lambda _: server.Response(status=502),
    }
    async with serving(pages) as site, fetcher(site) as web:
        with pytest.raises(ProviderDown) as caught:
            await web.page(f"{site.url}/")
        assert caught.value.retry_after is not None
        assert caught.value.retry_after > 1000
        with pytest.raises(ProviderDown):
            await web.page(f"{site.url}/502")


async def test_a_closed_port_means_later(free_port: int) -> None:
    async with Fetcher(AddressGuard(frozenset({f"127.0.0.1:{free_port}"})), QUICK) as web:
        with pytest.raises(ProviderDown):
            await web.page(f"http://127.0.0.1:{free_port}/")


async def test_visits_to_one_host_keep_their_distance() -> None:
    pages = {"/robots.txt": "User-agent: *\nCrawl-delay: 1\n", "/a": "a", "/b": "b", "/c": "c"}
    async with serving(pages) as site, fetcher(site) as web:
        started = time.monotonic()
        for path in "abc":
            await web.page(f"{site.url}/{path}")
        assert time.monotonic() - started >= 2


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Café".encode("latin-1"), "text/html; charset=iso-8859-1"),
        ("Café".encode(), "text/html"),
        ('<meta charset="windows-1252">Café'.encode("cp1252"), "text/html"),
        (b"\xef\xbb\xbf" + "Café".encode(), "text/html; charset=iso-8859-1"),
        ("Café".encode("utf-16"), "text/html"),
        ("Café".encode(), "text/html; charset=no-such-charset"),
    ],
)
async def test_every_usual_charset_is_read(body: bytes, kind: str) -> None:
    pages = {"/": lambda _: server.Response(body=body, headers={"Content-Type": kind})}
    async with serving(pages) as site, fetcher(site) as web:
        assert (await web.page(f"{site.url}/")).text.endswith("Café")
