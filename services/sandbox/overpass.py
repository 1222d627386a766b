"""OpenStreetMap's Overpass API over the town's businesses."""

import random
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from html import escape
from typing import Any

from aiohttp import web

from services.sandbox.overpass_query import Filter, Query, QueryError, Statement, parse
from services.sandbox.town.businesses import Business
from services.sandbox.town.cities import CITIES, City, city_named, city_near, is_known
from services.sandbox.town.industries import BUSINESS_KEYS, CATALOGUE, industries_with, industry_for_tag, industry_named
from services.sandbox.world import World, world_of

_COPYRIGHT = "The data included in this document is from www.openstreetmap.org. The data is made available under ODbL."
_STATES = {"india", *(city.state.lower() for city in CITIES.values())} - {"delhi", "chandigarh"}
Element = dict[str, Any]
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
_MOST_KINDS = 12


async def interpreter(request: web.Request) -> web.Response:
    """`data=<query>` as a form field, a bare body or a query parameter."""
    world = world_of(request)
    try:
        query = parse(await _text(request))
    except QueryError as problem:
        return _complaint(str(problem))
    elements: dict[int, dict[str, Any]] = {}
    for statement in query.statements:
        for city in _cities(query, statement):
            async for element in _matching(world, request, statement, city):
                elements.setdefault(element["id"], element)
    if query.wants_count:
        return _json({}, [_count(list(elements.values()))])
    found = sorted(elements.values(), key=lambda element: (element["type"], element["id"]))[: query.most]
    if not query.wants_center:
        found = [{name: value for name, value in element.items() if name != "center"} for element in found]
    more: dict[str, Any] = {}
    faults = world.settings.faults.get("overpass")
    if faults and world.dice.random() < faults.partial:
        found = found[: len(found) // 2]
        more["remark"] = 'runtime error: Query timed out in "query" at line 3 after 60 seconds.'
    return _json(more, found)


def _json(more: dict[str, Any], elements: list[Element]) -> web.Response:
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = {"timestamp_osm_base": at, "timestamp_areas_base": at, "copyright": _COPYRIGHT}
    answer: dict[str, Any] = {"version": 0.6, "generator": "Overpass API 0.7.62.7 sandbox", "osm3s": head}
    return web.json_response({**answer, **more, "elements": elements})


def _count(elements: list[Element]) -> Element:
    """What `out count` says of a set; the numbers are strings."""
    kinds = {f"{kind}s": str(sum(one["type"] == kind for one in elements)) for kind in ("node", "way", "relation")}
    return {"type": "count", "id": 0, "tags": {**kinds, "total": str(len(elements))}}


async def status(_request: web.Request) -> web.Response:
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = f"Connected as: 2130706433\nCurrent time: {at}\nRate limit: 2\n2 slots available now.\n"
    return web.Response(text=f"{lines}Currently running queries (pid, space limit, time limit, start time):\n")


async def _text(request: web.Request) -> str:
    if request.method == "GET":
        return request.query.get("data", "")
    if request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        form = await request.post()
        return str(form.get("data", ""))
    return (await request.text()).removeprefix("data=")


def _complaint(problem: str) -> web.Response:
    text = (
        "<html><head><title>OSM3S Response</title></head><body><p><strong>Error</strong>: line 1: parse error: "
        f"{escape(problem)}</p></body></html>"
    )
    return web.Response(status=400, text=text, content_type="text/html")


def _cities(query: Query, statement: Statement) -> list[City]:
    """Where a statement looks: its named set, else every named area, else the city nearest to a point or box."""
    numbers = [float(number) for number in _NUMBERS.findall(statement.place)]
    if statement.place.startswith("around") and len(numbers) >= 3:
        return [city_near(*numbers[-2:])]
    if len(numbers) == 4 and not statement.place.startswith("area"):
        south, west, north, east = numbers
        return [city_near((south + north) / 2, (west + east) / 2)]
    wanted = statement.place.partition(".")[2].strip() if statement.place.startswith("area.") else ""
    names = query.areas.get(wanted) or [name for group in query.areas.values() for name in group]
    names = [name for name in names if name.lower() not in _STATES]
    # Several names are spellings of one place: what is on no map is looked for under the first alone.
    names = [name for name in names if is_known(name)] or names[:1]
    cities = {city.name: city for city in map(city_named, names)}
    return list(cities.values())


async def _matching(
    world: World, request: web.Request, statement: Statement, city: City
) -> AsyncIterator[dict[str, Any]]:
    for key, value in list(dict.fromkeys(_tags_wanted(statement)))[:_MOST_KINDS]:
        for business in await world.town.visit(industry_for_tag(key, value), city):
            element = _element(business, (key, value), str(request.url.origin()))
            is_wanted = all(one.admits(element["tags"]) for one in statement.filters)
            if element["type"] in statement.kinds and is_wanted:
                yield element


def _tags_wanted(statement: Statement) -> Iterator[tuple[str, str]]:
    """The kinds of business a statement is about, as tags."""
    about = [one for one in statement.filters if one.key in BUSINESS_KEYS and one.operator in ("=", "~", "has")]
    for one in about:
        yield from _tags_of(one)
    if about:
        return
    for one in statement.filters:
        if one.key.startswith("name") and one.operator in ("=", "~"):
            for word in one.alternatives() or [re.sub(r"\W+", " ", one.value)]:
                yield industry_named(word).tags[0]


def _tags_of(one: Filter) -> Iterator[tuple[str, str]]:
    if one.operator == "=":
        yield one.key, one.value
    elif one.operator == "has":
        for industry in industries_with(one.key):
            yield next(tag for tag in industry.tags if tag[0] == one.key)
    else:
        known = [tag for industry in CATALOGUE for tag in industry.tags if tag[0] == one.key]
        words = one.alternatives()
        is_exact = one.value.startswith("^") and one.value.endswith("$")
        matching = [tag for tag in known if one.admits({one.key: tag[1]})]
        yield from ([(one.key, word) for word in words] if words and (is_exact or not matching) else matching)


def _element(business: Business, asked: tuple[str, str], origin: str) -> dict[str, Any]:
    """A node, or now and then a way with its centre."""
    tags = {name: value for name, value in reversed(business.industry.tags) if name != asked[0]}
    tags |= {
        asked[0]: asked[1],
        "name": business.name,
        "addr:street": business.area,
        "addr:city": business.city.name,
        "addr:postcode": business.postcode,
        **_contacts(business, origin),
    }
    if business.style % 7 == 0:
        point = {"lat": business.lat, "lon": business.lon}
        return {"type": "way", "id": business.osm_id, "center": point, "nodes": [], "tags": tags}
    return {"type": "node", "id": business.osm_id, "lat": business.lat, "lon": business.lon, "tags": tags}


def _contacts(business: Business, origin: str) -> dict[str, str]:
    """Mappers fill in some of it: everybody keeps at least one way to be reached."""
    dice = random.Random(f"{business.slug}:map")
    number = business.phone.removeprefix("+91")
    shapes = (
        f"+91 {number[:5]} {number[5:]}",
        f"+91-{number}",
        f"0{number}",
        f"+91 {number[:3]} {number[3:6]} {number[6:]}",
    )
    written = dice.choice(shapes)
    phones = [written] if business.phone and (dice.random() < 0.8 or not business.has_site) else []
    phones += [business.landline] if business.landline else []
    tags = {dice.choice(("phone", "phone", "contact:phone", "mobile")): "; ".join(phones)} if phones else {}
    if business.email and (dice.random() < 0.5 or not (phones or business.has_site)):
        tags[dice.choice(("email", "contact:email"))] = business.email
    if business.has_site:
        tags[dice.choice(("website", "website", "contact:website", "url"))] = f"{origin}/site/{business.slug}/"
    if business.city.state:
        tags["addr:state"] = business.city.state
    if dice.random() < 0.4:
        tags["opening_hours"] = "Mo-Sa 10:00-19:00"
    return tags


ROUTES = (
    web.post("/api/interpreter", interpreter),
    web.get("/api/interpreter", interpreter),
    web.get("/api/status", status),
)
