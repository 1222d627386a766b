"""One country's cities, found by any spelling."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from services.cleaning.gazetteer.nicknames import NICKNAMES

_TABLES = Path(__file__).parent
_SIGNS = re.compile(r"[^a-z0-9]+")
# Ways of writing one sound in the scripts of India: nukta, joiners, and the nasal before a consonant.
_UNSEEN = dict.fromkeys([0x093C, 0x09BC, 0x0A3C, 0x0ABC, 0x0B3C, 0x200C, 0x200D, 0x00AD])
_NASAL = {0x0901: 0x0902, 0x0981: 0x0982, 0x0A70: 0x0A02, 0x0A81: 0x0A82, 0x0B01: 0x0B02}
_BEFORE_CONSONANT = re.compile("[ङञणनम]\u094d(?=[क-ह])")
_LARGE = 100_000


@dataclass(frozen=True, slots=True)
class City:
    """A city under its present official name; `state` is its postal letters, "" where the country has none."""

    name: str
    state: str
    population: int
    others: tuple[str, ...] = ()


@dataclass
class Gazetteer:
    """Lookups by `spelling_key`; each list holds the most populous first."""

    cities: list[City] = field(default_factory=list)
    usual: dict[str, list[City]] = field(default_factory=dict)
    by_name: dict[str, list[City]] = field(default_factory=dict)
    by_other: dict[str, list[City]] = field(default_factory=dict)

    def find(self, text: str, state: str = "") -> City | None:
        """The city that is meant; with `state` (postal letters) only one that lies there."""
        key = spelling_key(text)
        for found in (self.usual.get(key), self.by_name.get(key), self.by_other.get(key)):
            for city in found or ():
                if not state or city.state in {"", state}:
                    return city
        return None

    def large(self) -> list[City]:
        """Cities of 100,000 and more, the most populous first."""
        return [city for city in self.cities if city.population >= _LARGE]


def spelling_key(text: str) -> str:
    """What spellings are compared by: no case, marks, spaces or signs; one way of writing nasals in Indian scripts."""
    plain = text.casefold()
    if not plain.isascii():
        plain = plain.translate(_UNSEEN).translate(_NASAL)
        plain = _without_marks(_BEFORE_CONSONANT.sub("\u0902", plain))
        return "".join(letter for letter in plain if letter.isalnum() or unicodedata.category(letter) in {"Mc", "Mn"})
    return _SIGNS.sub("", plain)


def _without_marks(text: str) -> str:
    """Accents of Latin letters go; the vowel signs of other scripts stay."""
    return "".join(
        unicodedata.normalize("NFKD", letter)[0] if "\u00c0" <= letter <= "\u024f" else letter for letter in text
    )


@cache
def gazetteer_of(region: str) -> Gazetteer:
    """The table of an ISO 3166 country, empty for one that we have none of. A few megabytes for India, kept."""
    table = Gazetteer()
    path = _TABLES / f"{region}.tsv"
    if re.fullmatch(r"[A-Z]{2}", region) and path.exists():
        for line in path.read_text("utf-8").splitlines():
            name, state, population, others = line.split("\t")
            city = City(name, state, int(population), tuple(others.split("|")) if others else ())
            table.cities.append(city)
            table.by_name.setdefault(spelling_key(name), []).append(city)
            for other in city.others:
                table.by_other.setdefault(spelling_key(other), []).append(city)
    for name, state, others in NICKNAMES.get(region, []):
        city = next((one for one in table.by_name.get(spelling_key(name), []) if one.state == state), None)
        city = city or City(name, state, _LARGE)
        for spelling in (name, *others):
            table.usual.setdefault(spelling_key(spelling), []).append(city)
    return table
