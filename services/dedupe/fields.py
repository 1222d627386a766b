"""The fields of a set of records, ready to be compared: what each holds, how it is read, on which scale it counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.dedupe import evidence
from services.dedupe.evidence import Prepared, Scale
from services.dedupe.roles import Role, field_words
from services.dedupe.text import address_words, company_words, words

_STREET_NUMBER = {"street number", "house number", "house no", "door no", "street no"}


@dataclass(frozen=True)
class Field:
    """One kind of evidence, read from one or more columns."""

    key: str
    role: Role
    columns: tuple[str, ...]
    scale: Scale
    read: Callable[[str], Any]


_SINGLE: Mapping[Role, tuple[Scale, Callable[[str], Any]]] = {
    Role.REGION: (evidence.PLACE, lambda text: " ".join(words(text))),
    Role.CITY: (evidence.PLACE, lambda text: " ".join(words(text))),
    Role.DATE: (evidence.DATE, evidence.as_date),
    Role.CODE: (evidence.CODE, evidence.signs),
    Role.CATEGORY: (evidence.KIND, evidence.as_kind),
    Role.NUMBER: (evidence.NUMBER, evidence.as_number),
    Role.TEXT: (evidence.WORDING, words),
    Role.EMAIL: (evidence.EMAIL, evidence.as_email),
    Role.PHONE: (evidence.PHONE, evidence.digits),
    Role.SITE: (evidence.SITE, evidence.signs),
}
_JOINED: Mapping[Role, tuple[Scale, Callable[[str], Any]]] = {
    Role.PERSON: (evidence.NAME_WORD, words),
    Role.COMPANY: (evidence.WORDING, company_words),
    Role.ADDRESS: (evidence.ADDRESS, address_words),
}


def fields_of(roles: Mapping[str, Role]) -> tuple[Field, ...]:
    """One field for all columns of a person's name, of a company's and of an address; one for each other column."""
    found: list[Field] = []
    for role, (scale, read) in _JOINED.items():
        columns = tuple(name for name, given in roles.items() if given is role)
        if columns:
            found.append(Field(role.value, role, _number_first(columns), scale, read))
    for name, role in roles.items():
        if role in _SINGLE:
            scale, read = _SINGLE[role]
            found.append(Field(name, role, (name,), scale, read))
    return tuple(found)


def _number_first(columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(columns, key=lambda name: field_words(name) not in _STREET_NUMBER))


def prepare(fields: Sequence[Field], record: Mapping[str, object]) -> Prepared:
    """The record's fields as values to compare; what is empty is left out."""
    found: Prepared = {}
    for field in fields:
        raw = " ".join(_text(record.get(name)) for name in field.columns).strip()
        if raw and (value := field.read(raw)) not in {None, "", (), frozenset()}:
            found[field.key] = value
    return found


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return " ".join(str(part) for part in value)
    return "" if value is None else str(value)
