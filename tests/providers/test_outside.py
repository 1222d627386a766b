"""What every source promises that runs on somebody else's machines, over real HTTP against the sandbox."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.core.errors import Invalid, ProviderDown, ProviderRefused, ProviderUnsure, Refusal
from services.providers import base
from services.providers.base import Credentials, FoundContact, SearchCriteria, WebhookRequest, WebhookSource
from services.providers.outside.recipes import recipes
from services.providers.paid import OutsideNews, OutsideSource, OutsideState
from services.providers.registry import provider
from tests.providers.conftest import Mailbox
from tests.towns import Town

KEY = "key-of-the-tests"
CRITERIA = SearchCriteria(industry="dental clinics", cities=("Jaipur",), job_titles=("Dental Surgeon",), limit=20)
PLENTY = 5_000_000


@dataclass(frozen=True)
class Line:
    """One recipe through the account of its provider."""

    name: str
    credentials: Credentials
    address: str

    @property
    def account(self) -> str:
        return self.name.partition("_")[0]

    def source(self) -> OutsideSource:
        return provider(self.name, OutsideSource, self.credentials)

    def order(self, criteria: SearchCriteria = CRITERIA, most: int = PLENTY, reference: str = "orun_1") -> Any:
        callback = f"{self.address}/api/webhooks/{self.account}/key?ref={reference}"
        return replace(self.source().order(criteria, most), reference=reference, callback=callback)


@pytest.fixture(params=["apify_maps", "apify_linkedin", "brightdata_maps"])
def line(request: pytest.FixtureRequest, town: Town, mailbox: Mailbox) -> Line:
    town.settings(outside_seconds=0.2, speed=1)
    account = request.param.partition("_")[0]
    body = {"provider": account, "account": "int_1", "secret": KEY}
    httpx.post(f"{town.address}/sandbox/control/accounts", json=body).raise_for_status()
    credentials = Credentials(town.address, {"token": KEY, "api_key": KEY}, is_sandbox=True)
    return Line(request.param, credentials, mailbox.address)


async def ended(line: Line, news: OutsideNews) -> OutsideNews:
    for _ in range(100):
        news = await line.source().look(news.external_id, line.name)
        if news.state is not OutsideState.RUNNING:
            return news
        await asyncio.sleep(0.05)
    raise AssertionError("the run did not end")


async def read(
    line: Line, external_id: str, criteria: SearchCriteria = CRITERIA, cursor: str = ""
) -> list[FoundContact]:
    for _ in range(100):
        try:
            found = line.source().search(replace(criteria, results_of=external_id), cursor)
            async with aclosing(found) as finds:  # pyright: ignore
                return [one async for one in finds]
        except ProviderDown as error:
            if error.code != "202":
                raise
            await asyncio.sleep(0.05)
    raise AssertionError("the results were never built")


async def test_an_order_is_run_told_and_read_within_its_limits(line: Line, mailbox: Mailbox) -> None:
    order = line.order()
    began = await line.source().start(order)
    assert began.state is OutsideState.RUNNING
    over = await ended(line, began)
    assert over.state is OutsideState.DONE
    assert over.cost_usd_micros is not None
    assert 0 < over.cost_usd_micros <= order.most_usd_micros
    found = await read(line, over.external_id)
    assert 0 < len(found) <= order.results == 20
    assert all(one.company and one.city == "Jaipur" for one in found)
    assert all(fact.source_url.startswith(line.credentials.base_url) for one in found for fact in one.facts)
    assert {one.is_published for one in found} <= {True, "linkedin" not in line.name}
    (request, *_) = await mailbox.wait_for()
    source = provider(line.account, WebhookSource, line.credentials)
    assert source.verify(request)
    (told,) = source.happenings(request)
    assert (told.kind, told.data["external_id"], told.data["reference"]) == ("outside_run", over.external_id, "orun_1")


async def test_reading_goes_on_where_it_stopped(line: Line) -> None:
    over = await ended(line, await line.source().start(line.order()))
    every = await read(line, over.external_id)
    rest = await read(line, over.external_id, cursor=every[3].cursor)
    assert [one.cursor for one in rest] == [one.cursor for one in every[4:]]
    assert await read(line, over.external_id, cursor="another|3") == every
    assert len(await read(line, over.external_id, replace(CRITERIA, limit=2))) == 2


async def test_money_limits_what_is_bought(line: Line) -> None:
    recipe = recipes()[line.name]
    most = recipe.micros_per_run + 3 * recipe.micros_per_result + 1
    cheap = line.order(most=most)
    assert cheap.results == 3
    over = await ended(line, await line.source().start(cheap))
    assert over.cost_usd_micros is not None
    assert over.cost_usd_micros <= cheap.most_usd_micros <= most
    assert len(await read(line, over.external_id)) <= 3
    with pytest.raises(ProviderRefused, match="too little"):
        line.order(most=100)


async def test_a_start_whose_answer_was_lost_is_perhaps_a_run_and_is_found_again(line: Line, town: Town) -> None:
    since, order = datetime.now(UTC), line.order()
    town.settings(faults={line.account: {"lost_answer": 1}})
    with pytest.raises(ProviderUnsure):
        await line.source().start(order)
    town.settings(faults={})
    found = await line.source().look_up(order, since, set())
    assert found is not None
    assert await line.source().look_up(order, since, {found.external_id}) is None
    assert await line.source().look_up(order, since + timedelta(hours=1), set()) is None


async def test_a_run_of_another_order_is_not_taken_for_ours(line: Line, town: Town) -> None:
    since = datetime.now(UTC)
    others = line.order(replace(CRITERIA, cities=("Pune",)), reference="orun_2")
    for _ in range(2):
        await line.source().start(others)
    assert await line.source().look_up(line.order(), since, set()) is None


@pytest.mark.parametrize("fault", [{"error": 1}, {"drop": 1}, {"latency": 3}])
async def test_trouble_at_the_start_means_perhaps_started(line: Line, town: Town, fault: dict[str, float]) -> None:
    town.settings(faults={line.account: fault})
    with pytest.raises(ProviderUnsure):
        await line.source().start(line.order())


async def test_too_many_requests_and_a_closed_port_mean_not_started(line: Line, town: Town) -> None:
    order = line.order()
    town.settings(faults={line.account: {"rate_limited": 1}})
    nowhere = replace(line, credentials=replace(line.credentials, base_url="http://127.0.0.1:9"))
    for one in (line, nowhere):
        with pytest.raises(ProviderDown) as caught:
            await one.source().start(order)
        assert not isinstance(caught.value, ProviderUnsure)


async def test_a_run_that_fails_says_why_and_what_it_cost(line: Line, town: Town) -> None:
    town.settings(outside_fail=1)
    over = await ended(line, await line.source().start(line.order()))
    assert over.state is OutsideState.FAILED
    assert "failed" in over.words
    assert "said" in over.words
    assert over.cost_usd_micros is not None


async def test_a_run_can_be_stopped(line: Line, town: Town) -> None:
    town.settings(outside_seconds=60)
    began = await line.source().start(line.order())
    await line.source().stop(began.external_id)
    assert (await line.source().look(began.external_id, line.name)).state is OutsideState.FAILED


async def test_a_wrong_key_is_a_matter_of_the_account(line: Line) -> None:
    wrong = replace(line, credentials=replace(line.credentials, values={"token": "x", "api_key": "x"}))
    with pytest.raises(ProviderRefused) as caught:
        await provider(line.account, base.Testable, wrong.credentials).test()
    assert caught.value.about is Refusal.ACCOUNT
    with pytest.raises(ProviderRefused):
        await wrong.source().start(line.order())
    assert await provider(line.account, base.Testable, line.credentials).test()


async def test_what_they_refuse_is_told_in_their_words(line: Line) -> None:
    order = replace(line.order(), input={"nothing": 1} if line.account == "apify" else [{"nothing": 1}])
    with pytest.raises(ProviderRefused, match=r"refused the request: .+(required|array)"):
        await line.source().start(order)
    with pytest.raises(ProviderRefused, match="does not know"):
        await line.source().start(replace(line.order(), target="nobody/nothing"))


@pytest.mark.parametrize("external_id", ["../users/me", "a/b", "", "nothingofthekind"])
async def test_an_id_that_cannot_be_ours_is_refused(line: Line, external_id: str) -> None:
    with pytest.raises(ProviderRefused) as caught:
        await line.source().look(external_id, line.name)
    assert caught.value.code == "404"


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b'{"status": "ready"}', b"\x1f\x8bnot gzip"])
def test_a_webhook_that_is_not_theirs_is_refused(line: Line, body: bytes) -> None:
    source = provider(line.account, WebhookSource, line.credentials)
    request = WebhookRequest("https://x.example/k?ref=orun_1", {}, body, datetime.now(UTC))
    if source.verify(request):
        with pytest.raises(Invalid):
            source.happenings(request)
    else:
        assert body == b""


async def test_many_pages_are_read_whole(town: Town, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.providers.apify.client.PAGE", 7)
    many = replace(CRITERIA, cities=("Jaipur", "Pune"), limit=60)
    over = await ended(line, await line.source().start(line.order(many)))
    found = await read(line, over.external_id, many)
    assert len({one.cursor for one in found}) == len(found) > 20


@pytest.fixture
def profiles(line: Line, town: Town) -> list[str]:
    query = {"industry": "dental clinics", "city": "Jaipur"}
    answer = httpx.get(f"{town.address}/sandbox/control/personas", params=query)
    sites = [one["website"].rstrip("/").rpartition("/")[2] for one in answer.json()["personas"] if one["website"]]
    return [f"https://www.linkedin.com/in/{slug}" for slug in sites[:4]]


async def test_bright_data_reads_the_profiles_that_were_named(line: Line, town: Town, profiles: list[str]) -> None:
    if line.name != "brightdata_maps":
        return
    people = replace(line, name="brightdata_linkedin")
    with pytest.raises(ProviderRefused, match="add their addresses"):
        people.order()
    named = replace(
        CRITERIA, directory_urls=(*profiles, "https://www.linkedin.com/in/nobody-there", "https://x.example")
    )
    over = await ended(people, await people.source().start(people.order(named)))
    found = await read(people, over.external_id, named)
    assert len(found) == 4
    assert all(one.name and one.title and one.city == "Jaipur" for one in found)
