"""Overpass answers, refuses, runs out of time; its contacts are completed from their sites."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from services.core.errors import ProviderDown, ProviderRefused
from services.providers import base
from services.providers.base import FoundContact, LeadSource, SearchCriteria
from services.providers.overpass.client import Overpass
from tests.databases import forget_settings
from tests.websites import Site, serving

CRITERIA = SearchCriteria(industry="dentists", cities=("Pune",))


def element(number: int, kind: str = "node", **tags: str) -> dict[str, Any]:
    return {"type": kind, "id": number, "tags": {"name": f"Clinic {number}", **tags}}


def answering(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"/api/interpreter": lambda _: web.json_response({"elements": list(elements), **more})}


async def found(source: Overpass, criteria: SearchCriteria = CRITERIA, cursor: str = "") -> list[FoundContact]:
    return [contact async for contact in source.search(criteria, cursor)]


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


async def test_an_answer_cut_short_is_no_answer() -> None:
    async with serving(answering(element(1, phone="9845012345"), remark="runtime error: Query timed out")) as site:
        with pytest.raises(ProviderDown) as caught:
            await found(Overpass([site.url]))
    assert caught.value.code == "remark"


@pytest.mark.parametrize("status", [429, 504])
async def test_a_busy_server_means_later(status: int) -> None:
    pages = {"/api/interpreter": lambda _: web.Response(status=status, headers={"Retry-After": "7"})}
    async with serving(pages) as site:
        with pytest.raises(ProviderDown) as caught:
            await found(Overpass([site.url]))
    assert (caught.value.code, caught.value.retry_after) == (str(status), 7.0)


async def test_the_next_server_answers_for_one_that_is_down(free_port: int) -> None:
    async with serving(answering(element(1, phone="9845012345"))) as site:
        contacts = await found(Overpass([f"http://127.0.0.1:{free_port}", site.url]))
    assert len(contacts) == 1


async def test_a_question_it_does_not_understand_is_refused() -> None:
    pages = {"/api/interpreter": lambda _: web.Response(status=400, text="parse error")}
    async with serving(pages) as site:
        with pytest.raises(ProviderRefused):
            await found(Overpass([site.url]))


async def test_a_page_instead_of_data_means_later() -> None:
    async with serving({"/api/interpreter": "<html>maintenance</html>"}) as site:
        with pytest.raises(ProviderDown):
            await found(Overpass([site.url]))


async def test_it_can_be_tested_and_is_a_lead_source() -> None:
    async with serving({"/api/status": "Connected as: 1"}) as site:
        built = Overpass([site.url])
        assert isinstance(built, LeadSource)
        assert isinstance(built, base.Testable)
        assert "Reached" in await built.test()
