"""What a field holds: told from its name, and where the name says nothing, from the look of its values."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from services.dedupe.text import words


class Role(StrEnum):
    """What kind of evidence a field is. `IGNORED` is none."""

    PERSON = "person"
    COMPANY = "company"
    PHONE = "phone"
    EMAIL = "email"
    SITE = "site"
    ADDRESS = "address"
    CITY = "city"
    REGION = "region"
    DATE = "date"
    CODE = "code"
    CATEGORY = "category"
    NUMBER = "number"
    TEXT = "text"
    SOURCE = "source"
    IGNORED = "ignored"


_NAMED: Mapping[Role, str] = {
    Role.IGNORED: r"id|rec id|record id|unique id|uid|key|index|row|cluster.*|entity.*|match.*|label|true.*|created.*"
    r"|updated.*",
    Role.SOURCE: r"source|source (id|name|dataset)|dataset|data source|src|origin|table",
    Role.PERSON: r"(first|given|fore|christian|last|family|middle|full|contact|person|customer|patient|owner|nick)"
    r" ?names?\d?|surname|fname|lname|mname|contact( person)?|initials?",
    Role.COMPANY: r"(company|business|organi[sz]ation|firm|employer|restaurant|hotel|venue|shop|store|trade|legal"
    r"|account|institution|school|hospital|merchant|vendor|supplier)( ?name)?|org",
    Role.PHONE: r"(tele?|mobile|cell|whats ?app|work|home|office)? ?(phone|mobile|cell|tel|telephone|whats ?app|fax)"
    r"( ?(number|no|num))?\d?|contact (number|no)",
    Role.EMAIL: r"(work|home|business|primary|contact)? ?e ?mail( ?(address|id))?\d?",
    Role.SITE: r"web ?(site|page)?( ?url)?|url|site|home ?page|domain|link",
    Role.ADDRESS: r"(street|postal|mailing|full|home)? ?addr(ess)?( ?line)?( ?\d)?|street( ?(name|number|no|num))?"
    r"|house ?(number|no)|door ?(number|no)|locality|area|landmark",
    Role.CITY: r"city|town|suburb|village|municipality|city name|place|location",
    Role.REGION: r"state|province|region|county|district|country|(zip|post|postal|pin) ?code|zip|pin|postcode",
    Role.DATE: r"dob|d o b|date|(date of )?birth( ?(date|day))?|date of birth|born|founded|released?( date)?",
    Role.CODE: r"(soc sec|social security|tax|vat|gst|pan|national|passport|license|licence|registration|reg|customer"
    r"|member) ?(id|no|num|number|in)|ssn|nin|gstin|gst|pan|isbn|issn|doi|ean|upc|gtin|sku|asin"
    r"|model ?(no|number)?|part ?(no|number)",
    Role.CATEGORY: r"category|categories|type|kind|class|genre|industry|sector|cuisine|occupation|job title|profession"
    r"|designation|sex|gender|brand|manufacturer|maker|publisher|artist|album|label name",
    Role.NUMBER: r"age|price|cost|amount|year|rating|size|weight|quantity|pages?|length|duration|employees|revenue"
    r"|abv",
    Role.TEXT: r"description|details?|summary|notes?|comments?|features?|abstract|authors?|product( ?name)?"
    r"|song( ?name)?",
}  # fmt: skip
_BY_NAME = {role: re.compile(rf"(?:{pattern})$") for role, pattern in _NAMED.items()}
_LOOKS: Sequence[tuple[Role, re.Pattern[str]]] = (
    (Role.EMAIL, re.compile(r"[^@\s]+@[^@\s]+\.\w+")),
    (Role.SITE, re.compile(r"(?:https?://|www\.)\S+|[\w-]+\.(?:com|org|net|in|co|io)(?:/\S*)?")),
    (Role.DATE, re.compile(r"(?:19|20)\d\d[-/.]?[01]\d[-/.]?[0-3]\d|[0-3]?\d[-/.][01]?\d[-/.](?:19|20)\d\d")),
    (Role.PHONE, re.compile(r"\+?[\d(][\d\s()/.-]{7,17}\d")),
    (Role.NUMBER, re.compile(r"[$₹€£]?\s?-?\d[\d,]*(?:\.\d+)?")),
    (Role.CODE, re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9-]{4,20}")),
)
_SPLIT_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OF_A_PERSON = frozenset(
    {"dob", "birth", "gender", "sex", "age", "ssn", "surname", "occupation", "first", "last", "given", "forename"}
)
_LOOKED_AT = 400
_MOSTLY = 0.7


def roles_of(records: Sequence[Mapping[str, object]]) -> dict[str, Role]:
    """The role of every field that occurs; fields that repeat what others say are ignored."""
    fields = list(dict.fromkeys(name for record in records[:_LOOKED_AT] for name in record))
    values = {name: _values(records, name) for name in fields}
    found = {name: _role(name, values[name], fields) for name in fields}
    return _without_joined_names(found, records)


def field_words(name: str) -> str:
    """ "DateOfBirth" and "date_of_birth" both read "date of birth"."""
    return " ".join(words(_SPLIT_CAMEL.sub(" ", name)))


def _role(name: str, values: list[str], fields: Iterable[str]) -> Role:
    plain = field_words(name)
    by_name = next((role for role, pattern in _BY_NAME.items() if pattern.match(plain)), None)
    if by_name is not None:
        return by_name
    if plain in {"name", "names", "title"}:
        return _kind_of_name(plain, values, fields)
    return _by_look(values)


def _values(records: Sequence[Mapping[str, object]], name: str) -> list[str]:
    found = (str(record.get(name) if record.get(name) is not None else "").strip() for record in records[:_LOOKED_AT])
    return [value for value in found if value]


def _kind_of_name(plain: str, values: list[str], fields: Iterable[str]) -> Role:
    """A bare "name" is a person's where other fields are about persons; a "title" is what long ones are of."""
    others = {word for field in fields for word in field_words(field).split()}
    if plain != "title" and others & _OF_A_PERSON:
        return Role.PERSON
    if plain == "title" and values and sum(len(words(value)) for value in values) < 2.5 * len(values):
        return Role.CATEGORY
    return Role.COMPANY


def _by_look(values: list[str]) -> Role:
    if not values:
        return Role.IGNORED
    for role, pattern in _LOOKS:
        if sum(bool(pattern.fullmatch(value)) for value in values) >= _MOSTLY * len(values):
            return role
    common = sum(times for _value, times in Counter(values).most_common(20))
    return Role.CATEGORY if common >= _MOSTLY * len(values) else Role.TEXT


def _without_joined_names(found: dict[str, Role], records: Sequence[Mapping[str, object]]) -> dict[str, Role]:
    """A full name beside its parts is no second witness."""
    people = [name for name, role in found.items() if role is Role.PERSON]
    for name in people:
        others = [other for other in people if other != name]
        whole = [set(words(str(record.get(name) or ""))) for record in records[:_LOOKED_AT]]
        parts = [
            {word for other in others for word in words(str(record.get(other) or ""))}
            for record in records[:_LOOKED_AT]
        ]
        filled = [(one, rest) for one, rest in zip(whole, parts, strict=True) if one and rest]
        if len(others) > 1 and filled and sum(one == rest for one, rest in filled) > 0.9 * len(filled):
            return {**found, name: Role.IGNORED}
    return found
