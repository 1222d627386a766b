"""What a column of a table is: numbers, dates or categories, and where it is empty."""

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

EMPTY = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-", "select"})
NUMBERS_FROM = 0.98  # of the cells that are not empty
SPLIT, LABEL = "split", "label"


@dataclass(frozen=True)
class Table:
    """A CSV file as columns of texts; the first column is the id."""

    id_name: str
    columns: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(self.columns[self.id_name])

    @property
    def facts(self) -> dict[str, Sequence[str]]:
        """The columns that may be learned from: neither the id nor the split nor the label."""
        return {name: cells for name, cells in self.columns.items() if name not in {self.id_name, SPLIT, LABEL}}


def read_table(path: Path) -> Table:
    """Raises ValueError when there is no `split` or `label` column, or a row has another number of cells."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        names = next(rows, [])
        cells = [row for row in rows if row]
    if not {SPLIT, LABEL} <= set(names):
        raise ValueError(f"{path.name} has no column {SPLIT!r} or {LABEL!r}.")
    ragged = next((row for row in cells if len(row) != len(names)), None)
    if ragged:
        raise ValueError(f"{path.name}: the row of {ragged[0]!r} has {len(ragged)} cells instead of {len(names)}.")
    columns = {name: [row[place].strip() for row in cells] for place, name in enumerate(names)}
    return Table(names[0], columns)


def is_empty(cell: str) -> bool:
    return cell.casefold() in EMPTY


def numbers(cells: Sequence[str]) -> list[float] | None:
    """The column as numbers with NaN where it is empty; None when it holds something else."""
    found = [_number(cell) for cell in cells]
    told = sum(not is_empty(cell) for cell in cells)
    read = sum(not math.isnan(value) for value in found)
    return found if told and read >= NUMBERS_FROM * told else None


def _number(cell: str) -> float:
    text = cell.removesuffix("%").replace(",", "").lstrip("₹$€£").strip()
    try:
        value = float(text)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def dates(cells: Sequence[str]) -> list[date | None] | None:
    """The column as dates (ISO, with or without a time); None when it holds something else."""
    found = [_date(cell) for cell in cells]
    told = sum(not is_empty(cell) for cell in cells)
    return found if told and sum(day is not None for day in found) >= NUMBERS_FROM * told else None


def _date(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell[:10]) if len(cell) >= 10 and cell[4] == "-" else None
    except ValueError:
        return None


def is_identifier(cells: Sequence[str]) -> bool:
    """Names single rows instead of saying something about them: nearly every cell differs and none is a fraction."""
    told = [cell for cell in cells if not is_empty(cell)]
    if len(told) < 50 or len(set(told)) < 0.95 * len(told):
        return False
    read = numbers(told)
    return read is None or all(value.is_integer() for value in read)
