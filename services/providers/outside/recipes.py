"""Which actor or dataset a source runs, with what input, what that costs and which fields come back: data, not code."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from services.core.settings import get_settings

MICROS = 1_000_000


@dataclass(frozen=True)
class Recipe:
    """One source. Prices are in millionths of a dollar; `fields` maps ours to paths in a record, best first.

    `account` is the provider's name, `target` its actor or dataset unless the customer's `target_field` names another.
    `needs` says, for each part of a search that it cannot do without, what to tell a person. `is_published`: the
    site shows addresses so that customers use them.
    """

    source: str
    account: str
    title: str
    site: str
    target: str
    target_field: str
    input: Any
    fields: Mapping[str, list[str]]
    needs: Mapping[str, str]
    micros_per_run: int
    micros_per_result: int
    most_results: int
    again_after_days: int
    is_published: bool
    options: Mapping[str, str] = field(default_factory=dict)
    skip: tuple[str, ...] = ()


def recipes() -> dict[str, Recipe]:
    """By source; `LEADGEN_OUTSIDE_RECIPES` names a file of the same form whose entries come over ours."""
    return _loaded(get_settings().outside_recipes)


@cache
def _loaded(own: str) -> dict[str, Recipe]:
    rows = json.loads((Path(__file__).parent / "recipes.json").read_text("utf-8"))
    changes: dict[str, Any] = json.loads(Path(own).read_text("utf-8")) if own else {}
    for source, change in changes.items():
        rows[source] = {**rows.get(source, {}), **change}
    return {source: _recipe(source, row) for source, row in rows.items()}


def _recipe(source: str, row: dict[str, Any]) -> Recipe:
    plain = {name: value for name, value in row.items() if not name.startswith("usd_")}
    return Recipe(
        source=source,
        micros_per_run=_micros(row["usd_per_run"]),
        micros_per_result=_micros(row["usd_per_result"]),
        **{**plain, "skip": tuple(row.get("skip", ()))},
    )


def _micros(dollars: str) -> int:
    return int((Decimal(dollars) * MICROS).to_integral_value())
