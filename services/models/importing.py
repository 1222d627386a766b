"""Imports of contacts from files: how a file is read, how far it is, what it changed and what it could not take."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from services.core.ids import new_id
from services.core.tables import CustomerOwned, choice, json_field


class ImportStatus(StrEnum):
    DRAFT = "draft"  # uploaded and understood; columns and choices are still being made
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class KnownContacts(StrEnum):
    """What happens to a person who is a contact already."""

    FILL = "fill"  # empty fields are filled
    UPDATE = "update"  # the file's values replace ours
    SKIP = "skip"


class ContactImport(CustomerOwned, table=True):
    """One uploaded file. `position` counts the rows that have taken effect; it moves in the effects' transaction."""

    __table_args__ = (Index("ix_contact_import_newest", "customer_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("imp"), unique=True)
    user_id: int = 0
    file_name: str = Field(max_length=200)
    stored_as: str = Field(default="", max_length=80)  # in the folder of uploads; "" once it was deleted
    size_bytes: int = 0
    layout: dict[str, Any] = json_field()  # services.imports.types.Layout
    columns: list[str] = json_field(list)  # the field that each column of the file goes to
    known: KnownContacts = Field(default=KnownContacts.FILL, sa_type=choice(KnownContacts))  # pyright: ignore
    region: str = Field(default="IN", max_length=2)
    opt_in: list[str] = json_field(list)  # channels that everybody in the file agreed to
    evidence: str = Field(default="", max_length=1000)  # where and when they agreed
    status: ImportStatus = Field(default=ImportStatus.DRAFT, sa_type=choice(ImportStatus))  # pyright: ignore
    row_count: int = 0
    position: int = 0
    counts: dict[str, Any] = json_field()  # added, updated, same, skipped, refused, repaired, kept
    check_no: int = 0  # grows with every change that makes the last check stale
    checked: dict[str, Any] = json_field()  # {"no": check_no, "rows": so far, "counts": {…}, "done": bool}
    error: str = Field(default="", max_length=500)
    started_at: datetime | None = None
    finished_at: datetime | None = None


class ImportOutcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    KEPT = "kept"  # the undo left it: it is in use
    UNDONE = "undone"


class ImportedRow(CustomerOwned, table=True):
    """What one row did to one contact, so that it can be undone.

    The contact is named by its public id: databases give the numbers of deleted rows to new ones.
    """

    __table_args__ = (Index("ix_imported_row_import", "import_id", "outcome", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="contact_import.id", ondelete="CASCADE")
    row_number: int
    contact_id: str = Field(max_length=40)
    outcome: ImportOutcome = Field(sa_type=choice(ImportOutcome))  # pyright: ignore
    changed: dict[str, Any] = json_field()  # field → [before, after]
    note: str = Field(default="", max_length=120)  # why it was kept


class ImportProblem(CustomerOwned, table=True):
    """A row that was refused, or taken without some of its cells."""

    __table_args__ = (Index("ix_import_problem_import", "import_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="contact_import.id", ondelete="CASCADE")
    row_number: int
    is_refused: bool
    reason: str = Field(max_length=500)
    cells: list[str] = json_field(list)
