"""The matching model: evidence for and against two records being one, in bits, summed (Fellegi and Sunter).

What chance agreement means is measured on the records themselves, without any label: how often random pairs reach each
level, and how common each value is. A rare surname that agrees says more than a common one.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.dedupe import evidence
from services.dedupe.evidence import EXACT, Prepared
from services.dedupe.fields import Field
from services.dedupe.roles import Role
from services.dedupe.statistics import FIELDS_OF_WORDS, Statistics, name_of
from services.dedupe.wording import Vocabulary

_BELIEF = 200.0  # how many random pairs the assumed chances count for
_BELIEF_IN_VALUES = 1_000.0  # and the assumed share of a value for how many records
_MOST_FOR, _MOST_AGAINST = 22.0, -12.0
_PAIR, _ONCE = 1.6, 0.4  # two records that share a value are perhaps one: the value is common by those beyond them
_SAME_DOMAIN = 3
_OWN_DOMAIN = 0.01
_REMEMBERED = 100_000
_NOTHING: Counter[str] = Counter()
_LIMITS = (0.97, 0.84, 0.68, 0.5, 0.3)
_COMPARE: Mapping[Role, Callable[[Any, Any], int]] = {
    Role.PHONE: evidence.phone,
    Role.EMAIL: evidence.email,
    Role.SITE: evidence.short,
    Role.DATE: evidence.day,
    Role.CODE: evidence.short,
    Role.CITY: evidence.place,
    Role.REGION: evidence.place,
    Role.CATEGORY: evidence.kind,
    Role.NUMBER: evidence.number,
}


@dataclass(frozen=True)
class Finding:
    """One comparison: the field, the level reached and what it weighs in bits."""

    field: Field
    level: int
    bits: float

    @property
    def name(self) -> str:
        return self.field.scale.levels[self.level]


class Model:
    """Weighs pairs of prepared records by what is common among the records they come from.

    `never_same` names the kinds of field in which two records of this set cannot agree wholly, as a stored contact's
    phone is its own: there, differing says little against.
    """

    def __init__(self, fields: Sequence[Field], counted: Statistics, *, never_same: Collection[Role] = ()) -> None:
        self.fields = tuple(fields)
        self._counted = counted
        self._vocabularies = {
            field.key: Vocabulary(counted.filled[field.key], counted.words.get(field.key, {}))
            for field in fields
            if field.role in FIELDS_OF_WORDS
        }
        if counted.sample:
            counted.draw(fields, lambda field, one, other: [level for level, *_ in self._reached(field, one, other)])
        nothing: list[int] = []
        self._u = {
            field.key: _mixed(counted.chances.get(field.key, nothing), field.scale.u, _BELIEF) for field in fields
        }
        self._weights: dict[tuple[str, int, str, str], float] = {}
        self._m = {field.key: _without_same(field) if field.role in never_same else field.scale.m for field in fields}

    @classmethod
    def of(cls, fields: Sequence[Field], records: Sequence[Prepared]) -> "Model":
        """The model of a whole set of records."""
        counted = Statistics()
        counted.count(fields, records)
        return cls(fields, counted)

    def _reached(self, field: Field, one: Any, other: Any) -> list[tuple[int, str, str]]:
        """The levels that two values reach, each with the names under which the two are counted."""
        if field.role is Role.PERSON:
            return [(level, a, b) for a, b, level in evidence.aligned(one, other)]
        if field.role is Role.ADDRESS:
            level = self._address(field, one, other)
        elif field.key in self._vocabularies:
            level = self._wording(field, one, other)
        else:
            level = _COMPARE[field.role](one, other)
        if field.role is Role.EMAIL:
            same_domain = level == _SAME_DOMAIN
            return [(level, one[1], other[1]) if same_domain else (level, "@".join(one), "@".join(other))]
        return [(level, name_of(one), name_of(other))]

    def _wording(self, field: Field, one: Sequence[str], other: Sequence[str]) -> int:
        likeness = self._vocabularies[field.key].likeness(one, other)
        return next((level for level, limit in enumerate(_LIMITS) if likeness >= limit), len(_LIMITS))

    def _address(self, field: Field, one: Sequence[str], other: Sequence[str]) -> int:
        """Streets as wording; house numbers that differ outweigh a street that agrees."""
        if one == other:
            return EXACT
        numbers, others = ({word for word in each if word.isdigit()} for each in (one, other))
        street, other_street = (tuple(word for word in each if not word.isdigit()) for each in (one, other))
        alike = self._vocabularies[field.key].likeness(street, other_street) if street and other_street else 0.0
        if numbers and others and not numbers & others:
            return 4 if alike >= 0.6 else 5
        same_number = bool(numbers & others)
        if alike >= 0.6:
            return (EXACT if alike > 0.9 and numbers == others else 1) if same_number else 2
        return 3 if same_number else (4 if alike >= 0.4 else 5)

    def findings(self, one: Prepared, other: Prepared) -> list[Finding]:
        """Every comparison that two records allow; a field that one of them lacks is no evidence."""
        found: list[Finding] = []
        for field in self.fields:
            a, b = one.get(field.key), other.get(field.key)
            if a is not None and b is not None:
                found += [
                    Finding(field, level, self._bits(field, level, one_name, other_name))
                    for level, one_name, other_name in self._reached(field, a, b)
                ]
        return found

    def _share(self, field: Field, name: str) -> float:
        """How many of the records have this value, beyond two that may be one; few records prove little."""
        times = self._counted.values.get(field.key, _NOTHING)[name]
        assumed = _BELIEF_IN_VALUES * field.scale.u[EXACT]
        return (max(times - _PAIR, _ONCE) + assumed) / (self._counted.filled[field.key] + 1 + _BELIEF_IN_VALUES)

    def _bits(self, field: Field, level: int, one_name: str, other_name: str) -> float:
        m, u = self._m[field.key], self._u[field.key]
        chance = u[level]
        if self._counted.filled[field.key]:
            share = max(self._share(field, one_name), self._share(field, other_name))
            if level == EXACT:
                chance = share
            elif level == _SAME_DOMAIN and field.role is Role.EMAIL:
                chance = max(chance * _OWN_DOMAIN, share)
            elif level + 1 < len(m):
                chance = max(chance, min(share, 0.5) * m[level])  # a common value is often nearly met, too
        return max(min(math.log2(m[level] / max(chance, 1e-7)), _MOST_FOR), _MOST_AGAINST)

    def bits(self, one: Prepared, other: Prepared, *, leave_out: tuple[str, str] = ("", "")) -> float:
        """The sum of the evidence, before what is known of how rare matches are.

        `leave_out` is a field's key and the name of a level: reaching it counts nothing.
        """
        total = 0.0
        for field in self.fields:
            a, b = one.get(field.key), other.get(field.key)
            if a is not None and b is not None:
                for level, one_name, other_name in self._reached(field, a, b):
                    if field.key != leave_out[0] or field.scale.levels[level] != leave_out[1]:
                        total += self._weight(field, level, one_name, other_name)
        return total

    def _weight(self, field: Field, level: int, one_name: str, other_name: str) -> float:
        """`_bits`, remembered: the same cities, trades, first names and firms meet again and again."""
        meeting = (field.key, level, one_name, other_name)
        known = self._weights.get(meeting)
        if known is None:
            if len(self._weights) >= _REMEMBERED:
                self._weights.clear()
            known = self._weights[meeting] = self._bits(field, level, one_name, other_name)
        return known


def _without_same(field: Field) -> tuple[float, ...]:
    rest = sum(field.scale.m[1:])
    return (field.scale.m[0], *(share / rest for share in field.scale.m[1:]))


def _mixed(reached: Sequence[int], assumed: Sequence[float], belief: float) -> list[float]:
    """Chances as measured on random pairs; what was assumed before counts as `belief` further pairs."""
    if not reached:
        return list(assumed)
    total = sum(reached) + belief
    return [(number + belief * prior) / total for number, prior in zip(reached, assumed, strict=True)]
