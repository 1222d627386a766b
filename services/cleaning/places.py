"""Cities and states: one spelling for each, so that filters, searches and duplicates agree."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from services.cleaning.gazetteer import City, gazetteer_of, spelling_key
from services.cleaning.states import normalise_state, state_letters, state_name

DEFAULT_REGION = "IN"
_COUNTRIES = re.compile(
    r"(?i)^\(?(?:republic of )?(?:india|bharat|भारत|u\.?s\.?a?\.?|united states(?: of america)?"
    r"|u\.?k\.?|united kingdom)\)?$"
)
_POST_CODE = re.compile(r"(?i)\b(?:pin(?:\s?code)?|zip)?\s*[:.-]?\s*\d{3}\s?\d{3}\b|\b\d{5}(?:-\d{4})?\b")
_PARTS = re.compile(r"\s*[,;|/\n\t()\[\]]+\s*|\s+[–—-]+\s+|(?<=\w)-(?=\s|\d)")
_QUALIFIERS = (
    r"city|district|dist\.?|distt\.?|urban|rural|metro|ncr|cantt?\.?|cantonment|municipal corporation|taluka?"
    r"|tehsil|town|metropolitan(?: area)?|central|north|south|east|west|[nsew]"
)
_QUALIFIED = re.compile(rf"(?i)^(?:(?:greater|gr\.?|{_QUALIFIERS})\s+)?(.+?)(?:\s+(?:{_QUALIFIERS}))?$")
_DISTRICT_BEFORE = re.compile(r"(?i)^(?:dist(?:rict|t)?|city)\s*[.:-]\s*")
_NOTHING = re.compile(r"(?i)^(?:n\W?a|nil|null|none|unknown|other|not (?:available|known|specified)|[\W\d_]+)$")
_SHORTEST_MISSPELLED = 6
_HAMLET = 20_000
_NAMESAKE = 3
_MOST_SPELLINGS = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A city and its state under their official names, "" for what is not known."""

    city: str
    state: str


@lru_cache(maxsize=20_000)
def normalise_city(text: str | None, region: str = DEFAULT_REGION, state: str = "") -> Place:
    """The place behind a city as somebody wrote it: "bangalore ", "Andheri (E), Mumbai 400 093" or "पुणे".

    `state` (in any spelling) tells places of one name apart, and is filled in where the city is known. What no table
    knows keeps its spelling, in title case when it was all capitals or none.
    """
    plain = re.sub(r"\s+", " ", text or "").strip(" ,.-;:'\"")
    letters = state_letters(state, region)
    if not plain or _NOTHING.match(plain):
        return Place("", normalise_state(state, region))
    if whole := _find(plain, region, letters):
        return _place(whole, region, letters)
    parts = [part for part in map(_tidy, _PARTS.split(_POST_CODE.sub(" , ", plain))) if part]
    kept = [part for part in parts if not _COUNTRIES.match(part) and not _NOTHING.match(part)]
    named = [part for part in kept if _is_only_state(part, region)]
    letters = letters or next((state_letters(part, region) for part in reversed(named)), "")
    rest = [part for part in kept if part not in named]
    if city := _last_city(rest, region, letters):
        return _place(city, region, letters)
    return Place(_as_title(rest[0]) if rest else "", state_name(letters, region) or normalise_state(state, region))


def city_spellings(city: str, region: str = DEFAULT_REGION) -> list[str]:
    """The official spelling and the others in use in Latin letters, for sources that know only one of them."""
    official = normalise_city(city, region).city
    table = gazetteer_of(region)
    key = spelling_key(official)
    usual = [spelling for spelling, cities in table.usual.items() if cities[0].name == official and spelling != key]
    found = table.find(official)
    others = [other for other in (found.others if found else ()) if other.isascii()]
    ranked = sorted(others, key=lambda other: spelling_key(other) not in usual)
    return list(dict.fromkeys([official, *ranked][:_MOST_SPELLINGS])) if official else []


def large_cities(region: str = DEFAULT_REGION) -> list[str]:
    """Names to choose from, the most populous first."""
    return list(dict.fromkeys(city.name for city in gazetteer_of(region).large()))


def _place(city: City, region: str, letters: str) -> Place:
    """With the city's state, unless nobody said which of several equals is meant: Springfield."""
    namesakes = gazetteer_of(region).by_name.get(spelling_key(city.name), [])
    is_clear = letters or not any(
        other.state != city.state and other.population * _NAMESAKE > city.population for other in namesakes
    )
    return Place(city.name, state_name(city.state, region) if is_clear else "")


def _last_city(parts: list[str], region: str, letters: str) -> City | None:
    """The last part of an address that is a city; a hamlet's name gives way to a large city before it."""
    found = [city for part in reversed(parts) if (city := _find(part, region, letters))]
    if found and found[0].population < _HAMLET:
        found = [city for city in found if city.population >= 5 * _HAMLET] or found
    return (
        found[0]
        if found
        else next(filter(None, (_misspelled(part, region, letters) for part in reversed(parts))), None)
    )


def _tidy(part: str) -> str:
    return _DISTRICT_BEFORE.sub("", part.strip(" ,.-;:'\"&"))


def _is_only_state(part: str, region: str) -> bool:
    """Whether a part of an address is a state and no city; Delhi, Goa and their like are both."""
    return bool(state_letters(part, region)) and gazetteer_of(region).find(part) is None


def _find(text: str, region: str, letters: str) -> City | None:
    table = gazetteer_of(region)
    if city := table.find(text, letters):
        return city
    bare = _QUALIFIED.match(text)
    return table.find(bare[1], letters) if bare and bare[1] != text else None


def _misspelled(text: str, region: str, letters: str) -> City | None:
    """The one large city that is a slip of the pen away; nothing when two are, or when it is short."""
    key = spelling_key(text)
    if len(key) < _SHORTEST_MISSPELLED or not key.isascii():
        return None
    names = _large_by_key(region)
    most = 2 if len(key) >= 10 else 1
    near = extract(key, names.keys(), scorer=OSA.distance, score_cutoff=most, limit=3)
    cities = [
        names[name]
        for name, _, _ in near
        if name[0] == key[0] and names[name].state in {"", letters or names[name].state}
    ]
    return cities[0] if cities and all(city.name == cities[0].name for city in cities) else None


@lru_cache(maxsize=8)
def _large_by_key(region: str) -> dict[str, City]:
    names: dict[str, City] = {}
    table = gazetteer_of(region)
    for city in table.large():
        for spelling in (city.name, *(other for other in city.others if other.isascii())):
            names.setdefault(spelling_key(spelling), city)
    for spelling, cities in table.usual.items():
        names.setdefault(spelling, cities[0])
    return names


def _as_title(name: str) -> str:
    return name.title() if name.isupper() or name.islower() else name
