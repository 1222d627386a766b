"""Rows of a file, one at a time, numbered from 1 as a spreadsheet numbers them."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from services.core.errors import Invalid
from services.imports.types import Layout

MOST_COLUMNS = 200
LONGEST_CELL = 32_000
LOOKED_AT = 200  # rows from which delimiter, headings and columns are guessed
Row = tuple[int, list[str]]

csv.field_size_limit(10 * LONGEST_CELL)


def rows_of(path: Path, encoding: str, delimiter: str, *, after: int = 0) -> Iterator[Row]:
    """Every row after `after` that is not blank; raises Invalid where a quotation mark is never closed."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        number = 0
        try:
            for number, cells in enumerate(reader, 1):
                if number > after and any(cell and not cell.isspace() for cell in cells):
                    yield number, [cell.replace("\x00", "") for cell in cells[:MOST_COLUMNS]]
        except csv.Error:
            where = f"A quotation mark that opens in row {number + 1} is never closed."
            raise Invalid(f"{where} Correct the file and upload it again.") from None


def data_rows(path: Path, layout: Layout, *, after: int = 0) -> Iterator[Row]:
    """The rows below the headings, each as wide as the headings."""
    width = len(layout.headings)
    for number, cells in rows_of(path, layout.encoding, layout.delimiter, after=max(after, layout.first_row - 1)):
        yield number, (cells + [""] * (width - len(cells)))[:width] if len(cells) != width else cells


def first_rows(path: Path, encoding: str, delimiter: str, most: int = LOOKED_AT) -> list[Row]:
    return list(islice(rows_of(path, encoding, delimiter), most))


def count_rows(path: Path, layout: Layout, most: int) -> int:
    """How many data rows there are, counting one further than `most`; reads the file to its end, so it is sound."""
    return sum(1 for _ in islice(data_rows(path, layout), most + 1))
