"""The town as other sites show it: what a search finds, on a map or among people at work."""

import re
from collections.abc import Sequence

from services.sandbox.town.businesses import Business
from services.sandbox.town.cities import city_named
from services.sandbox.town.industries import industry_named
from services.sandbox.world import World


async def searched(world: World, search: str) -> list[Business]:
    """ "dentists in Jaipur": the businesses that a map shows for it."""
    what, _, where = search.rpartition(" in ")
    if not what or not where.strip():
        return []
    return await world.town.visit(industry_named(what), city_named(where))


async def at_work(world: World, words: str, cities: Sequence[str], titles: Sequence[str]) -> list[Business]:
    """People with one of the titles in these cities; titles are compared by their words."""
    wanted = set(re.findall(r"[a-z]{3,}", " ".join(titles).lower()))
    found = [one for city in cities for one in await world.town.visit(industry_named(words), city_named(city))]
    fitting = [one for one in found if wanted & set(re.findall(r"[a-z]{3,}", one.title.lower()))]
    return fitting or found


def site_of(business: Business, origin: str) -> str:
    return f"{origin}/site/{business.slug}/" if business.has_site else ""


def is_closed(business: Business) -> bool:
    return business.style % 17 == 0


def shows_email(business: Business) -> bool:
    """Half of those who have one let others find it."""
    return bool(business.email) and business.style % 2 == 0
