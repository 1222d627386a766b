"""A record of somebody else's making becomes a contact of ours, by the paths of its recipe."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.providers.base import Fact, FoundContact, SearchCriteria
from services.providers.outside.orders import city_of_search
from services.providers.outside.recipes import Recipe
from services.providers.website.client import visit_site_if_possible
from services.providers.website.merging import merged
from services.web import Fetcher

TOGETHER = 8
_OURS = ("name", "email", "phone", "company", "title", "city", "state", "website", "industry")


def contact_of(record: Mapping[str, Any], recipe: Recipe, criteria: SearchCriteria, page: str = "") -> FoundContact:
    """`page` is where the record is read when its own page must not be named: a sandbox's address."""
    values = {name: _first(record, recipe.fields.get(name, ())) for name in (*_OURS, "page", "search")}
    values["city"] = values["city"].partition(",")[0].strip() or city_of_search(values["search"], criteria)
    values["industry"] = values["industry"] or criteria.industry
    where = page or values["page"]
    facts = tuple(Fact(name, values[name], where, f"{recipe.site} record") for name in _OURS if values[name])
    return FoundContact(**{name: values[name] for name in _OURS}, facts=facts, is_published=recipe.is_published)


def is_wanted(record: Any, recipe: Recipe) -> bool:
    """Closed businesses and records of errors are not."""
    return isinstance(record, Mapping) and not any(record.get(name) for name in recipe.skip)


async def completed(
    records: Sequence[tuple[FoundContact, str]], criteria: SearchCriteria
) -> AsyncIterator[FoundContact]:
    """Each with its cursor. Whoever cannot be reached yet is looked for on the company's own site."""
    async with Fetcher() as web:
        for start in range(0, len(records), TOGETHER):
            few = records[start : start + TOGETHER]
            done = await asyncio.gather(*(_completed(web, found, criteria.region) for found, _ in few))
            for found, (_, cursor) in zip(done, few, strict=True):
                yield replace(found, cursor=cursor)


async def _completed(web: Fetcher, found: FoundContact, region: str) -> FoundContact:
    if not found.website or (found.phone and found.email) or not found.website.startswith(("http://", "https://")):
        return found
    had_address = bool(found.phone or found.email)
    whole = merged(found, await visit_site_if_possible(web, found.website, region))
    # What only the company's own site told is published, wherever the name came from.
    return replace(whole, is_published=found.is_published or not had_address)


def _first(record: Mapping[str, Any], paths: Sequence[str]) -> str:
    return next((value for path in paths if (value := _at(record, path))), "")


def _at(record: Any, path: str) -> str:
    """The text at "a.0.b"; "a+b" joins two with a space. Anything that is no text or number is nothing."""
    if "+" in path:
        return " ".join(part for one in path.split("+") if (part := _at(record, one)))
    for step in path.split("."):
        if isinstance(record, Mapping):
            record = record.get(step)
        elif isinstance(record, list) and step.isdecimal() and int(step) < len(record):
            record = record[int(step)]
        else:
            return ""
    return str(record).strip() if isinstance(record, str | int) and not isinstance(record, bool) else ""
