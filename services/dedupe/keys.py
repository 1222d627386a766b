"""Block keys: two records that share one are compared, all others are not.

A key is a number, so that millions of them fit an index; it depends on the record alone, so that it can be stored.
"""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import combinations

from services.dedupe.evidence import Prepared
from services.dedupe.fields import Field
from services.dedupe.roles import Role
from services.dedupe.text import skeleton

_MOST_WORDS = 3
# Words that many businesses have in their names: alone they are no reason to look closer.
_GENERIC_NAMES = """
    agency associates bakery bank beauty bistro boutique brothers builders cafe care catering center city
    clinic college company consultancy consultants construction constructions contractors dental dentist dentistry
    designs developers diagnostics doctor dr electronics enterprises estate events export fashion finance fitness foods
    gallery general global grill group gym health home hospital hotel house india indian industries infra institute
    interiors
    international jewelers kitchen lab laboratory law legal logistics marketing mart medical motors multispeciality
    new online palace park pharma pharmacy photography plaza point private products projects properties real realtors
    realty residency restaurant salon school services shop skin solutions spa speciality sports square store studio
    super systems technologies tower traders trading travels trust university wellness world"""
GENERIC = frozenset(_GENERIC_NAMES.split())


def keys(fields: Sequence[Field], record: Prepared) -> set[int]:
    """The blocks of a record, as signed 64-bit numbers."""
    return {hashed(text) for text in _texts(fields, record)}


def hashed(text: str) -> int:
    """A signed 64-bit number for a block's name."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def _texts(fields: Sequence[Field], record: Prepared) -> Iterator[str]:
    places = _places(fields, record)
    for field in fields:
        value = record.get(field.key)
        if value is not None:
            yield from _of_field(field, value, places)


def _places(fields: Sequence[Field], record: Prepared) -> list[str]:
    """What narrows a common name down: the town, the mail or web domain, the birth date's parts."""
    found: list[str] = []
    for field in fields:
        value = record.get(field.key)
        if value is None:
            continue
        if field.role in {Role.CITY, Role.REGION}:
            found.append(f"{field.role}:{skeleton(value.replace(' ', ''))[:6]}")
        elif field.role is Role.DATE:
            found += [f"y:{value.year}", f"md:{value.month}-{value.day}"]
        elif field.role is Role.EMAIL and value[1]:
            found.append(f"d:{value[1]}")
        elif field.role is Role.SITE:
            found.append(f"d:{value}")
        elif field.role is Role.COMPANY:
            found += [f"c:{word}" for word in telling(value)[:1]]
    return found


def telling(name: Sequence[str]) -> list[str]:
    """How the first words of a business's name sound, generic ones last."""
    ordered = sorted(dict.fromkeys(name), key=lambda word: word in GENERIC or len(word) < 2)
    return [skeleton(word) for word in ordered[:_MOST_WORDS]]


def _of_field(field: Field, value: object, places: Sequence[str]) -> Iterator[str]:
    match field.role, value:
        case Role.PERSON, tuple():
            sounds = sorted({skeleton(str(word)) for word in value[:4] if len(str(word)) > 1})
            yield from (f"n:{one}:{other}" for one, other in combinations(sounds, 2))
            yield from (f"n:{one}:{place}" for one in sounds for place in places)
        case Role.COMPANY | Role.TEXT, tuple():
            sounds = telling(value)  # pyright: ignore[reportArgumentType]
            yield from (f"w:{one}:{other}" for one, other in combinations(sorted(sounds), 2))
            yield from (f"w:{one}:{place}" for one in sounds[:2] for place in places if not place.startswith("c:"))
            yield f"w:{''.join(sounds)}"
        case Role.PHONE, str():
            yield f"t:{value[-7:]}"
            yield f"t9:{value[:9]}"
        case Role.EMAIL, (str(), str()):
            mailbox = "".join(letter for letter in value[0] if letter.isalpha())
            yield f"m:{mailbox if len(mailbox) > 4 else value}"
        case Role.ADDRESS, tuple():
            numbers = [word for word in value if str(word).isdigit()]
            street = [skeleton(str(word)) for word in value if not str(word).isdigit() and len(str(word)) > 2]
            yield from (f"a:{number}:{word}" for number in numbers[:2] for word in street[:2])
        case Role.DATE, _:
            yield f"b:{value}"
        case ((Role.CODE | Role.SITE), _):
            yield f"{field.key}:{value}"
        case _:
            return
