import asyncio

import pytest

from services.sandbox.journal import Journal
from services.sandbox.settings import SandboxSettings
from services.sandbox.town.businesses import NATURES, SIZE
from services.sandbox.town.cities import city_named
from services.sandbox.town.industries import industry_named
from services.sandbox.town.people import EAGER, People
from services.sandbox.town.town import Town
from tests.sandbox.conftest import Sandbox


@pytest.fixture
async def town():
    journal = Journal()
    yield Town(journal, 1)
    await journal.close()


def people_of(town: Town) -> People:
    return People(town._journal, town, SandboxSettings)


@pytest.mark.parametrize("order", range(6))
@pytest.mark.parametrize("channel", ["whatsapp", "email"])
async def test_three_of_the_first_ten_are_eager_in_whatever_order(town: Town, order: int, channel: str) -> None:
    members = await town.visit(industry_named("dental clinic"), city_named("Jaipur"))
    people = people_of(town)
    members = sorted(members, key=lambda one: (one.style * (order + 7)) % 101)
    addresses = [one.phone if channel == "whatsapp" else one.email for one in members]
    natures = [people.meet("c", channel, address).nature for address in addresses if address][:10]
    assert sum(nature in EAGER for nature in natures) >= 3


def test_a_deck_fits_a_district() -> None:
    assert len(NATURES) == SIZE


async def test_who_said_stop_is_silent_for_good(town: Town) -> None:
    people = people_of(town)
    await people.cast("c", "+919812345678", nature="stop")
    talk = people.meet("c", "whatsapp", "+919812345678")
    assert people.answer(talk, "+919812345678", "Hello", "whatsapp")
    assert people.answer(talk, "+919812345678", "Hello?", "whatsapp") is None


@pytest.mark.parametrize("language", ["en", "hinglish", "hi"])
async def test_an_interested_person_answers_every_message_in_one_language(town: Town, language: str) -> None:
    people = people_of(town)
    await people.cast("c", "+919812345678", nature="interested", language=language)
    talk = people.meet("c", "whatsapp", "+919812345678")
    asked = ["Hello", "It is ₹5,000 a month", "Can we meet on Thursday?", "How many are you?", "Thanks", "Bye"]
    said = [people.answer(talk, "+919812345678", text, "whatsapp") for text in asked]
    assert all(line and line.text for line in said)
    is_devanagari = ["\u0900" <= line.text[0] <= "\u097f" for line in said if line]
    assert all(is_devanagari) is (language == "hi")


async def test_the_town_is_the_same_after_a_restart(sandbox: Sandbox) -> None:
    before = await sandbox.people()
    await sandbox.stop()
    await sandbox.start()
    personas = await sandbox.control("GET", "personas")
    assert [one["phone"] for one in personas["personas"] if one["phone"]] == before


async def test_another_seed_is_another_town(sandbox: Sandbox) -> None:
    before = await sandbox.people()
    await sandbox.control("PUT", "settings", seed=2)
    assert set(before).isdisjoint(await sandbox.people())


async def test_wrong_control_requests_are_told_so(sandbox: Sandbox) -> None:
    for path, body in (("settings", {"speed": 0}), ("settings", {"unknown": 1}), ("personas", {"nature": "x"})):
        answer = await sandbox.client.put(f"/sandbox/control/{path}", json=body)
        assert answer.status_code == 400
        assert answer.json()["error"]
    await asyncio.sleep(0)
