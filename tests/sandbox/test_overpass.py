import httpx
import phonenumbers
import pytest

from services.sandbox.overpass_query import QueryError, parse
from tests.sandbox.conftest import Sandbox

QUERY = """[out:json][timeout:60];
area["name"="{city}"]["boundary"="administrative"]->.a;
( nwr{tags}(area.a); );
out center tags {most};"""


async def ask(sandbox: Sandbox, city: str, tags: str, most: int = 500) -> httpx.Response:
    query = QUERY.format(city=city, tags=tags, most=most)
    return await sandbox.client.post("/api/interpreter", data={"data": query})


async def found(sandbox: Sandbox, city: str, tags: str, most: int = 500) -> list[dict]:
    return (await ask(sandbox, city, tags, most)).json()["elements"]


@pytest.mark.parametrize(
    ("city", "tags", "least"),
    [
        ("Jaipur", '["amenity"="dentist"]', 40),
        ("Bangalore", '["amenity"~"^(restaurant|cafe)$"]', 80),
        ("Sitapur", '["shop"="kitchen"]', 40),
        ("Pune", '["shop"]["name"~"furniture",i]', 8),
    ],
)
async def test_any_trade_in_any_city_has_businesses(sandbox: Sandbox, city: str, tags: str, least: int) -> None:
    elements = await found(sandbox, city, tags)
    assert len(elements) >= least
    assert len({one["tags"]["name"] for one in elements}) >= least * 0.9
    for one in elements:
        assert "lat" in one or "center" in one


async def test_the_same_question_has_the_same_answer_and_is_cut_at_its_number(sandbox: Sandbox) -> None:
    first = await found(sandbox, "Kota", '["shop"="furniture"]')
    assert await found(sandbox, "Kota", '["shop"="furniture"]') == first
    assert await found(sandbox, "Kota", '["shop"="furniture"]', 7) == first[:7]


async def test_mobiles_are_valid_indian_numbers(sandbox: Sandbox) -> None:
    for phone in await sandbox.people():
        assert phonenumbers.is_valid_number(phonenumbers.parse(phone))


async def test_faults_of_the_public_instance(sandbox: Sandbox) -> None:
    await sandbox.control("PUT", "settings", faults={"overpass": {"error": 1.0}})
    assert (await ask(sandbox, "Jaipur", '["amenity"="dentist"]')).status_code == 504
    await sandbox.control("PUT", "settings", faults={"overpass": {"partial": 1.0}})
    partial = (await ask(sandbox, "Jaipur", '["amenity"="dentist"]')).json()
    assert "timed out" in partial["remark"]
    assert "slots available" in (await sandbox.client.get("/api/status")).text


@pytest.mark.parametrize("text", ["", "[out:json];", "nwr(1);out;", '[out:json];nwr["a"~"("];out;'])
def test_a_broken_query_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        parse(text)


def test_quotes_in_names_are_read() -> None:
    query = parse('[out:json];area["name"="A\\"b"]->.x;nwr["shop"="k"](area.x);out 5;')
    assert query.areas == {"x": ['A"b']}
    assert query.most == 5


async def test_a_boundary_and_a_pattern_over_keys_are_understood(sandbox: Sandbox) -> None:
    text = (
        '[out:json];rel["boundary"="administrative"]["name"="Kota"];map_to_area->.a;'
        'nwr["shop"="bakery"][~"^(contact:)?phone$"~"."](area.a);out tags center;'
    )
    elements = (await sandbox.client.post("/api/interpreter", data={"data": text})).json()["elements"]
    assert elements
    for one in elements:
        assert one["tags"]["addr:city"] == "Kota"
        assert {"phone", "contact:phone"} & set(one["tags"])


async def test_a_set_is_counted(sandbox: Sandbox) -> None:
    text = '[out:json];area["name"="Kota"]["boundary"="administrative"]->.a;nwr["shop"="bakery"](area.a);out count;'
    elements = (await sandbox.client.post("/api/interpreter", data={"data": text})).json()["elements"]
    assert [one["type"] for one in elements] == ["count"]
    assert int(elements[0]["tags"]["total"]) >= 40


async def test_spellings_of_one_place_are_one_place(sandbox: Sandbox) -> None:
    areas = "".join(f'area["boundary"="administrative"]["name"="{name}"];' for name in ("Pune", "Poona", "Pounah"))
    text = f'[out:json];({areas})->.city;nwr["amenity"="dentist"](area.city);out count;'
    elements = (await sandbox.client.post("/api/interpreter", data={"data": text})).json()["elements"]
    assert int(elements[0]["tags"]["total"]) <= 48
