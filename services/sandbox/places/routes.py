"""Text search with pages, and one place by its id."""

import base64
import hashlib
import json
import random
import re
from typing import Any

from aiohttp import web

from services.sandbox.places.wire import GoogleError, check_key, errors, field_mask, invalid
from services.sandbox.town.businesses import Business
from services.sandbox.town.cities import city_named
from services.sandbox.town.industries import BY_KEY, industry_named
from services.sandbox.world import World, world_of

__all__ = ["ROUTES", "errors"]

_KNOWN = {
    "textQuery", "languageCode", "regionCode", "rankPreference", "includedType", "openNow", "minRating",
    "maxResultCount", "priceLevels", "strictTypeFiltering", "locationBias", "locationRestriction",
    "includePureServiceAreaBusinesses", "pageSize", "pageToken",
}  # fmt: skip
_MOST = 60
_ON_THE_MAP, _GONE = 0.9, 0.05
_QUERY = re.compile(r"(?P<what>.+?)\s+(?:in|near|at)\s+(?P<where>[^,]+)", re.IGNORECASE)


async def search_text(request: web.Request) -> web.Response:
    world = world_of(request)
    check_key(request)
    wanted = field_mask(request, "places")
    body = await _body(request)
    size = _size(body)
    start = _start(body)
    found = await _matching(world, str(body["textQuery"]))
    page = found[start : start + size]
    answer: dict[str, Any] = {}
    if page and wanted != {"nextPageToken"}:
        answer["places"] = [_shown(world, one, wanted, str(request.url.origin())) for one in page]
    rest = start + size < min(len(found), _MOST)
    if rest and wanted & {"*", "nextPageToken"}:
        answer["nextPageToken"] = _token(body, start + size)
    return web.json_response(answer)


async def details(request: web.Request) -> web.Response:
    world = world_of(request)
    check_key(request)
    wanted = field_mask(request, "")
    business = await _by_id(world, request.match_info["place_id"])
    return web.json_response(_shown(world, business, wanted, str(request.url.origin())))


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise invalid("Invalid JSON payload received.") from None
    if not isinstance(body, dict):
        raise invalid("Invalid JSON payload received.")
    for name in body:
        if name not in _KNOWN:
            raise invalid(f'Invalid JSON payload received. Unknown name "{name}": Cannot find field.')
    if not str(body.get("textQuery") or "").strip():
        raise invalid("Empty text_query.")
    return body


def _size(body: dict[str, Any]) -> int:
    """Over 20 is 20 and 0 is the default, as at Google; below 0 is refused."""
    size = body.get("pageSize", body.get("maxResultCount", 20))
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise invalid(f"Invalid page_size: {size}. Must be between 0 and 20.")
    return min(size or 20, 20)


def _fingerprint(body: dict[str, Any]) -> str:
    same = {name: value for name, value in body.items() if name not in {"pageToken", "pageSize", "maxResultCount"}}
    return hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()[:16]


def _token(body: dict[str, Any], start: int) -> str:
    return base64.urlsafe_b64encode(f"{_fingerprint(body)}:{start}".encode()).decode()


def _start(body: dict[str, Any]) -> int:
    token = body.get("pageToken")
    if not token:
        return 0
    try:
        fingerprint, _, start = base64.urlsafe_b64decode(str(token)).decode().partition(":")
        place = int(start)
    except ValueError:
        raise invalid("Invalid page_token.") from None
    if fingerprint != _fingerprint(body):
        raise invalid("Request parameters must be the same as those of the request that returned the page_token.")
    return place


async def _matching(world: World, text: str) -> list[Business]:
    """The businesses that a map of the place would know, in an order of its own."""
    asked = _QUERY.match(text)
    if asked is None:
        return []
    members = await world.town.visit(industry_named(asked["what"]), city_named(asked["where"].strip()))
    known = [one for one in members if random.Random(f"{one.slug}:places").random() < _ON_THE_MAP]
    return sorted(known, key=lambda one: random.Random(f"{one.slug}:rank").random())


def place_id(world: World, business: Business) -> str:
    """Opaque to clients; holds what finds the business again."""
    inside = f"{world.settings.seed}|{business.industry.key}|{business.city.name}|{business.index}"
    return "ChIJ" + base64.urlsafe_b64encode(inside.encode()).decode().rstrip("=")


async def _by_id(world: World, text: str) -> Business:
    padded = text.removeprefix("ChIJ")
    try:
        inside = base64.urlsafe_b64decode(padded + "=" * (-len(padded) % 4)).decode()
        seed, industry, city, index = inside.split("|")
        number = int(index)
    except ValueError:
        raise invalid("The Place ID is no longer valid. Please refresh cached Place IDs.") from None
    if int(seed) != world.settings.seed:
        words = "The Place ID is no longer valid. Please refresh cached Place IDs."
        raise GoogleError(404, "NOT_FOUND", words)
    kind = BY_KEY.get(industry) or industry_named(industry)
    return (await world.town.visit(kind, city_named(city)))[number]


def _shown(world: World, business: Business, wanted: set[str], origin: str) -> dict[str, Any]:
    dice = random.Random(f"{business.slug}:rating")
    mobile = business.phone.removeprefix("+91")
    address = (
        f"{business.street}, {business.area}, {business.city.name}, {business.city.state} {business.postcode}, India"
    )
    everything: dict[str, Any] = {
        "name": f"places/{place_id(world, business)}",
        "id": place_id(world, business),
        "displayName": {"text": business.name, "languageCode": "en"},
        "formattedAddress": address,
        "location": {"latitude": business.lat, "longitude": business.lon},
        "types": [business.industry.key.replace("-", "_"), "point_of_interest", "establishment"],
        "primaryType": business.industry.key.replace("-", "_"),
        "businessStatus": "CLOSED_PERMANENTLY" if dice.random() < _GONE else "OPERATIONAL",
        "googleMapsUri": f"https://maps.google.com/?cid={business.osm_id}",
        "rating": round(dice.uniform(3.2, 5.0), 1),
        "userRatingCount": dice.randrange(3, 900),
    }
    if mobile:
        everything["nationalPhoneNumber"] = f"0{mobile[:5]} {mobile[5:]}"
        everything["internationalPhoneNumber"] = f"+91 {mobile[:5]} {mobile[5:]}"
    if business.has_site:
        everything["websiteUri"] = f"{origin}/site/{business.slug}/"
    return everything if "*" in wanted else {name: value for name, value in everything.items() if name in wanted}


ROUTES = (web.post("/v1/places:searchText", search_text), web.get("/v1/places/{place_id}", details))
