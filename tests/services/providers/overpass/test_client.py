"""Overpass answers, refuses, runs out of time; its contacts are completed from their sites."""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from services.core.errors import ProviderDown, ProviderRefused
from services.core.settings import get_settings
from services.providers import base
from services.providers.base import FoundContact, LeadSource, SearchCriteria
from services.providers.overpass.cache import KEPT_SECONDS, keep_answer, kept_answer
from services.providers.overpass.client import Overpass
from services.providers.overpass.servers import SERVERS, Servers, seconds_to_slot
from tests.databases import forget_settings
from tests.websites import Site, serving

CRITERIA = SearchCriteria(industry="dentists", cities=("Pune",))


def element(number: int, kind: str = "node", **tags: str) -> dict[str, Any]:
    return {"type": kind, "id": number, "tags": {"name": f"Clinic {number}", **tags}}


def answering(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"/api/interpreter": lambda _: web.json_response({"elements": list(elements), **more})}


async def found(source: Overpass, criteria: SearchCriteria = CRITERIA, cursor: str = "") -> list[FoundContact]:
    return [contact async for contact in source.search(criteria, cursor)]


@asynccontextmanager
async def map_server(monkeypatch: pytest.MonkeyPatch, pages: dict[str, Any]) -> AsyncIterator[Site]:
    """An Overpass server on loopback, which has to be allowed by name."""
    async with serving(pages) as site:
        monkeypatch.setenv("LEADGEN_FETCH_ALLOW", site.allowed)
        forget_settings()
        yield site


