"""Cities of India: spelling, state, position, postcode; any other name becomes a town of its own."""

import csv
import random
from dataclasses import dataclass
from pathlib import Path

from services.sandbox.town.industries import slug


@dataclass(frozen=True)
class City:
    name: str
    state: str
    lat: float
    lon: float
    pin: str  # the first three digits of its postcodes
    std: str  # dialling code of its landlines


_ALIASES = {
    "bangalore": "bengaluru", "gurgaon": "gurugram", "bombay": "mumbai", "calcutta": "kolkata", "madras": "chennai",
    "mysore": "mysuru", "mangalore": "mangaluru", "cochin": "kochi", "trivandrum": "thiruvananthapuram",
    "calicut": "kozhikode", "vizag": "visakhapatnam", "baroda": "vadodara", "poona": "pune", "banaras": "varanasi",
    "benares": "varanasi", "ncr": "delhi", "new-delhi-ncr": "delhi", "nasik": "nashik", "goa": "panaji",
}  # fmt: skip


def _load() -> dict[str, City]:
    with (Path(__file__).parent / "data" / "cities.csv").open(encoding="utf-8") as file:
        rows = [
            City(row["name"], row["state"], float(row["lat"]), float(row["lon"]), row["pin"], row["std"])
            for row in csv.DictReader(file)
        ]
    return {slug(city.name): city for city in rows}


CITIES = _load()


def city_named(name: str) -> City:
    """The city of that name in any usual spelling, or a town made up under it."""
    key = slug(name.partition(",")[0])
    known = CITIES.get(_ALIASES.get(key, key))
    if known:
        return known
    dice = random.Random(key)
    place = " ".join(name.replace("-", " ").split()).title()
    lat, lon = round(dice.uniform(12, 29), 3), round(dice.uniform(74, 86), 3)
    return City(place or "Nagar", "", lat, lon, str(dice.randint(110, 799)), str(dice.randint(211, 899)))


def is_known(name: str) -> bool:
    """Whether a place of that name is on the map, in any usual spelling."""
    key = slug(name.partition(",")[0])
    return _ALIASES.get(key, key) in CITIES


def city_near(lat: float, lon: float) -> City:
    """The known city nearest to a point in degrees."""
    return min(CITIES.values(), key=lambda city: (city.lat - lat) ** 2 + (city.lon - lon) ** 2)
