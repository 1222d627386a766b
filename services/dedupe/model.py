"""The matching model: evidence for and against two records being one, in bits, summed (Fellegi and Sunter).

What chance agreement means is measured on the records themselves, without any label: how often random pairs reach each
level, and how common each value is. A rare surname that agrees says more than a common one.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.dedupe import evidence
from services.dedupe.evidence import EXACT, Prepared
from services.dedupe.fields import Field
from services.dedupe.roles import Role
from services.dedupe.wording import Vocabulary

RANDOM_PAIRS = 20_000
_BELIEF = 200.0  # how many random pairs the assumed chances count for
_MOST_FOR = 22.0
_PAIR, _ONCE = 1.6, 0.4  # two records that share a value are perhaps one: the value is common by those beyond them
_FIELDS_OF_WORDS = (Role.COMPANY, Role.TEXT, Role.ADDRESS)
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
    """Weighs pairs of prepared records; made from a sample of the records it is used on."""

    def __init__(self, fields: Sequence[Field], sample: Sequence[Prepared], *, seed: int = 7) -> None:
        self.fields = tuple(fields)
        self.size = max(len(sample), 1)
        self.vocabularies = {
            field.key: Vocabulary(record[field.key] for record in sample if field.key in record)
            for field in fields
            if field.role in _FIELDS_OF_WORDS
        }
        self._shares = {field.key: _shares(field, sample) for field in fields}
        self._u = self._chances(sample, random.Random(seed))  # noqa: S311  a sample, no secret
        self.m = {field.key: list(field.scale.m) for field in fields}

    def levels(self, field: Field, one: Any, other: Any) -> list[tuple[int, float]]:
        """The levels that two values reach, each with the share of records that have the same value by chance."""
        shares = self._shares[field.key]
        if field.role is Role.PERSON:
            return [
                (level, max(shares.get(a, 0.0), shares.get(b, 0.0))) for a, b, level in evidence.aligned(one, other)
            ]
        if field.role is Role.ADDRESS:
            level = self._address(field, one, other)
        elif field.key in self.vocabularies:
            level = self._wording(field, one, other)
        else:
            level = _COMPARE[field.role](one, other)
        share = max(shares.get(one, 0.0), shares.get(other, 0.0))
        if field.role is Role.EMAIL and level == 3:
            share = max(shares.get(one[1], 0.0), 1e-4)
        return [(level, share)]

    def _wording(self, field: Field, one: Sequence[str], other: Sequence[str]) -> int:
        likeness = self.vocabularies[field.key].likeness(one, other)
        return next((level for level, limit in enumerate(_LIMITS) if likeness >= limit), len(_LIMITS))

    def _address(self, field: Field, one: Sequence[str], other: Sequence[str]) -> int:
        """Streets as wording; house numbers that differ outweigh a street that agrees."""
        if one == other:
            return EXACT
        numbers, others = ({word for word in each if word.isdigit()} for each in (one, other))
        street, other_street = ([word for word in each if not word.isdigit()] for each in (one, other))
        alike = self.vocabularies[field.key].likeness(street, other_street) if street and other_street else 0.0
        if numbers and others and not numbers & others:
            return 4 if alike >= 0.6 else 5
        same_number = bool(numbers & others)
        if alike >= 0.6:
            return (EXACT if alike > 0.9 and numbers == others else 1) if same_number else 2
        return 3 if same_number else (4 if alike >= 0.4 else 5)

    def _chances(self, sample: Sequence[Prepared], rng: random.Random) -> dict[str, list[float]]:
        reached = {field.key: [0.0] * len(field.scale.levels) for field in self.fields}
        for _ in range(RANDOM_PAIRS if len(sample) > 1 else 0):
            one, other = rng.sample(range(len(sample)), 2)
            for field in self.fields:
                if field.key in sample[one] and field.key in sample[other]:
                    for level, _share in self.levels(field, sample[one][field.key], sample[other][field.key]):
                        reached[field.key][level] += 1
        return {field.key: _mixed(reached[field.key], field.scale.u, _BELIEF) for field in self.fields}

    def findings(self, one: Prepared, other: Prepared) -> list[Finding]:
        """Every comparison that two records allow; a field that one of them lacks is no evidence."""
        found: list[Finding] = []
        for field in self.fields:
            a, b = one.get(field.key), other.get(field.key)
            if a is not None and b is not None:
                found += [
                    Finding(field, level, self._bits(field, level, share)) for level, share in self.levels(field, a, b)
                ]
        return found

    def _bits(self, field: Field, level: int, share: float) -> float:
        m, u = self.m[field.key], self._u[field.key]
        chance = u[level]
        if level == EXACT and share:
            chance = share
        elif share and level + 1 < len(m):
            chance = max(chance, min(share, 0.5) * m[level])  # a common value is often nearly met, too
        return min(math.log2(m[level] / max(chance, 1e-7)), _MOST_FOR)

    def bits(self, one: Prepared, other: Prepared) -> float:
        """The sum of the evidence, before what is known of how rare matches are."""
        return sum(finding.bits for finding in self.findings(one, other))


def _shares(field: Field, sample: Sequence[Prepared]) -> dict[Any, float]:
    """How common each value is; for names and e-mail domains, each word."""
    counted: Counter[Any] = Counter()
    filled = 0
    for record in sample:
        value = record.get(field.key)
        if value is None:
            continue
        filled += 1
        if field.role is Role.PERSON:
            counted.update(set(value))
        else:
            counted[value] += 1
            if field.role is Role.EMAIL:
                counted[value[1]] += 1
    return {value: max(times - _PAIR, _ONCE) / (filled + 1) for value, times in counted.items()}


def _mixed(counted: Sequence[float], assumed: Sequence[float], belief: float) -> list[float]:
    total = sum(counted) + belief
    return [(number + belief * prior) / total for number, prior in zip(counted, assumed, strict=True)]
