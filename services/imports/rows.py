"""One row of a file as a person: joined names, the first usable phone and address, everything else beside them."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import phonenumbers

from services.cleaning import clean_person_name, judge_email, normalise_city, normalise_phone
from services.core.addresses import find_phones, host_of, is_mobile, registrable_domain
from services.imports.headers import DATA
from services.imports.types import Choices, Layout, Person, Problem
from services.imports.values import is_yes, split_addresses, split_values, unbent

MOST_EXTRA = 60
_LONGEST = {
    "name": 200,
    "company": 200,
    "title": 120,
    "city": 120,
    "state": 120,
    "website": 500,
    "industry": 120,
}
_EXTRA_LENGTH = 1000
_LETTERS = r"A-Za-zÀ-ɏ\u0900-\u0dff"
_NAME = re.compile(rf"[{_LETTERS}][{_LETTERS}.'’-]*(?:[\s.,()]+[{_LETTERS}.'’-]+){{1,5}}[.)]?")
_NOBODY = "There is no usable phone number and no usable email address"


class RowReader:
    """Turns rows of one file into people, by its columns and choices."""

    def __init__(self, layout: Layout, columns: Sequence[str], choices: Choices) -> None:
        self._headings = layout.headings
        self._of: dict[str, list[int]] = {}
        for index, field in enumerate(columns):
            self._of.setdefault(field, []).append(index)
        self._region = choices.region

    def read(self, number: int, cells: list[str]) -> Person:
        person = Person(number, cells)
        region = region_of(self._one(cells, "country")) or self._region
        self._texts(person, cells, region)
        self._phones(person, cells, region)
        self._emails(person, cells)
        person.domain = domain_of(person.fields["website"]) or domain_of(person.email or "")
        self._permission(person, cells)
        self._extra(person, cells)
        if not person.phone and not person.email:
            person.refusal = _NOBODY
        return person

    def _one(self, cells: list[str], field: str) -> str:
        columns = self._of.get(field)
        return cells[columns[0]].strip() if columns else ""

    def _texts(self, person: Person, cells: list[str], region: str) -> None:
        parts = [self._one(cells, part) for part in ("first_name", "middle_name", "last_name")]
        fields = {field: self._one(cells, field)[:most] for field, most in _LONGEST.items()}
        fields["name"] = name_of(fields["name"] or " ".join(part for part in parts if part)[:200])
        place = normalise_city(fields["city"], region, fields["state"])
        fields["city"], fields["state"] = place.city[:120], (place.state or fields["state"])[:120]
        fields["website"] = self._website(person, fields["website"])
        person.fields = fields

    def _website(self, person: Person, text: str) -> str:
        if not text:
            return ""
        url = text if text.lower().startswith(("http://", "https://")) else f"https://{text.lstrip('/')}"
        if " " not in url and "." in host_of(url):
            return url[:500]
        person.problems.append(Problem(self._of["website"][0], "Not a web address"))
        return ""

    def _phones(self, person: Person, cells: list[str], region: str) -> None:
        found: dict[str, None] = {}
        for column in self._of.get("phone", ()):
            if not cells[column].strip():
                continue
            try:
                numbers = phones_in(unbent(cells[column]), region)
                words = "" if numbers else "Not a valid phone number"
            except ValueError as shortened:
                numbers, words = (), str(shortened)
            if words:
                person.problems.append(Problem(column, words))
            found |= dict.fromkeys(numbers)
        person.phones = tuple(found)
        person.phone = next((phone for phone in found if len(found) > 1 and is_mobile(phone)), next(iter(found), None))

    def _emails(self, person: Person, cells: list[str]) -> None:
        found: dict[str, None] = {}
        for column in self._of.get("email", ()):
            for part in split_addresses(cells[column]):
                address, words = address_of(part)
                if words:
                    person.problems.append(Problem(column, words))
                else:
                    found[address] = None
        person.emails = tuple(found)
        person.email = next(iter(found), None)

    def _permission(self, person: Person, cells: list[str]) -> None:
        asked = (("opt_in_whatsapp", "whatsapp"), ("opt_in_email", "email"))
        person.opt_in = tuple(channel for field, channel in asked if is_yes(self._one(cells, field)))
        person.opt_out = is_yes(self._one(cells, "opt_out"))

    def _extra(self, person: Person, cells: list[str]) -> None:
        extra: dict[str, str] = {}
        for column in self._of.get("extra", ()):
            if cells[column].strip():
                extra[self._headings[column]] = cells[column].strip()[:_EXTRA_LENGTH]
        named = {
            "LinkedIn": self._one(cells, "linkedin"),
            "Country": self._one(cells, "country"),
            "Other phones": ", ".join(phone for phone in person.phones if phone != person.phone),
            "Other emails": ", ".join(person.emails[1:]),
        }
        extra |= {label: text[:_EXTRA_LENGTH] for label, text in named.items() if text}
        person.extra = dict(list(extra.items())[:MOST_EXTRA])


def phones_in(text: str, region: str) -> tuple[str, ...]:
    """Every valid number of a cell as E.164."""
    found = find_phones(text.replace(":::", ","), region)
    if not found and (one := normalise_phone(text, region)):
        found = [one]
    if not found:
        found = [one for part in split_values(text) if (one := normalise_phone(part, region))]
    return tuple(found)


def address_of(text: str) -> tuple[str, str]:
    """An e-mail address, and in words what stands against writing to it."""
    verdict = judge_email(text.removeprefix("mailto:"))
    return verdict.address or "", verdict.problem.rstrip(".")


def name_of(text: str) -> str:
    """The name as its owner shows it. What reads like no name, or needs guessing, stays as the file has it."""
    _, comma, after = text.partition(",")
    if not _NAME.fullmatch(text) or (comma and len(after.split()) > 1):
        return text
    cleaned = clean_person_name(text)
    only_case = cleaned.casefold() == text.casefold()
    return text if not cleaned or (only_case and not text.isupper()) else cleaned


@lru_cache(maxsize=50_000)
def domain_of(url_or_email: str) -> str:
    """Files hold many people of one business, and the look-up costs more than the rest of the row."""
    return registrable_domain(url_or_email) if url_or_email else ""


@cache
def _countries() -> dict[str, str]:
    lines = (DATA / "countries.txt").read_text().splitlines()
    return {name.strip(): line[:2] for line in lines for name in line[3:].split(",")}


def countries() -> list[tuple[str, str]]:
    """ISO code and name of the countries to choose from, India first."""
    lines = (DATA / "countries.txt").read_text().splitlines()
    named = [(line[:2], line[3:].partition(",")[0].title()) for line in lines]
    return sorted(named, key=lambda one: (one[0] != "IN", one[1]))


def region_of(country: str) -> str:
    """The ISO code of a country's name or code; "" when it is none."""
    code = country.strip().upper()
    return code if code in phonenumbers.SUPPORTED_REGIONS else _countries().get(country.strip().casefold(), "")
