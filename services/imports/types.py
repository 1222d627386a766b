"""How a file is read, what its rows become, and what the screens show of an import."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from services.models import ImportStatus, KnownContacts


@dataclass(frozen=True)
class Layout:
    """`heading_row` and `first_row` count the file's rows from 1, as a spreadsheet does; no heading is 0."""

    encoding: str = "utf-8"
    delimiter: str = ","
    heading_row: int = 1
    first_row: int = 2
    headings: tuple[str, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Layout":
        lists = {name: tuple(kept.get(name) or ()) for name in ("headings", "sheets")}
        return cls(**{**{name: kept[name] for name in kept if name in cls.__dataclass_fields__}, **lists})

    def written(self) -> dict[str, Any]:
        return {**asdict(self), "headings": list(self.headings), "sheets": list(self.sheets)}


@dataclass(frozen=True)
class Choices:
    """`opt_in` are the channels that everybody in the file agreed to, `evidence` where and when they did."""

    known: KnownContacts = KnownContacts.FILL
    region: str = "IN"
    opt_in: tuple[str, ...] = ()
    evidence: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, in words; `column` is -1 when it is the row as a whole."""

    column: int
    words: str


@dataclass(slots=True)
class Person:
    """One row in the spelling that contacts are stored and compared in.

    `phone` is E.164 and `email` lower case, the first usable of several; `phones` and `emails` are all of them.
    `opt_in` and `opt_out` come from columns of the file. `refusal` says why the row cannot become a contact.
    """

    row: int
    cells: list[str]
    fields: dict[str, str] = field(default_factory=dict)
    phone: str | None = None
    email: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    domain: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    opt_in: tuple[str, ...] = ()
    opt_out: bool = False
    problems: list[Problem] = field(default_factory=list)
    refusal: str = ""


@dataclass(frozen=True)
class ColumnRow:
    """One column of the file with what is in it and the field it goes to."""

    index: int
    heading: str
    samples: tuple[str, ...]
    target: str


@dataclass(frozen=True)
class CellView:
    text: str
    problem: str = ""


@dataclass(frozen=True)
class PreviewRow:
    """One row as it would be imported: `outcome` is new, known, repeated or refused, `note` says why."""

    number: int
    cells: tuple[CellView, ...]
    outcome: str
    note: str


@dataclass(frozen=True)
class ImportRow:
    """One import in the history; ids are public."""

    id: str
    file_name: str
    status: ImportStatus
    at: datetime
    by: str
    row_count: int
    counts: dict[str, int]


@dataclass(frozen=True)
class KeptRow:
    """A contact that an undo left in place, and why."""

    contact_id: str
    name: str
    why: str


@dataclass(frozen=True)
class ImportDetail:
    """Everything the wizard and the report show of one import."""

    row: ImportRow
    layout: Layout
    columns: list[ColumnRow]
    choices: Choices
    checked: dict[str, Any]
    is_checked: bool
    percent: int
    error: str
    problem_count: int
    kept: list[KeptRow]
    can_undo: bool
    started_at: datetime | None
    finished_at: datetime | None
