"""Reads. The history of imports, one in full, and how its first rows would come out."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, func, select

from services.core.paging import PageRequest
from services.core.scope import Can, Scope
from services.imports.actions import get_import
from services.imports.check import Tally, tally
from services.imports.reading import data_rows
from services.imports.rows import RowReader
from services.imports.types import (
    CellView,
    ColumnRow,
    ImportDetail,
    ImportRow,
    KeptRow,
    Layout,
    Person,
    PreviewRow,
)
from services.imports.uploads import rows_path
from services.imports.work import choices_of
from services.models import (
    Contact,
    ContactImport,
    ImportedRow,
    ImportOutcome,
    ImportProblem,
    ImportStatus,
    User,
)
from services.people import display_name

PREVIEWED = 20
MOST_LISTED = 50
_SAMPLES = 3
_SAMPLE_LENGTH = 60
_OVER = (ImportStatus.DONE, ImportStatus.FAILED)


def history(session: Session, scope: Scope, request: PageRequest) -> list[ImportRow]:
    """The imports of this customer, the newest first."""
    scope.require(Can.VIEW)
    found = session.exec(select(ContactImport).order_by(col(ContactImport.id).desc()).limit(request.size)).all()
    people = select(User.id, User.name).where(col(User.id).in_({one.user_id for one in found}))
    names = dict(session.exec(people).all())
    return [_row(one, names.get(one.user_id, "")) for one in found]


def import_detail(session: Session, scope: Scope, import_id: str) -> ImportDetail:
    """Everything about one import; NotFound also means "not yours"."""
    scope.require(Can.VIEW)
    found = get_import(session, import_id)
    by = session.exec(select(User.name).where(User.id == found.user_id)).first()
    problems = select(func.count()).select_from(ImportProblem).where(ImportProblem.import_id == found.id)
    changed = select(ImportedRow.id).where(ImportedRow.import_id == found.id).limit(1)
    layout = Layout.read(found.layout)
    return ImportDetail(
        row=_row(found, by or ""),
        layout=layout,
        columns=_columns(found, layout),
        choices=choices_of(found),
        checked=found.checked if found.checked.get("no") == found.check_no else {},
        is_checked=bool(found.checked) and found.checked.get("done") == found.check_no,
        percent=_percent(found),
        error=found.error,
        problem_count=session.exec(problems).one(),
        kept=_kept(session, found),
        can_undo=found.status in _OVER and session.exec(changed).first() is not None,
        started_at=found.started_at,
        finished_at=found.finished_at,
    )


def preview(session: Session, scope: Scope, import_id: str) -> list[PreviewRow]:
    """The first 20 rows as they would be imported now, with what is wrong in which cell."""
    scope.require(Can.VIEW)
    found = get_import(session, import_id)
    layout = Layout.read(found.layout)
    reader = RowReader(layout, found.columns, choices_of(found))
    people = [reader.read(number, cells) for number, cells in _first(found, layout, PREVIEWED)]
    outcomes = tally(session, people, Tally())
    return [_previewed(person, outcome, found.columns) for person, outcome in zip(people, outcomes, strict=True)]


def _previewed(person: Person, outcome: str, columns: Sequence[str]) -> PreviewRow:
    wrong = {problem.column: problem.words for problem in person.problems}
    cells = [
        CellView(cell[:200], wrong.get(index, ""))
        for index, cell in enumerate(person.cells)
        if columns[index] != "skip"
    ]
    return PreviewRow(person.row, tuple(cells), outcome, person.refusal or wrong.get(-1, ""))


def problem_rows(session: Session, scope: Scope, import_id: str, after: int) -> list[ImportProblem]:
    """At most 1,000 rows with problems, those after the one with the id `after`."""
    scope.require(Can.VIEW)
    found = get_import(session, import_id)
    wanted = select(ImportProblem).where(ImportProblem.import_id == found.id, col(ImportProblem.id) > after)
    return list(session.exec(wanted.order_by(col(ImportProblem.id)).limit(1_000)))


def _row(found: ContactImport, by: str) -> ImportRow:
    return ImportRow(
        id=found.public_id,
        file_name=found.file_name,
        status=found.status,
        at=found.started_at or found.created_at,
        by=by,
        row_count=found.row_count,
        counts={str(name): int(number) for name, number in found.counts.items()},
    )


def _columns(found: ContactImport, layout: Layout) -> list[ColumnRow]:
    rows = [cells for _, cells in _first(found, layout, PREVIEWED)]
    return [
        ColumnRow(index, heading, tuple(_samples(row[index] for row in rows)), found.columns[index])
        for index, heading in enumerate(layout.headings)
    ]


def _samples(values: Iterator[str]) -> list[str]:
    distinct = dict.fromkeys(value.strip()[:_SAMPLE_LENGTH] for value in values if value.strip())
    return list(distinct)[:_SAMPLES]


def _first(found: ContactImport, layout: Layout, most: int) -> list[tuple[int, list[str]]]:
    """The first rows while the file is still here; none once it was deleted."""
    if not found.stored_as or not rows_path(found.stored_as).exists():
        return []
    return [row for row, _ in zip(data_rows(rows_path(found.stored_as), layout), range(most), strict=False)]


def _percent(found: ContactImport) -> int:
    if found.status == ImportStatus.UNDOING:
        of = found.counts.get("added", 0) + found.counts.get("updated", 0)
        through = sum(found.counts.get(name, 0) for name in ("removed", "restored", "kept"))
    else:
        of, through = found.row_count, found.counts.get("rows", 0)
    return min(100 * through // of, 100) if of else 0


def _kept(session: Session, found: ContactImport) -> list[KeptRow]:
    wanted = (
        select(ImportedRow, Contact)
        .join(Contact, col(Contact.public_id) == col(ImportedRow.contact_id))
        .where(ImportedRow.import_id == found.id, ImportedRow.outcome == ImportOutcome.KEPT)
        .order_by(col(ImportedRow.id))
        .limit(MOST_LISTED)
    )
    return [
        KeptRow(contact.public_id, display_name(contact.name, contact.company, contact.phone, contact.email), row.note)
        for row, contact in session.exec(wanted)
    ]
