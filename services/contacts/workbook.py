"""Contacts as an Excel workbook, written row by row to a file. Every cell is text, so nothing is run as a formula."""

import re
from collections.abc import Sequence
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font

_LONGEST = 32_767  # characters of a cell, by Excel's limits
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS = (24, 28, 20, 18, 30, 16, 16, 28, 8, 14, 16, 14, 18, 40)


class WorkbookWriter:
    """Write-only: rows go to disk as they come."""

    def __init__(self, headings: Sequence[str]) -> None:
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet("Contacts")
        for letter, width in zip("ABCDEFGHIJKLMN", _WIDTHS, strict=True):
            self._sheet.column_dimensions[letter].width = width
        self._sheet.freeze_panes = "A2"
        cells = [self._text(heading) for heading in headings]
        for cell in cells:
            cell.font = Font(bold=True)
        self._sheet.append(cells)

    def add(self, rows: Sequence[Sequence[str]]) -> None:
        for row in rows:
            self._sheet.append([self._text(cell) if cell else None for cell in row])

    def save(self, file: BinaryIO) -> None:
        self._book.save(file)

    def _text(self, value: str) -> Cell:
        """A cell whose kind is text whatever it begins with; what XML cannot hold is escaped as ECMA-376 has it."""
        cell = WriteOnlyCell(self._sheet, _FORBIDDEN.sub(lambda hit: f"_x{ord(hit[0]):04X}_", value)[:_LONGEST])
        cell.data_type = "s"
        return cell
