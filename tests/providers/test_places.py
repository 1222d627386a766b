"""Google Places over real HTTP: pages, money, refusals, pauses."""

import time
from collections.abc import Sequence

import httpx
import pytest
from aiohttp import web

from services.core.errors import ProviderDown, ProviderRefused, Refusal
from services.providers import base
from services.providers.base import Credentials, FoundContact, SearchCriteria
from services.providers.paid import PaidSource
from services.providers.places import wire
from services.providers.places.client import Places, own_site, targets
from services.providers.registry import provider
from services.spending.actions import OverBudget
from tests.databases import forget_settings
from tests.towns import Town
from tests.websites import serving

KEY = "AIza" + "k" * 32
DENTISTS = SearchCriteria(industry="dental clinics", cities=("Jaipur",), limit=200)


class Ledger:
    """Books in memory: a budget in paise, the calls, and the places that were looked at."""

    def __init__(self, budget: int = 10_000, seen: Sequence[str] = ()) -> None:
        self.budget, self.spent, self.calls, self.seen = budget, 0, 0, set(seen)

    async def hold(self, most_paise: int) -> None:
        if self.spent + most_paise > self.budget:
            raise OverBudget("The month's budget is used up.")
        self.spent += most_paise

    async def settle(self, held_paise: int, cost_paise: int, calls: int = 1) -> None:
        self.spent += cost_paise - held_paise
        self.calls += calls

    async def wait_turn(self, per_minute: int, per_day: int) -> None:
        self.limits = (per_minute, per_day)

    async def unseen(self, outside_ids: Sequence[str]) -> set[str]:
        return set(outside_ids) - self.seen


@pytest.fixture
def credentials(town: Town, free_port: int, monkeypatch: pytest.MonkeyPatch) -> Credentials:
    monkeypatch.setenv("LEADGEN_SANDBOX_PORT", str(free_port))
    forget_settings()
    body = {"provider": "places", "account": "acme", "secret": KEY}
    httpx.post(f"{town.address}/sandbox/control/accounts", json=body).raise_for_status()
    return Credentials(town.address, {"api_key": KEY}, is_sandbox=True)


async def found(credentials: Credentials, books: Ledger, criteria: SearchCriteria = DENTISTS) -> list[FoundContact]:
    source = provider("places", PaidSource, credentials)
    source.keep(books)
    return [one async for one in source.search(criteria)]


def calls(town: Town) -> dict[str, int]:
    return httpx.get(f"{town.address}/sandbox/control/status").json()["places_calls"]


async def test_every_place_is_looked_at_once_and_contacts_come_from_their_own_sites(
    town: Town, credentials: Credentials
) -> None:
    books = Ledger()
    places = await found(credentials, books)
    assert len({one.outside_id for one in places}) == len(places) > 40
    people = [one for one in places if one.email or one.phone]
    assert len(people) > 20
    for one in people:
        assert {fact.source_url.split("/site/")[0] for fact in one.facts} == {town.address}
        assert "overpass" not in {fact.method for fact in one.facts}
        assert one.city == "Jaipur"
    assert {one.why_nobody for one in places if not (one.email or one.phone)} >= {"no_site", "closed"}
    assert all(not (one.company or one.website or one.facts) for one in places if one.why_nobody)
    assert calls(town) == {"search_ids": 3, "search_enterprise": 3}
    assert (books.spent, books.calls) == (3 * 93, 6)


async def test_known_places_are_not_paid_for_again(town: Town, credentials: Credentials) -> None:
    everyone = [one.outside_id for one in await found(credentials, Ledger())]
    again = Ledger(seen=everyone)
    assert await found(credentials, again) == []
    assert again.spent == 0
    few = Ledger(seen=everyone[2:])
    assert {one.outside_id for one in await found(credentials, few)} == set(everyone[:2])
    assert few.spent == min(2 * 53, 93)
    last = Ledger(seen=everyone[:-1])
    assert [one.outside_id for one in await found(credentials, last)] == everyone[-1:]
    assert last.spent == 53


async def test_nothing_is_paid_that_nobody_takes(town: Town, credentials: Credentials) -> None:
    books = Ledger()
    few = await found(credentials, books, SearchCriteria(industry="gyms", cities=("Pune",), limit=5))
    assert (len(few), books.spent) == (5, 93)


async def test_a_search_beyond_the_budget_stops_before_the_call(town: Town, credentials: Credentials) -> None:
    books = Ledger(budget=100)
    with pytest.raises(OverBudget):
        await found(credentials, books)
    assert calls(town) == {"search_ids": 3, "search_enterprise": 1}


