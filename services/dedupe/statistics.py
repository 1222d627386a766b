"""What is common among the records at hand: counted once, kept, and used to tell chance from reason."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.dedupe.evidence import Prepared
from services.dedupe.fields import Field
from services.dedupe.roles import Role

FIELDS_OF_WORDS = (Role.COMPANY, Role.TEXT, Role.ADDRESS)
RANDOM_PAIRS = 20_000
_SAMPLE = 5_000
_WORTH_KEEPING = 3  # values and words that fewer records have are told from the total alone
_MOST_KEPT = 20_000
_FEWEST = 50  # records whose random pairs say anything of chance
_SEED = 7


@dataclass
class Statistics:
    """Counts by field: `filled` records, `values` and `words` with how many records have each, `chances` by level."""

    records: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    values: dict[str, Counter[str]] = field(default_factory=dict)
    words: dict[str, Counter[str]] = field(default_factory=dict)
    chances: dict[str, list[int]] = field(default_factory=dict)
    sample: list[Prepared] = field(default_factory=list)  # while counting only

    def count(self, fields: Sequence[Field], records: Sequence[Prepared]) -> None:
        """Take in more records; a sample of all of them is kept to draw random pairs from."""
        chance = random.Random(_SEED + self.records)  # noqa: S311  a sample, no secret
        for record in records:
            self.records += 1
            for one in fields:
                if (value := record.get(one.key)) is not None:
                    self._take(one, value)
            if len(self.sample) < _SAMPLE:
                self.sample.append(record)
            elif (place := chance.randrange(self.records)) < _SAMPLE:
                self.sample[place] = record

    def _take(self, one: Field, value: Any) -> None:
        self.filled[one.key] += 1
        self.values.setdefault(one.key, Counter()).update(names_of(one, value))
        if one.role in FIELDS_OF_WORDS:
            self.words.setdefault(one.key, Counter()).update(set(value))

    def draw(self, fields: Sequence[Field], levels: Callable[[Field, Any, Any], Sequence[int]]) -> None:
        """How often random pairs reach each level, from the sample."""
        chance = random.Random(_SEED)  # noqa: S311
        self.chances = {one.key: [0] * len(one.scale.levels) for one in fields}
        for _ in range(RANDOM_PAIRS if len(self.sample) >= _FEWEST else 0):
            a, b = chance.sample(self.sample, 2)
            for one in fields:
                if one.key in a and one.key in b:
                    for level in levels(one, a[one.key], b[one.key]):
                        self.chances[one.key][level] += 1
        self.sample = []

    def as_json(self) -> dict[str, Any]:
        """Without what is rare: it needs no row to be known as rare."""
        return {
            "records": self.records,
            "filled": dict(self.filled),
            "values": {key: _common(counted) for key, counted in self.values.items()},
            "words": {key: _common(counted) for key, counted in self.words.items()},
            "chances": self.chances,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Statistics":
        return cls(
            records=int(kept.get("records", 0)),
            filled=Counter(kept.get("filled", {})),
            values={key: Counter(counted) for key, counted in kept.get("values", {}).items()},
            words={key: Counter(counted) for key, counted in kept.get("words", {}).items()},
            chances={key: list(reached) for key, reached in kept.get("chances", {}).items()},
        )


def names_of(one: Field, value: Any) -> set[str]:
    """The texts a value is counted under: each word of a person's name, an address and its domain, else itself."""
    if one.role is Role.PERSON:
        return set(value)
    if one.role is Role.EMAIL:
        return {"@".join(value), value[1]} - {""}
    return {name_of(value)}


def name_of(value: Any) -> str:
    """One text for a value that is compared as a whole."""
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _common(counted: Counter[str]) -> dict[str, int]:
    return {name: times for name, times in counted.most_common(_MOST_KEPT) if times >= _WORTH_KEEPING}
