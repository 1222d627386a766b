"""No spelling of a private address gets past the guard, and no second DNS answer either."""

import pytest

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
        "::127.0.0.1", "2001:db8::1",
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
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://localhost/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://printer/", "ftp://acme.in/", "file:///etc/passwd",
        "http://user:secret@acme.in/", "http://acme.in:22/", "http://acme.in:6379/", "javascript:alert(1)", "http:///x",
        "http://[bad",
        "http://acme.in:99999/",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_web_pages_are_refused(url: str) -> None:
    with pytest.raises(ProviderRefused):
        AddressGuard().check_url(url)


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


async def test_a_name_that_changes_its_address_between_two_visits_is_caught() -> None:
    async with serving({"/robots.txt": "", "/": "first"}) as site:
        port = int(site.allowed.rpartition(":")[2])
        answers = [["127.0.0.1"], ["127.0.0.1"], ["169.254.169.254"]]

        async def rebinding(host: str, port: int) -> list[str]:
            return answers.pop(0)

        class OnlyLoopbackIsFine(AddressGuard):
            async def addresses(self, host: str, port: int) -> list[str]:
                found = await self._lookup(host, port)
                for address in found:
                    if address != "127.0.0.1":
                        check_address(address)
                return found

        guard = OnlyLoopbackIsFine(frozenset({f"shop.acme.in:{port}"}), rebinding)
        async with Fetcher(guard) as web:
            assert (await web.page(f"http://shop.acme.in:{port}/")).text == "first"
            assert site.requests[0].headers["Host"] == f"shop.acme.in:{port}"
            await web._session.connector.close()  # a new connection asks the resolver again
        answers[:] = [["127.0.0.1"], ["169.254.169.254"]]
        async with Fetcher(guard) as web:
            web._session._connector._force_close = True
            with pytest.raises(ProviderRefused):
                await web.page(f"http://shop.acme.in:{port}/other")


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd"]
)
async def test_a_redirect_to_a_private_address_is_refused(target: str) -> None:
    async with serving({"/": redirect(target)}) as site, Fetcher(AddressGuard(frozenset({site.allowed}))) as web:
        with pytest.raises(ProviderRefused) as caught:
            await web.page(f"{site.url}/")
    assert caught.value.code in {"address", "port"}
