"""No spelling of a private address gets past the guard, and no second DNS answer either."""

from collections.abc import Callable

import pytest
from aiohttp import web as server

from services.core.errors import ProviderRefused
from services.web import AddressGuard, Fetcher
from services.web.guard import check_address
from tests.websites import redirect, serving


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
        "::127.0.0.1", "2001:db8::1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.88.99.1",
        "fd00:ec2::254",
        "::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2002:a9fe:a9fe::1",
        "fec0::1",
        "ff0e::1", "3fff::1", "5f00::1", "100::1", "169.254.170.2",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(address: str) -> None:
    with pytest.raises(ProviderRefused) as caught:
        check_address(address)
    assert caught.value.code == "address"


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_pass(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/",
        "http://localhost/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://printer/", "ftp://acme.in/", "file:///etc/passwd",
        "http://user:secret@acme.in/", "http://acme.in:22/", "http://acme.in:6379/", "javascript:alert(1)",
        "http:///x",
        "http://[bad", "http://acme.in:99999/", "http://acme.in:0/", "",
        # other schemes
        "gopher://acme.in/", "data:text/html,x", "ws://acme.in/", "//acme.in/", "acme.in", "blob:http://acme.in/x",
        "view-source:http://acme.in/",
        # numbers in every spelling
        "http://0x7f.0.0.1/", "http://0x7f.1/", "http://017700000001/", "http://127.0.1/", "http://0/",
        "http://127.0.0.1./", "http://0251.0376.0251.0376/",
        "http://2852039166/", "http://[::]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/",
        "http://[fe80::1%25eth0]/",
        "http://[::ffff:127.0.0.1%eth0]/", "http://[fd00:ec2::254]/latest/", "http://169.254.169.254/",
        "http://%31%32%37.0.0.1/", "http://127%2e0.0.1/",
        # letters and digits that are other letters and digits
        "http://１２７.0.0.1/", "http://127。0。0。1/", "http://①②⑦.⓪.⓪.①/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://ｌｏｃａｌｈｏｓｔ/",
        "http://0ｘ7f.1/",
        # names that mean something inside a network only
        "http://localhost./", "http://printer.local/", "http://app.localhost/", "http://metadata.google.internal/",
        "http://db.svc.cluster.local/",
        "http://router.lan/", "http://localhost.localdomain/", "http://metadata/",
        # who is the host?
        "http://good.in@127.0.0.1/", "http://good.in@evil.in/", "http://@evil.in/", "http://good.in:80@evil.in/",
        "http://good.in#@evil.in@x.in/ ",
        "http://good.in\\@evil.in/", "http:\\\\evil.in/", "http://evil.in\\.good.in/", "http://good.in\t/",
        "http://ev\nil.in/", "ht\ntp://evil.in/",
        "http://good.in\x00.evil.in/", "http:// evil.in/", "http://:secret@evil.in/", "http://good.in%00.evil.in/",
        "http://good.in%2f@evil.in/", "http://a..in/\r\nHost: x",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_web_pages_are_refused(url: str) -> None:
    with pytest.raises(ProviderRefused) as caught:
        AddressGuard().check_url(url)
    assert caught.value.code in {"address", "port"}
    assert caught.value.message


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://acme.in/#@evil.in", "acme.in"),
        ("https://acme.in/?u=@evil.in", "acme.in"),
        ("HTTPS://ACME.in:443/a b".replace(" ", "%20"), "acme.in"),
        ("https://acme.in./", "acme.in"),
        ("https://münchen.de/", "xn--mnchen-3ya.de"),
        ("https://ａｃｍｅ.in/", "acme.in"),
        ("https://under_score.acme.in:8443/", "under_score.acme.in"),
        ("http://[2606:4700:4700::1111]/", "2606:4700:4700::1111"),
    ],
)
def test_public_pages_pass_under_the_name_that_is_looked_up(url: str, host: str) -> None:
    assert AddressGuard().check_url(url)[0] == host