@pytest.fixture
async def map_site(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    elements = [
        element(3, "way", **{"contact:phone": "+91 20 2567 1234"}),
        element(2, phone="98450 12345; 98450 12346", email="info@two.in;b@two.in", **{"addr:city": "Poona"}),
        element(1, website="http://127.0.0.1:PORT/site/"),
        element(4),
        element(5, phone="12345"),
    ]

    def answer(request: web.Request) -> web.Response:
        port = str(request.url.port)
        return web.Response(
            text=json.dumps({"elements": elements}).replace("PORT", port), content_type="application/json"
        )

    pages = {
        "/api/interpreter": answer,
        "/site/": "<title>Home | Clinic One</title><a href='/site/contact'>Contact</a><a href='/other'>x</a>",
        "/site/contact": "<p>Asha Rao, Owner</p><a href='tel:+919845054321'>call</a> hello@clinicone.in",
    }
    async with serving(pages) as site:
        monkeypatch.setenv("LEADGEN_FETCH_ALLOW", site.allowed)
        forget_settings()
        yield site


async def test_elements_become_contacts_in_a_steady_order(map_site: Site) -> None:
    contacts = await found(Overpass([map_site.url]))
    assert [contact.cursor for contact in contacts] == ["0|node/1", "0|node/2", "0|way/3"]
    one, two, three = contacts
    assert (one.name, one.title, one.email, one.phone) == ("Asha Rao", "Owner", "hello@clinicone.in", "+919845054321")
    assert (two.company, two.phone, two.email, two.city) == ("Clinic 2", "+919845012345", "info@two.in", "Pune")
    assert {(fact.field, fact.method) for fact in two.facts} >= {("phone", "overpass tag"), ("email", "overpass tag")}
    assert {fact.source_url for fact in two.facts} == {"https://www.openstreetmap.org/node/2"}
    assert {fact.source_url.rpartition("/")[2] for fact in one.facts if fact.field == "phone"} == {"contact"}
    assert three.phone == "+912025671234"
    assert "/other" not in map_site.hits


async def test_a_cursor_goes_on_after_its_contact(map_site: Site) -> None:
    contacts = await found(Overpass([map_site.url]), cursor="0|node/1")
    assert [contact.cursor for contact in contacts] == ["0|node/2", "0|way/3"]
    assert await found(Overpass([map_site.url]), cursor="0|way/3") == []
    limited = SearchCriteria(industry="dentists", cities=("Pune", "Delhi"), limit=4)
    assert [c.cursor for c in await found(Overpass([map_site.url]), limited)][-1] == "1|node/1"


async def test_an_answer_cut_short_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    async with map_server(
        monkeypatch, answering(element(1, phone="9845012345"), remark="runtime error: Query timed out")
    ) as site:
        with pytest.raises(ProviderDown) as caught:
            await found(Overpass([site.url]))
    assert caught.value.code == "remark"


@pytest.mark.parametrize("status", [429, 504])
async def test_a_busy_server_means_later(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {"/api/interpreter": lambda _: web.Response(status=status, headers={"Retry-After": "7"})}
    async with map_server(monkeypatch, pages) as site:
        with pytest.raises(ProviderDown) as caught:
            await found(Overpass([site.url]))
    assert (caught.value.code, caught.value.retry_after) == (str(status), 7.0)


async def test_the_next_server_answers_for_one_that_is_down(free_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    async with map_server(monkeypatch, answering(element(1, phone="9845012345"))) as site:
        monkeypatch.setenv("LEADGEN_FETCH_ALLOW", f"{site.allowed},127.0.0.1:{free_port}")
        forget_settings()
        down = f"http://127.0.0.1:{free_port}"
        contacts = await found(Overpass([down, site.url]))
        assert SERVERS.in_order([down, site.url]) == [site.url, down]
    assert len(contacts) == 1


async def test_a_question_it_does_not_understand_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {"/api/interpreter": lambda _: web.Response(status=400, text="parse error")}
    async with map_server(monkeypatch, pages) as site:
        with pytest.raises(ProviderRefused):
            await found(Overpass([site.url]))


async def test_a_page_instead_of_data_means_later(monkeypatch: pytest.MonkeyPatch) -> None:
    async with map_server(monkeypatch, {"/api/interpreter": "<html>maintenance</html>"}) as site:
        with pytest.raises(ProviderDown):
            await found(Overpass([site.url]))


async def test_it_can_be_tested_and_is_a_lead_source(monkeypatch: pytest.MonkeyPatch) -> None:
    async with map_server(monkeypatch, {"/api/status": "Connected as: 1"}) as site:
        built = Overpass([site.url])
        assert isinstance(built, LeadSource)
        assert isinstance(built, base.Testable)
        assert "Reached" in await built.test()


async def test_the_same_question_is_asked_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    async with map_server(monkeypatch, answering(element(1, phone="9845012345"))) as site:
        for _ in range(2):
            assert len(await found(Overpass([site.url]))) == 1
        asked = [hit for hit in site.hits if hit == "/api/interpreter"]
    assert len(asked) == 1


def test_answers_are_kept_for_a_day_and_broken_ones_forgotten() -> None:
    keep_answer("a", "q", {"elements": [1]})
    assert kept_answer("a", "q") == {"elements": [1]}
    assert kept_answer("b", "q") is None
    file = next((get_settings().data_folder / "overpass").iterdir())
    yesterday = time.time() - KEPT_SECONDS - 1
    os.utime(file, (yesterday, yesterday))
    assert kept_answer("a", "q") is None
    keep_answer("b", "q", {})
    assert not file.exists()
    half = next((get_settings().data_folder / "overpass").iterdir())
    half.write_bytes(half.read_bytes()[:9])
    assert kept_answer("b", "q") is None


async def test_a_server_without_room_is_left_alone_until_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    full = "Rate limit: 2\nSlot available after: 2026-11-26T00:00:40Z, in 40 seconds.\n"
    async with map_server(monkeypatch, {"/api/status": full, **answering()}) as site:
        with pytest.raises(ProviderDown) as caught:
            await found(Overpass([site.url]))
        assert caught.value.retry_after == 40
        with pytest.raises(ProviderDown) as again:
            await found(Overpass([site.url]))
        assert 30 < (again.value.retry_after or 0) <= 40
    assert "/api/interpreter" not in site.hits
    assert site.hits.count("/api/status") == 1


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Rate limit: 2\n2 slots available now.\n", 0),
        ("Rate limit: 2\n1 slots available now.\nSlot available after: 2026-11-26T00:00:09Z, in 9 seconds.", 0),
        ("Slot available after: x, in 30 seconds.\nSlot available after: y, in 7 seconds.\n", 7),
        ("Connected as: 1", 0),
    ],
)
def test_the_status_page_says_when_there_is_room(text: str, seconds: float) -> None:
    assert seconds_to_slot(text) == seconds


async def test_two_questions_at_a_time_and_so_many_a_day() -> None:
    servers, together, most = Servers(), 0, 0

    async def ask() -> None:
        nonlocal together, most
        async with servers.turn("s", most_a_day=6):
            together += 1
            most = max(most, together)
            await asyncio.sleep(0.02)
            together -= 1

    await asyncio.gather(*(ask() for _ in range(6)))
    assert most == 2
    with pytest.raises(ProviderDown, match="Today's 6 questions"):
        await ask()


async def test_a_server_on_a_private_address_is_not_asked() -> None:
    with pytest.raises(ProviderRefused):
        await Overpass(["http://169.254.169.254"]).test()
    with pytest.raises(ProviderRefused):
        await found(Overpass(["http://10.0.0.7:8080"]))


async def test_the_operators_own_server_may_be_private(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(answering(element(1, phone="9845012345"))) as site:
        monkeypatch.setenv("LEADGEN_OVERPASS_URL", site.url)
        forget_settings()
        assert len(await found(Overpass([site.url]))) == 1


async def test_businesses_can_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = {"type": "count", "id": 0, "tags": {"nodes": "30", "ways": "4", "total": "34"}}
    async with map_server(
        monkeypatch, {"/api/interpreter": lambda _: web.json_response({"elements": [counted]})}
    ) as site:
        assert await Overpass([site.url]).count(CRITERIA) == 34