async def test_the_cursor_names_the_search_to_go_on_with(credentials: Credentials) -> None:
    criteria = SearchCriteria(industry="gyms, hotels", cities=("Pune", "Kota"), limit=1000)
    assert [(one.industry, one.cities[0]) for one in targets(criteria)] == [
        ("gyms", "Pune"), ("gyms", "Kota"), ("hotels", "Pune"), ("hotels", "Kota"),
    ]  # fmt: skip
    source = Places(credentials)
    last = [one async for one in source.search(criteria, "3")]
    assert {(one.cursor, one.industry) for one in last} == {("3", "hotels")}


async def test_prices_can_be_changed(credentials: Credentials, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADGEN_PLACES_PRICES", "search_sites=280000, search_ids=1000")
    forget_settings()
    books = Ledger()
    await found(credentials, books, SearchCriteria(industry="gyms", cities=("Pune",), limit=1))
    assert books.spent == 3 * 1 + 280


async def test_the_connection_is_tested_with_a_call_that_costs_nothing(town: Town, credentials: Credentials) -> None:
    assert "answered" in await provider("places", base.Testable, credentials).test()
    assert calls(town) == {"search_ids": 1}


async def test_a_wrong_key_is_the_accounts_fault(credentials: Credentials) -> None:
    wrong = Credentials(credentials.base_url, {"api_key": "AIza-wrong"})
    with pytest.raises(ProviderRefused, match="Google refused the key") as caught:
        await Places(wrong).test()
    assert (caught.value.about, caught.value.code) == (Refusal.ACCOUNT, "API_KEY_INVALID")


async def test_a_pause_is_kept_and_then_it_goes_on(town: Town, credentials: Credentials) -> None:
    town.settings(faults={"places": {"per_second": 2}})
    books, since = Ledger(), time.monotonic()
    await found(credentials, books, SearchCriteria(industry="gyms", cities=("Pune",), limit=1))
    assert 0.7 <= time.monotonic() - since < 12
    assert books.spent == 93
    assert books.calls > 4  # the refused ones count at Google too


@pytest.mark.parametrize("fault", ["rate_limited", "error"])
async def test_what_lasts_is_told_and_costs_nothing(
    town: Town, credentials: Credentials, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "LONGEST_WAIT", 0.01)
    town.settings(faults={"places": {fault: 1.0}})
    books = Ledger()
    with pytest.raises(ProviderDown):
        await found(credentials, books)
    assert (books.spent, books.calls) == (0, wire.TRIES)


async def test_a_lost_answer_counts_as_billed(
    town: Town, credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "LONGEST_WAIT", 0.01)
    monkeypatch.setenv("LEADGEN_PLACES_PRICES", "search_ids=100000")
    forget_settings()
    town.settings(faults={"places": {"lost_answer": 1.0}})
    books = Ledger()
    with pytest.raises(ProviderDown):
        await found(credentials, books)
    assert (books.spent, books.calls) == (wire.TRIES * 100, wire.TRIES)


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [
        (403, "SERVICE_DISABLED", "not switched on"),
        (403, "BILLING_DISABLED", "no billing account"),
        (403, "SOMETHING_NEW", "Google refused the account"),
        (401, "", "Google refused the account"),
    ],
)
async def test_an_account_that_may_not_is_told_why(status: int, reason: str, words: str) -> None:

    error = {"code": status, "status": "PERMISSION_DENIED", "message": "no", "details": [{"reason": reason}]}
    pages = {"/v1/places:searchText": lambda _: web.json_response({"error": error}, status=status)}
    async with serving(pages) as site:
        with pytest.raises(ProviderRefused, match=words) as caught:
            await Places(Credentials(site.url, {"api_key": KEY})).test()
    assert caught.value.about is Refusal.ACCOUNT


async def test_a_server_that_is_not_there_means_later(free_port: int) -> None:
    with pytest.raises(ProviderDown):
        await Places(Credentials(f"http://127.0.0.1:{free_port}", {"api_key": KEY})).test()


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://www.smiledental.in/", True),
        ("http://smile.business.site", True),
        ("https://www.facebook.com/smiledental", False),
        ("https://m.facebook.com/smiledental", False),
        ("https://wa.me/919845012345", False),
        ("https://www.justdial.com/Jaipur/Smile", False),
        ("ftp://smile.in", False),
        ("", False),
    ],
)
def test_a_page_at_a_network_is_not_the_businesss_own_site(url: str, own: bool) -> None:
    assert bool(own_site(url)) is own