async def test_the_socket_is_checked_however_the_address_came_there() -> None:
    class Careless(AddressGuard):
        def check_url(self, url: str) -> tuple[str, int]:
            return "acme.in", 80

        async def addresses(self, host: str, port: int) -> list[str]:
            return ["127.0.0.1"]

    async with serving({"/": "x"}) as site, Fetcher(Careless()) as web:
        for url in (f"{site.url}/", site.url.replace("127.0.0.1", "acme.in")):
            with pytest.raises(ProviderRefused) as caught:
                await web.page(url)
            assert caught.value.code == "address"
    assert not site.hits


def test_an_allow_listed_pair_is_only_that_pair() -> None:
    guard = AddressGuard(frozenset({"127.0.0.1:4150"}))
    assert guard.check_url("http://127.0.0.1:4150/x") == ("127.0.0.1", 4150)
    for other in ("http://127.0.0.1:4151/", "http://127.0.0.1/", "http://localhost:4150/"):
        with pytest.raises(ProviderRefused):
            guard.check_url(other)


async def test_a_name_that_resolves_to_loopback_is_refused() -> None:
    async def to_loopback(host: str, port: int) -> list[str]:
        return ["93.184.215.14", "127.0.0.1"]

    async with Fetcher(AddressGuard(lookup=to_loopback)) as web:
        with pytest.raises(ProviderRefused) as caught:
            await web.page("http://rebinding.acme.in/")
    assert caught.value.code == "address"


def closing(text: str) -> Callable[[server.Request], server.Response]:
    """A page after which the connection is closed, so that the next visit asks the resolver again."""

    def answer(_request: server.Request) -> server.Response:
        made = server.Response(text=text, content_type="text/html")
        made.force_close()
        return made

    return answer


async def test_a_name_that_changes_its_address_between_two_visits_is_caught() -> None:
    async with serving({"/robots.txt": closing(""), "/": closing("first"), "/other": "x"}) as site:
        port = int(site.allowed.rpartition(":")[2])
        answers = [["127.0.0.1"], ["127.0.0.1"], ["169.254.169.254"]]

        async def rebinding(host: str, port: int) -> list[str]:
            return answers.pop(0)

        class OnlyLoopbackIsFine(AddressGuard):
            async def addresses(self, host: str, port: int) -> list[str]:
                found = await self._lookup(host, port)
                self._opened.add(("127.0.0.1", port))
                for address in found:
                    if address != "127.0.0.1":
                        check_address(address)
                return found

        async with Fetcher(OnlyLoopbackIsFine(frozenset({f"shop.acme.in:{port}"}), rebinding)) as web:
            assert (await web.page(f"http://shop.acme.in:{port}/")).text == "first"
            assert site.requests[0].headers["Host"] == f"shop.acme.in:{port}"
            with pytest.raises(ProviderRefused) as caught:
                await web.page(f"http://shop.acme.in:{port}/other")
        assert caught.value.code == "address"
        assert not answers
        assert site.hits == ["/robots.txt", "/"]


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "//2130706433/",
        "gopher://127.0.0.1:6379/_x",
        "http://[::ffff:127.0.0.1]/", "http://metadata.google.internal/", "http://１２７.0.0.1/",
        "http://good.in@127.0.0.1/", "data:text/html,x",
    ],
)  # fmt: skip
async def test_a_redirect_to_a_private_address_is_refused(target: str) -> None:
    async with serving({"/": redirect(target)}) as site, Fetcher(AddressGuard(frozenset({site.allowed}))) as web:
        with pytest.raises(ProviderRefused) as caught:
            await web.page(f"{site.url}/")
    assert caught.value.code in {"address", "port"}
    assert site.hits == ["/robots.txt", "/"]


async def test_robots_that_lead_to_a_private_address_are_not_followed() -> None:
    pages = {"/robots.txt": redirect("http://169.254.169.254/latest/meta-data/"), "/": "x"}
    async with serving(pages) as site, Fetcher(AddressGuard(frozenset({site.allowed}))) as web:
        with pytest.raises(ProviderRefused) as caught:
            await web.page(f"{site.url}/")
    assert caught.value.code == "address"
