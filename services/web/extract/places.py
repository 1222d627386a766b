"""Cities and states: from marks, and from lines that end as addresses do."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from services.cleaning import normalise_city, normalise_state, states_of
from services.cleaning.gazetteer import City, Gazetteer, gazetteer_of
from services.web.extract.document import Document
from services.web.extract.facts import Reading
from services.web.extract.structured import Structured

_LONGEST_REMEMBERED = 300
_STATES_WRITTEN = """
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR
PA RI SC SD TN TX UT VT VA WA WV WI WY DC AB BC MB NB NL NS NT NU ON PE QC SK YT Ontario Quebec Alberta Manitoba
NSW VIC QLD TAS ACT Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia
Hawaii Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota
Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont
Virginia Washington Wisconsin Wyoming
"""
_CITY = r"(?P<city>[A-Z][A-Za-z.'’-]+(?:[ ](?:of|de|du|la)[ ]|[ ])?(?:[A-Z][A-Za-z.'’-]+[ ]?){0,3})"
_STATES = "|".join(_STATES_WRITTEN.split())
_WITH_STATE = re.compile(
    rf"{_CITY}\s*,\s*(?P<state>{_STATES}|New York|New Jersey|North Carolina|South Carolina|Texas)\b\.?"
    r"(?=[\s,]*(?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{4})\b|[\s,]*$|\s*[|•·\t)])"
)
_WITH_ZIP = re.compile(
    rf"{_CITY}\s*,?\s+(?P<state>{_STATES})\b\.?,?\s+(?:\d{{5}}(?:-\d{{4}})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d)\b"
)
_INDIAN_STATE = re.compile(
    rf"(?<![\w])({'|'.join(sorted(map(re.escape, states_of('IN')), key=len, reverse=True))})(?![\w])"
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\u0900-\u0dff-](?=[^\W\d_]|[\u0900-\u0dff]))*[\u0900-\u0dff]*")
_STREET_AFTER = re.compile(
    r"(?i)[\s-]+(?:nagar|road|rd|marg|street|st|lane|colony|layout|path|chowk|gate|highway|bypass|cross|enclave|vihar|puram"
    r"|tower|towers|complex|house|bhavan|bhawan|plaza|market|bazaar)\b"
)
_LONGEST_NAME, _SHORTEST_NAME = 3, 4
_TOWN = 20_000
_PIN = re.compile(r"(?<!\d)[1-8]\d{2}\s?\d{3}(?!\d)")
_STREET_END = re.compile(
    r"^.*\b(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Highway|Hwy|Way|Court|Ct|Suite|Ste|Floor|Fl|Unit|Place|Pl"
    r"|Parkway|Pkwy|Square|Sq|Circle|Terrace|Plaza|North|South|East|West|NE|NW|SE|SW|Building|Bldg|Box)\b\.?\s+(?=[A-Z])"
)


def read_places(document: Document, structured: Structured, region: str) -> tuple[list[Reading], list[Reading]]:
    """(cities, states), the marked-up ones first. Indian ones get their official spelling."""
    cities = _once((_official(reading.value, region), reading.method) for reading in structured.cities)
    states = _once((normalise_state(reading.value, region), reading.method) for reading in structured.states)
    for reading in (*structured.addresses, *(Reading(line, "text") for line in document.lines)):
        for city, state in _in_line(reading.value):
            if city:
                cities.setdefault(_official(city, region), reading.method)
            if state:
                states.setdefault(normalise_state(state, region), reading.method)
    return [Reading(*entry) for entry in cities.items() if entry[0]], [Reading(*entry) for entry in states.items()]


def _once(entries: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value, method in entries:
        found.setdefault(value, method)
    return found


def _official(city: str, region: str) -> str:
    return normalise_city(city, region if region == "IN" else "").city


def _in_line(line: str) -> Iterable[tuple[str, str]]:
    """(city, state), one of them perhaps "", of what a line says; frames repeat on each page of a site."""
    return _remembered(line) if len(line) <= _LONGEST_REMEMBERED else tuple(_places(line))


@lru_cache(maxsize=4096)
def _remembered(line: str) -> tuple[tuple[str, str], ...]:
    return tuple(_places(line))


def _places(line: str) -> Iterator[tuple[str, str]]:
    if len(line) > 3000:
        return
    for pattern in (_WITH_STATE, _WITH_ZIP):
        for hit in pattern.finditer(line):
            city = _STREET_END.sub("", hit["city"]).strip(" ,.")
            if 2 < len(city) <= 30:
                yield city, hit["state"]
    if _PIN.search(line) or (len(line) <= 40 and "," in line):
        for city in _indian_cities(line):
            yield city, ""
        for hit in _INDIAN_STATE.finditer(line):
            yield "", hit[1]


def _indian_cities(line: str) -> list[str]:
    """Towns of India among the words of an address, the last first; "Anand Nagar" and "Agra Road" are streets."""
    table = gazetteer_of("IN")
    words = list(_WORD.finditer(line))
    found, place = [], 0
    while place < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - place), 0, -1):
            end = words[place + length - 1].end()
            city = _town(table, line[words[place].start() : end])
            if city and not _STREET_AFTER.match(line, end):
                found.append(city.name)
                place += length - 1
                break
        place += 1
    return found[::-1]


def _town(table: Gazetteer, text: str) -> City | None:
    if len(text) < _SHORTEST_NAME or text[0].islower() or "," in text:
        return None
    city = table.find(text)
    return city if city and city.population >= _TOWN else None
