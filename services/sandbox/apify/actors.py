"""The two actors that exist here: what they take, what they find, what that costs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from services.sandbox.listed import at_work, is_closed, searched, shows_email, site_of
from services.sandbox.town.businesses import Business
from services.sandbox.world import World

Input = dict[str, Any]


@dataclass(frozen=True)
class Actor:
    """`problem` says what is wrong with an input, "" when nothing is; prices are in millionths of a dollar."""

    id: str
    problem: Callable[[Input], str]
    find: Callable[[World, Input, str], Awaitable[list[dict[str, Any]]]]
    micros_per_run: int
    micros_per_result: int


async def _places(world: World, wanted: Input, origin: str) -> list[dict[str, Any]]:
    most = int(wanted.get("maxCrawledPlacesPerSearch") or 9999)
    found: list[dict[str, Any]] = []
    for search in wanted["searchStringsArray"]:
        businesses = await searched(world, search)
        shown = [one for one in businesses if not (wanted.get("skipClosedPlaces") and is_closed(one))]
        found += [_place(one, search, rank, origin) for rank, one in enumerate(shown[:most], 1)]
    return found


def _place(business: Business, search: str, rank: int, origin: str) -> dict[str, Any]:
    number = business.phone or business.landline
    shown = f"+91 {number[3:8]} {number[8:]}" if number else None
    return {
        "searchString": search,
        "rank": rank,
        "title": business.name,
        "categoryName": business.industry.label,
        "address": f"{business.street}, {business.area}, {business.city.name} {business.postcode}, India",
        "city": business.city.name,
        "state": business.city.state or None,
        "countryCode": "IN",
        "phone": shown,
        "phoneUnformatted": number or None,
        "website": site_of(business, origin) or None,
        "totalScore": round(3 + business.style % 20 / 10, 1),
        "reviewsCount": business.style,
        "placeId": f"ChIJ{business.osm_id:020d}",
        "location": {"lat": business.lat, "lng": business.lon},
        "url": f"https://www.google.com/maps/search/?api=1&query_place_id=ChIJ{business.osm_id:020d}",
        "permanentlyClosed": is_closed(business),
        "temporarilyClosed": False,
    }


async def _profiles(world: World, wanted: Input, origin: str) -> list[dict[str, Any]]:
    people = await at_work(world, str(wanted.get("searchQuery") or ""), wanted["locations"], wanted["currentJobTitles"])
    with_emails = "email" in str(wanted.get("profileScraperMode", ""))
    return [_profile(one, origin, with_emails) for one in people[: int(wanted.get("maxItems") or 100)]]


def _profile(business: Business, origin: str, with_emails: bool) -> dict[str, Any]:
    first, _, last = business.person.removeprefix("Dr. ").partition(" ")
    emails = [{"email": business.email, "status": "valid"}] if with_emails and shows_email(business) else []
    return {
        "id": f"ACoAA{business.osm_id}",
        "publicIdentifier": business.slug,
        "linkedinUrl": f"https://www.linkedin.com/in/{business.slug}",
        "firstName": first,
        "lastName": last,
        "headline": f"{business.title} at {business.name}",
        "location": {
            "linkedinText": f"{business.city.name}, India",
            "parsed": {"city": business.city.name, "state": business.city.state or None, "country": "India"},
        },
        "currentPosition": [{"position": business.title, "companyName": business.name}],
        "companyWebsite": site_of(business, origin) or None,
        "emails": emails,
    }


def _map_problem(wanted: Input) -> str:
    searches = wanted.get("searchStringsArray")
    if not isinstance(searches, list) or not searches or not all(isinstance(one, str) for one in searches):
        return "Field input.searchStringsArray is required"
    most = wanted.get("maxCrawledPlacesPerSearch", 1)
    return "" if isinstance(most, int) and most > 0 else "Field input.maxCrawledPlacesPerSearch must be >= 1"


def _profile_problem(wanted: Input) -> str:
    lists = [wanted.get("locations"), wanted.get("currentJobTitles")]
    return "" if all(isinstance(one, list) for one in lists) else "Field input.locations must be array"


ACTORS = {
    "compass~crawler-google-places": Actor("nwua9Gu5YrADL7ZDj", _map_problem, _places, 10_000, 4_000),
    "harvestapi~linkedin-profile-search": Actor("M2FMdjRVeF1HPGFcc", _profile_problem, _profiles, 100_000, 15_000),
}
