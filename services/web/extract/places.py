"""Cities and states: from marks, and from lines that end as addresses do."""

import re
from collections.abc import Iterator

from services.core.addresses import normalise_city
from services.core.cities import INDIAN_CITIES, INDIAN_STATES
from services.web.extract.document import Document
from services.web.extract.facts import Reading
from services.web.extract.structured import Structured

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
_INDIAN = re.compile(
    rf"(?<![\w])(?P<city>{'|'.join(sorted(map(re.escape, INDIAN_CITIES), key=len, reverse=True))})(?![\w@])"
)
_INDIAN_STATE = re.compile(
    rf"(?<![\w])({'|'.join(sorted(map(re.escape, INDIAN_STATES), key=len, reverse=True))})(?![\w])"
)
_PIN = re.compile(r"(?<!\d)[1-8]\d{2}\s?\d{3}(?!\d)")
_STREET_END = re.compile(
    r"^.*\b(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Highway|Hwy|Way|Court|Ct|Suite|Ste|Floor|Fl|Unit|Place|Pl"
    r"|Parkway|Pkwy|Square|Sq|Circle|Terrace|Plaza|North|South|East|West|NE|NW|SE|SW|Building|Bldg|Box)\b\.?\s+(?=[A-Z])"
)


def read_places(document: Document, structured: Structured) -> tuple[list[Reading], list[Reading]]:
    """(cities, states), the marked-up ones first."""
    cities = {normalise_city(reading.value): reading.method for reading in reversed(structured.cities)}
    states = {reading.value: reading.method for reading in reversed(structured.states)}
    cities, states = dict(reversed(cities.items())), dict(reversed(states.items()))
    lines = [*structured.addresses, *(Reading(line, "text") for line in document.lines)]
    for reading in lines:
        for city, state in _in_line(reading.value):
            if city:
                cities.setdefault(normalise_city(city), reading.method)
            if state:
                states.setdefault(state, reading.method)
    cities.pop("", None)
    return [Reading(*entry) for entry in cities.items()], [Reading(*entry) for entry in states.items()]


def _in_line(line: str) -> Iterator[tuple[str, str]]:
    if len(line) > 3000:
        return
    for pattern in (_WITH_STATE, _WITH_ZIP):
        for hit in pattern.finditer(line):
            city = _STREET_END.sub("", hit["city"]).strip(" ,.")
            if 2 < len(city) <= 30:
                yield city, hit["state"]
    if _PIN.search(line) or (len(line) <= 40 and "," in line):
        for hit in _INDIAN.finditer(line):
            yield hit["city"], ""
        for hit in _INDIAN_STATE.finditer(line):
            yield "", hit[1]
