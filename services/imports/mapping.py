"""Which column goes to which field: by the heading, by the tool that wrote the file, by looking at the values."""

from collections import Counter
from collections.abc import Sequence

from services.cleaning import large_cities, normalise_city
from services.core.errors import Invalid
from services.imports.headers import field_in_export, field_of, tool_of
from services.imports.values import is_phone, kind_of

FIELDS: dict[str, str] = {
    "name": "Name",
    "first_name": "First name",
    "middle_name": "Middle name",
    "last_name": "Last name",
    "phone": "Phone",
    "email": "Email",
    "company": "Company",
    "title": "Job title",
    "city": "City",
    "state": "State",
    "country": "Country",
    "website": "Website",
    "industry": "Industry",
    "linkedin": "LinkedIn profile",
    "opt_in_whatsapp": "Agreed to WhatsApp (yes or no)",
    "opt_in_email": "Agreed to email (yes or no)",
    "opt_out": "Asked not to be contacted (yes or no)",
    "extra": "Keep as extra detail",
    "skip": "Leave out",
}
SEVERAL = frozenset({"phone", "email", "extra", "skip"})
_AMBIGUOUS = frozenset({"contact", "contacts", "contact details", "contact info", "details"})
_ENOUGH = 0.6


def guess(headings: Sequence[str], samples: Sequence[Sequence[str]], *, named: bool, region: str = "IN") -> list[str]:
    """A field for each column. `samples` are rows; `named` is whether the file has headings at all."""
    columns = [
        [row[index].strip() for row in samples if index < len(row) and row[index].strip()]
        for index in range(len(headings))
    ]
    tool = tool_of(headings) if named else ""
    ranked = [
        _guess_one(tool, heading, values, region, named) for heading, values in zip(headings, columns, strict=True)
    ]
    return _once_each(ranked, columns, region, has_headings=named)


def _guess_one(tool: str, heading: str, values: Sequence[str], region: str, named: bool) -> tuple[str, int]:
    if tool and (field := field_in_export(tool, heading)):
        return field, 0
    field, rank = field_of(heading) if named else ("", 0)
    seen = _by_values(values, region)
    if heading.casefold().strip() in _AMBIGUOUS:
        field = ""
    if field in {"phone", "email"} and seen in {"phone", "email"}:
        field = seen  # "Contact no" that holds addresses
    return (field, rank) if field else (seen or "extra", 5_000)


def _by_values(values: Sequence[str], region: str) -> str:
    if not values:
        return ""
    kinds = Counter(kind_of(value) for value in values)
    if kinds["email"] >= _ENOUGH * len(values):
        return "email"
    if kinds["link"] >= _ENOUGH * len(values):
        return "linkedin" if sum("linkedin.com" in value for value in values) * 2 > len(values) else "website"
    looks = kinds["phone"] + kinds["number"]
    if looks >= _ENOUGH * len(values) and sum(is_phone(value, region) for value in values) >= _ENOUGH * len(values):
        return "phone"
    return ""


def _once_each(
    ranked: list[tuple[str, int]], columns: list[list[str]], region: str, *, has_headings: bool
) -> list[str]:
    """A field with one place goes to the column that names it most plainly; the others are kept as extra detail."""
    best: dict[str, int] = {}
    for index, (field, rank) in enumerate(ranked):
        if field not in SEVERAL and (field not in best or rank < ranked[best[field]][1]):
            best[field] = index
    chosen = [field if field in SEVERAL or best[field] == index else "extra" for index, (field, _) in enumerate(ranked)]
    if "name" in chosen and {"first_name", "last_name"} <= set(chosen):
        chosen = ["skip" if field == "name" else field for field in chosen]
    return chosen if has_headings else _unnamed(chosen, columns, region)


def _unnamed(chosen: list[str], columns: list[list[str]], region: str) -> list[str]:
    """Without headings: a column of known cities, then the first column of words is the name."""
    cities = set(large_cities(region))
    for index, values in enumerate(columns):
        known = sum(normalise_city(value, region).city in cities for value in values)
        if chosen[index] == "extra" and "city" not in chosen and values and known >= _ENOUGH * len(values):
            chosen[index] = "city"
    for index, values in enumerate(columns):
        words = sum(_is_name(value) for value in values)
        if chosen[index] == "extra" and "name" not in chosen and values and words >= _ENOUGH * len(values):
            chosen[index] = "name"
    return chosen


def _is_name(value: str) -> bool:
    parts = value.split()
    return 1 <= len(parts) <= 5 and not any(letter.isdigit() for letter in value) and any(map(str.isalpha, parts))


def checked_mapping(columns: Sequence[object], width: int) -> list[str]:
    """A mapping that a person made; raises Invalid when it cannot bring a single contact."""
    chosen = [str(field) if str(field) in FIELDS else "skip" for field in columns][:width]
    chosen += ["skip"] * (width - len(chosen))
    twice = [FIELDS[field] for field, times in Counter(chosen).items() if times > 1 and field not in SEVERAL]
    if twice:
        raise Invalid(f"{twice[0]} can be filled from one column only. Choose “Keep as extra detail” for the other.")
    return chosen


def missing(columns: Sequence[str]) -> str:
    """What still stands against importing with these columns, in words; "" when nothing does."""
    if not {"phone", "email"} & set(columns):
        return "Choose which column holds the phone numbers or the email addresses: without one nobody can be reached."
    return ""
