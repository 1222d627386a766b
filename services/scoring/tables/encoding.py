"""Columns of a table as columns of zeros and ones, each a plain statement such as "age is above 35"."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.scoring.tables.columns import dates, is_empty, numbers

FINE, COARSE = 20, 4  # steps of a number by itself, and in a pair
FEW_VALUES = 20  # a number with at most so many values gets a step at each
SPIKE = 0.1  # a value that so many rows share is a statement of its own: 0, 999, −1 often stand for "none"
FEWEST_ROWS = 15  # of a category; rarer ones stand together
PAIR_LEVELS = 6
_RARE = "(rare)"


@dataclass(frozen=True)
class Numeric:
    """Steps "above `edge`", spikes "is `value`", and "is not given"."""

    name: str
    edges: Sequence[float]
    spikes: Sequence[float]
    coarse_edges: Sequence[float]

    @property
    def statements(self) -> list[str]:
        steps = [f"{self.name} > {edge:g}" for edge in self.edges]
        return [*steps, *(f"{self.name} = {value:g}" for value in self.spikes), f"{self.name} not given"]

    def encode(self, values: NDArray[np.float64]) -> NDArray[np.float32]:
        """Rows × statements of zeros and ones."""
        given = values[:, None]
        parts = [given > np.asarray(self.edges), given == np.asarray(self.spikes), np.isnan(given)]
        return np.hstack([part for part in parts if part.shape[1]]).astype(np.float32)

    def cells(self, values: NDArray[np.float64]) -> NDArray[np.int64]:
        """The coarse bin of each row, for pairs; an empty cell is bin 0."""
        bins = 1 + np.searchsorted(np.asarray(self.coarse_edges), values, side="left")
        return np.where(np.isnan(values), 0, bins)

    @property
    def bins(self) -> int:
        return len(self.coarse_edges) + 2


@dataclass(frozen=True)
class Category:
    """One statement for each level with enough rows, one for all rarer ones."""

    name: str
    levels: Sequence[str]
    number: dict[str, int] = field(repr=False, compare=False)

    @property
    def statements(self) -> list[str]:
        return [f"{self.name} = {level}" for level in (*self.levels, _RARE)]

    def encode(self, values: Sequence[str]) -> NDArray[np.float32]:
        """Rows × statements of zeros and ones."""
        found = np.zeros((len(values), len(self.levels) + 1), np.float32)
        found[np.arange(len(values)), self._codes(values)] = 1
        return found

    def cells(self, values: Sequence[str]) -> NDArray[np.int64]:
        """The level of each row among the commonest, for pairs; all others are one."""
        return np.minimum(self._codes(values), self.bins - 1)

    @property
    def bins(self) -> int:
        return min(len(self.levels), PAIR_LEVELS) + 1

    def _codes(self, values: Sequence[str]) -> NDArray[np.int64]:
        return np.array([self.number.get(value, len(self.levels)) for value in values])


Encoded = Numeric | Category


@dataclass(frozen=True)
class Source:
    """One learnable column: `values` are floats with NaN or texts, for all rows of the table."""

    name: str
    values: Any
    is_number: bool


def sources(name: str, cells: Sequence[str]) -> list[Source]:
    """What a column of texts says: numbers, the parts of a date, or a category."""
    days = dates(cells)
    if days is not None:
        ordinals = np.array([day.toordinal() if day else np.nan for day in days])
        months = [f"{day:%b}" if day else "" for day in days]
        weekdays = [f"{day:%a}" if day else "" for day in days]
        return [
            Source(name, ordinals, True),
            Source(f"{name} month", months, False),
            Source(f"{name} day", weekdays, False),
        ]
    read = numbers(cells)
    if read is not None:
        return [Source(name, np.array(read), True)]
    return [Source(name, ["" if is_empty(cell) else cell.casefold() for cell in cells], False)]


def encoder_for(source: Source, rows: NDArray[np.int64]) -> Encoded:
    """How to encode a column, decided by the given rows alone."""
    return _numeric(source, rows) if source.is_number else _category(source, rows)


def _numeric(source: Source, rows: NDArray[np.int64]) -> Numeric:
    values = source.values[rows]
    values = values[~np.isnan(values)]
    distinct, counts = np.unique(values, return_counts=True)
    if len(distinct) <= FEW_VALUES:
        edges = distinct[:-1]
        return Numeric(source.name, tuple(edges), (), tuple(_quantiles(values, COARSE)))
    spikes = distinct[counts > SPIKE * len(values)]
    rest = values[~np.isin(values, spikes)]
    edges = _quantiles(rest, FINE)
    return Numeric(source.name, tuple(edges), tuple(spikes), tuple(_quantiles(values, COARSE)))


def _quantiles(values: NDArray[np.float64], parts: int) -> NDArray[np.float64]:
    if not len(values):
        return values
    found = np.unique(np.quantile(values, np.linspace(0, 1, parts + 1)[1:-1], method="lower"))
    return found[found < values.max()]


def _category(source: Source, rows: NDArray[np.int64]) -> Category:
    counted = Counter(source.values[row] for row in rows)
    levels = [level for level, count in counted.most_common() if count >= FEWEST_ROWS]
    return Category(source.name, tuple(levels), {level: number for number, level in enumerate(levels)})
