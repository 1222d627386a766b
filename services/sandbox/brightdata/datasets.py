"""The two datasets that exist here, and collections of them: progress by the clock, records of the town."""

import json
import re
import secrets
import time
from typing import Any

from services.sandbox import errands, things
from services.sandbox.accounts import Account
from services.sandbox.listed import is_closed, searched, shows_email, site_of
from services.sandbox.things import Thing
from services.sandbox.town.businesses import Business
from services.sandbox.world import World

SNAPSHOT = "brightdata.snapshot"
MAPS, PROFILES = "gd_m8ebnr0q2qlklc02fz", "gd_l1viktl72bvl7bjuj0"
_PROFILE = re.compile(r"https://(?:www|in)\.linkedin\.com/in/([^/?#]+)/?")


def problem_of(dataset: str, options: dict[str, str], inputs: list[Any]) -> str:
    """What Bright Data would refuse, "" when nothing."""
    if not inputs or not all(isinstance(one, dict) for one in inputs):
        return "Input should be a non-empty array of objects"
    if dataset == MAPS:
        if (options.get("type"), options.get("discover_by")) != ("discover_new", "location"):
            return "This dataset needs type=discover_new and discover_by=location"
        return (
            ""
            if all(one.get("country") and one.get("keyword") for one in inputs)
            else "country and keyword are required"
        )
    return "" if all(_PROFILE.fullmatch(str(one.get("url"))) for one in inputs) else "url: Invalid LinkedIn profile URL"


class Collections:
    """Errand handlers of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.errands.handlers["brightdata.tell"] = self.tell

    async def tell(self, body: dict[str, Any]) -> None:
        snapshot = await things.get(self._world.journal, SNAPSHOT, body["id"])
        if snapshot is not None and snapshot.data["notify"] and status_of(snapshot) != "canceled":
            told = json.dumps({"snapshot_id": snapshot.id, "status": status_of(snapshot)}).encode()
            await self._world.postman.post(snapshot.data["notify"], told, {"Content-Type": "application/json"})


async def trigger(world: World, account: Account, data: dict[str, Any]) -> Thing:
    """`data`: dataset, inputs, limit (for each input), notify, with_errors, origin."""
    takes = world.settings.outside_seconds / world.settings.speed
    ends = time.time() + takes
    outcome = "failed" if world.dice.random() < world.settings.outside_fail else "ready"
    snapshot_id = f"s_{secrets.token_hex(9)}"
    snapshot = Thing(SNAPSHOT, snapshot_id, account.account, {**data, "takes": takes, "ends": ends, "outcome": outcome})

    def work(connection: Any) -> errands.Errand:
        things.put(connection, snapshot)
        return errands.insert(connection, "brightdata.tell", ends, {"id": snapshot.id})

    world.errands.schedule(await world.journal.run(work))
    return snapshot


def status_of(snapshot: Thing) -> str:
    if time.time() >= snapshot.data["ends"]:
        return str(snapshot.data["outcome"])
    return "starting" if time.time() - snapshot.at < snapshot.data["takes"] / 4 else "running"


def is_built(snapshot: Thing) -> bool:
    """A ready snapshot is still being put together for a moment."""
    return time.time() >= snapshot.data["ends"] + snapshot.data["takes"] / 4


async def records_of(world: World, snapshot: Thing) -> list[dict[str, Any]]:
    data = snapshot.data
    found: list[dict[str, Any]] = []
    for wanted in data["inputs"]:
        some = await (_maps if data["dataset"] == MAPS else _profile)(world, wanted, data["origin"])
        found += some[: data["limit"]]
    return found if data["with_errors"] else [one for one in found if not one.get("error")]


async def _maps(world: World, wanted: dict[str, Any], origin: str) -> list[dict[str, Any]]:
    return [_place(one, wanted, origin) for one in await searched(world, str(wanted["keyword"]))]


def _place(business: Business, wanted: dict[str, Any], origin: str) -> dict[str, Any]:
    return {
        "place_id": f"ChIJ{business.osm_id:020d}",
        "url": f"https://www.google.com/maps/place/?q=place_id:ChIJ{business.osm_id:020d}",
        "country": wanted["country"],
        "name": business.name,
        "category": business.industry.label,
        "address": f"{business.street}, {business.area}, {business.city.name} {business.postcode}, India",
        "phone_number": business.phone or business.landline or None,
        "open_website": site_of(business, origin) or None,
        "lat": business.lat,
        "lon": business.lon,
        "rating": round(3 + business.style % 20 / 10, 1),
        "permanently_closed": is_closed(business),
        "input": wanted,
    }


async def _profile(world: World, wanted: dict[str, Any], origin: str) -> list[dict[str, Any]]:
    slug = _PROFILE.fullmatch(str(wanted["url"]))
    business = world.town.by_slug(slug[1]) if slug else None
    if business is None:
        return [{"error": "Page not found", "error_code": "dead_page", "input": wanted}]
    company = {"name": business.name, "title": business.title, "website": site_of(business, origin) or None}
    return [
        {
            "url": wanted["url"],
            "name": business.person,
            "position": f"{business.title} at {business.name}",
            "city": f"{business.city.name}, {business.city.state}, India",
            "country_code": "IN",
            "current_company": company,
            "email": business.email if shows_email(business) else None,
            "input": wanted,
        }
    ]
