"""Turns what is looked for into an order: the input of a run, how many results, and the most that they may cost."""

import re
from collections.abc import Mapping
from typing import Any

from services.core.errors import ProviderRefused
from services.providers.base import Credentials, SearchCriteria
from services.providers.outside.recipes import Recipe
from services.providers.paid import OutsideOrder

MOST_SEARCHES = 50
_PROFILE = re.compile(r"https?://([a-z]{2,3}\.)?linkedin\.com/in/[^/?#\s]+/?")
_TARGET = re.compile(r"[A-Za-z0-9_~./-]{3,120}")


def order_for(recipe: Recipe, credentials: Credentials, criteria: SearchCriteria, most_usd_micros: int) -> OutsideOrder:
    """At most `criteria.limit` results for at most `most_usd_micros`. Raises ProviderRefused, in words for a person."""
    parts = _parts(criteria)
    for name, words in recipe.needs.items():
        if not parts[name]:
            raise ProviderRefused(recipe.account, words, "incomplete")
    affordable = (most_usd_micros - recipe.micros_per_run) // max(recipe.micros_per_result, 1)
    results = min(criteria.limit, recipe.most_results, affordable)
    if results < 1:
        words = (
            "The most that one search may cost is too little for a single result. Raise it in Settings → Integrations."
        )
        raise ProviderRefused(recipe.account, words, "too_little")
    each = -(-results // max(len(parts["searches"]), 1))
    return OutsideOrder(
        source=recipe.source,
        target=_target(recipe, credentials),
        input=_filled(recipe.input, {**parts, "limit": results, "limit_each": each}),
        options=recipe.options,
        results=results,
        most_usd_micros=recipe.micros_per_run + results * recipe.micros_per_result,
    )  # fmt: skip


def _target(recipe: Recipe, credentials: Credentials) -> str:
    target = credentials[recipe.target_field] or recipe.target
    if not _TARGET.fullmatch(target) or ".." in target:
        raise ProviderRefused(recipe.account, f"“{target[:60]}” is no name of an actor or dataset.", "target")
    return target


def _parts(criteria: SearchCriteria) -> dict[str, Any]:
    what = [part.strip() for part in criteria.industry.split(",") if part.strip()] or list(criteria.keywords)
    return {
        "searches": [f"{one} in {city}" for city in criteria.cities for one in what][:MOST_SEARCHES],
        "titles": list(criteria.job_titles),
        "places": list(criteria.cities),
        "words": " ".join([*what[:3], *criteria.keywords[:3]]),
        "profiles": [url for url in criteria.directory_urls if _PROFILE.fullmatch(url)],
        "region": criteria.region,
    }


def _filled(template: Any, parts: Mapping[str, Any]) -> Any:
    """Replace "$name" by its part; {"$each": name, "as": …} becomes a list with "$one" as each entry."""
    if isinstance(template, str):
        return parts[template[1:]] if template.startswith("$") else template
    if isinstance(template, list):
        return [_filled(entry, parts) for entry in template]
    if not isinstance(template, dict):
        return template
    if "$each" in template:
        return [_filled(template["as"], {**parts, "one": one}) for one in parts[template["$each"]]]
    return {name: _filled(value, parts) for name, value in template.items()}


def city_of_search(search: str, criteria: SearchCriteria) -> str:
    """The city of a search that `order_for` wrote, where a record repeats it; the only city when there is one."""
    named = next((city for city in criteria.cities if search.casefold().endswith(f" in {city.casefold()}")), "")
    return named or (criteria.cities[0] if len(criteria.cities) == 1 else "")
