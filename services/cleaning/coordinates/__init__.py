"""Where cities lie, for maps of results: GeoNames' positions of cities of 15,000 and more (CC BY 4.0)."""

from functools import cache
from pathlib import Path

from services.cleaning.gazetteer import gazetteer_of

_TABLES = Path(__file__).parent
Point = tuple[float, float]
"""Degrees north and east."""


@cache
def _table(region: str) -> dict[tuple[str, str], Point]:
    file = _TABLES / f"{region}.tsv"
    if not region.isalpha() or not file.exists():
        return {}
    rows = (line.split("\t") for line in file.read_text("utf-8").splitlines())
    return {(name, state): (float(north), float(east)) for name, state, north, east in rows}


def position_of(city: str, region: str) -> Point | None:
    """Where a city, in any of its spellings, lies; None for one that no table knows or that is smaller."""
    found = gazetteer_of(region).find(city)
    return _table(region).get((found.name, found.state)) if found else None


def largest(region: str, most: int = 600) -> list[Point]:
    """The positions of the most populous cities: together they show a country's shape without any border."""
    return list(_table(region).values())[:most]
