"""How a file is laid out: delimiter, where the headings are, what they are called."""

import csv
import io
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from services.core.errors import Invalid
from services.imports.decoding import encoding_of
from services.imports.headers import is_known
from services.imports.reading import LONGEST_CELL, LOOKED_AT, MOST_COLUMNS, Row, first_rows
from services.imports.types import Layout
from services.imports.values import looks_like_data

DELIMITERS = ",;\t|"
_SAMPLE = 1 << 18
_SEARCHED = 15  # rows in which the headings may stand: some exports begin with notes


def layout_of_text(path: Path) -> Layout:
    """The layout of a CSV, TSV or similar file; raises Invalid when it holds no rows."""
    encoding = encoding_of(path)
    delimiter = _delimiter(_sample(path, encoding))
    return with_headings(first_rows(path, encoding, delimiter), Layout(encoding, delimiter))


def with_headings(rows: Sequence[Row], layout: Layout, *, heading_row: int | None = None) -> Layout:
    """The layout with its headings found among the file's first `rows`, or in `heading_row` (0: none)."""
    if not rows:
        raise Invalid("There is nothing in this file. Choose one with at least one row of contacts.")
    width = min(max(len(cells) for _, cells in rows), MOST_COLUMNS)
    number = _heading_row(rows) if heading_row is None else heading_row
    found = next((at for at, (row, _) in enumerate(rows) if row == number), -1)
    if found < 0:
        headings = tuple(f"Column {index}" for index in range(1, width + 1))
        return _laid(layout, 0, rows[0][0], headings)
    above = rows[found - 1][1] if found else []
    headings = _named(rows[found][1], above, width)
    after = rows[found + 1][0] if found + 1 < len(rows) else number + 1
    return _laid(layout, number, after, headings)


def _laid(layout: Layout, heading_row: int, first_row: int, headings: tuple[str, ...]) -> Layout:
    return Layout(layout.encoding, layout.delimiter, heading_row, first_row, headings, layout.sheet, layout.sheets)


def _sample(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return file.read(_SAMPLE)


def _delimiter(sample: str) -> str:
    first = sample[:20].strip().lower()
    if first.startswith("sep=") and len(first) > 4:
        return sample[:20].strip()[4]
    return max(DELIMITERS, key=lambda mark: _agreement(sample, mark))


def _agreement(sample: str, delimiter: str) -> float:
    """How well the rows agree on a number of columns above one; more columns are less likely by chance."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        for cells in reader:
            if any(cells) and max(map(len, cells)) < LONGEST_CELL:
                widths[len(cells)] += 1
            if widths.total() >= LOOKED_AT:
                break
    except csv.Error:
        return 0.0
    width, rows = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
    return rows / widths.total() * math.sqrt(width) if width > 1 else 0.0


def _heading_row(rows: Sequence[Row]) -> int:
    """The row that reads most like headings; 0 when none does."""
    width = Counter(len(_trimmed(cells)) for _, cells in rows).most_common(1)[0][0]
    best, number = 0.0, 0
    for at, (row, cells) in enumerate(rows[:_SEARCHED]):
        points = _likeness(_trimmed(cells), width) - at * 0.01
        if points > best:
            best, number = points, row
    return number


def _likeness(cells: Sequence[str], width: int) -> float:
    """Above 0 when the cells can be headings: known words count most, values of people count against it."""
    filled = [cell for cell in cells if cell]
    if not filled or any(looks_like_data(cell) for cell in filled) or any(len(cell) > 80 for cell in filled):
        return 0.0
    known = sum(is_known(cell) for cell in filled)
    if not known and (len(filled) < max(width, 2) or len(set(filled)) < len(filled)):
        return 0.0
    return known + (0.5 if not known else 0.0) + len(filled) / max(width, 1)


def _trimmed(cells: Sequence[str]) -> list[str]:
    kept = [" ".join(cell.split()) for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _named(cells: Sequence[str], above: Sequence[str], width: int) -> tuple[str, ...]:
    """Every column's name, no two alike; a merged cell above several columns tells apart those of one name."""
    plain = [" ".join(cell.split())[:100] for cell in (*cells, *[""] * width)][:width]
    groups = _groups(above, width)
    twice = {name for name, times in Counter(name for name in plain if name).items() if times > 1}
    names: list[str] = []
    for index, (given, group) in enumerate(zip(plain, groups, strict=True)):
        name = f"{group} {given}" if given in twice and group else given or group or f"Column {index + 1}"
        again = sum(1 for other in names if other == name or other.startswith(f"{name} ("))
        names.append(f"{name} ({again + 1})" if name in names else name)
    return tuple(names)


def _groups(above: Sequence[str], width: int) -> list[str]:
    """The merged cells of the row above, each spread over the columns it covers; empty when that row is no such row."""
    texts = [" ".join(cell.split())[:60] for cell in (*above, *[""] * width)][:width]
    filled = [text for text in texts if text]
    if not filled or len(filled) < 2 or any(looks_like_data(text) for text in filled):
        return [""] * width
    spread, current = [], ""
    for text in texts:
        current = text or current
        spread.append(current)
    return spread
