"""Contacts as CSV (RFC 4180) or XLSX, formula-safe, read in chunks so that no transaction waits for a download."""

import csv
import io
from collections.abc import Sequence
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from sqlmodel import Session

from services import audit
from services.contacts import rules
from services.contacts.queries import chunk_after, size_of
from services.contacts.types import Selection
from services.core.scope import Can, Scope
from services.models import Contact

HEADINGS = (
    "Name", "Company", "Title", "Phone", "Email", "City", "State", "Website", "Score", "Source", "Outreach",
    "Verification", "Found at (UTC)",
)  # fmt: skip
ATTRIBUTION = "Contains data © OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright"
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as Windows-1252


def begin_export(session: Session, scope: Scope, selection: Selection) -> str:
    """Note in the audit log who takes how many contacts away; returns a CSV's first line, the headings."""
    scope.require(Can.EXPORT)
    audit.record(session, scope, "contacts_exported", detail={"contacts": size_of(session, selection)})
    return _BYTE_ORDER_MARK + _line(HEADINGS)


def csv_chunk(session: Session, scope: Scope, selection: Selection, after: int) -> tuple[str, int]:
    """The next lines and the number to ask with for those that follow; ("", 0) after the last."""
    scope.require(Can.EXPORT)
    chunk = chunk_after(session, selection, after)
    return "".join(_line(_cells(contact)) for contact in chunk), (chunk[-1].id or 0) if chunk else 0


def rows_chunk(session: Session, scope: Scope, selection: Selection, after: int) -> tuple[list[tuple[str, ...]], int]:
    """Like `csv_chunk`, as cells for `Workbook`."""
    scope.require(Can.EXPORT)
    chunk = chunk_after(session, selection, after)
    return [_cells(contact) for contact in chunk], (chunk[-1].id or 0) if chunk else 0


class Sheet:
    """A workbook of one sheet, written to disk row by row however long it gets."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet("Contacts")
        self._sheet.freeze_panes = "A2"
        self.add([HEADINGS])

    def add(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Text stays text: what begins like a formula is quoted, signs that XML forbids are left out."""
        for row in rows:
            self._sheet.append([ILLEGAL_CHARACTERS_RE.sub("", rules.csv_safe(cell)) for cell in row])

    def save(self, file: BinaryIO) -> None:
        """With the attribution at the end."""
        self.add([(ATTRIBUTION,)])
        self._book.save(file)


def last_line() -> str:
    """The attribution that some sources ask for."""
    return _line((ATTRIBUTION,))


def _cells(contact: Contact) -> tuple[str, ...]:
    return (
        contact.name, contact.company, contact.title, contact.phone or "", contact.email or "", contact.city,
        contact.state, contact.website, str(contact.quality_score), rules.SOURCE_WORDS[contact.source],
        rules.STATUS_WORDS[contact.outreach_status], rules.VERIFICATION_WORDS[contact.verification_status],
        contact.created_at.strftime("%Y-%m-%d %H:%M"),
    )  # fmt: skip


def _line(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([rules.csv_safe(cell) for cell in cells])
    return out.getvalue()
