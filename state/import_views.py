"""What the import page shows, in people's words."""

from dataclasses import dataclass, field

from services.imports.mapping import FIELDS
from services.imports.rows import countries
from services.imports.types import ImportDetail, ImportRow, PreviewRow
from services.models import ImportStatus
from state.words import ago, duration, moment

STATUS: dict[ImportStatus, tuple[str, str]] = {
    ImportStatus.DRAFT: ("Not imported yet", "neutral"),
    ImportStatus.QUEUED: ("Waiting", "busy"),
    ImportStatus.RUNNING: ("Importing", "busy"),
    ImportStatus.DONE: ("Imported", "good"),
    ImportStatus.FAILED: ("Stopped", "bad"),
    ImportStatus.UNDOING: ("Being undone", "busy"),
    ImportStatus.UNDONE: ("Undone", "neutral"),
}
_OUTCOMES = {
    "new": ("New", "good"),
    "known": ("Known", "accent"),
    "repeated": ("Repeated", "warm"),
    "refused": ("Left out", "bad"),
}
REGIONS = countries()
TARGETS: list[tuple[str, str]] = list(FIELDS.items())
_GOING = {ImportStatus.QUEUED, ImportStatus.RUNNING, ImportStatus.UNDOING}


@dataclass(frozen=True)
class ColumnView:
    index: int
    heading: str
    samples: str
    target: str


@dataclass(frozen=True)
class CellShown:
    text: str
    problem: str


@dataclass(frozen=True)
class PreviewView:
    number: int
    cells: list[CellShown]
    words: str
    tone: str
    note: str


@dataclass(frozen=True)
class Figure:
    label: str
    number: str
    note: str
    tone: str = ""


@dataclass(frozen=True)
class HistoryView:
    id: str
    file_name: str
    words: str
    tone: str
    when: str
    exact: str
    by: str
    result: str


@dataclass(frozen=True)
class KeptView:
    link: str
    name: str
    why: str


@dataclass(frozen=True)
class ImportView:
    """One import; empty while there is none."""

    id: str = ""
    file_name: str = ""
    status: str = ""
    status_words: str = ""
    tone: str = "neutral"
    rows: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    has_headings: bool = True
    known: str = "fill"
    region: str = "IN"
    opt_in: list[str] = field(default_factory=list)
    evidence: str = ""
    checking: bool = False
    check_words: str = ""
    check_error: str = ""
    reasons: list[tuple[str, str]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    percent: int = 0
    progress_words: str = ""
    is_going: bool = False
    is_over: bool = False
    error: str = ""
    took: str = ""
    problems: str = ""
    kept: list[KeptView] = field(default_factory=list)
    can_undo: bool = False
    can_resume: bool = False


def import_view(detail: ImportDetail) -> ImportView:
    row, status = detail.row, detail.row.status
    words, tone = STATUS[status]
    reasons = [(str(text), _number(number)) for text, number in detail.checked.get("reasons", [])]
    return ImportView(
        id=row.id,
        file_name=row.file_name,
        status=status.value,
        status_words=words,
        tone=tone,
        rows=_rows(row.row_count),
        sheet=detail.layout.sheet,
        sheets=list(detail.layout.sheets),
        has_headings=detail.layout.heading_row > 0,
        known=detail.choices.known.value,
        region=detail.choices.region,
        opt_in=list(detail.choices.opt_in),
        evidence=detail.choices.evidence,
        checking=status is ImportStatus.DRAFT and not detail.is_checked,
        check_words=_check_words(detail),
        check_error=str(detail.checked.get("error", "")),
        reasons=reasons,
        figures=_checked_figures(detail) if status is ImportStatus.DRAFT else _figures(row),
        percent=detail.percent,
        progress_words=_progress(detail),
        is_going=status in _GOING,
        is_over=status in {ImportStatus.DONE, ImportStatus.FAILED, ImportStatus.UNDONE},
        error=detail.error,
        took=_took(detail),
        problems=_number(detail.problem_count) if detail.problem_count else "",
        kept=[KeptView(f"/contacts?open={kept.contact_id}", kept.name, kept.why) for kept in detail.kept],
        can_undo=detail.can_undo,
        can_resume=status is ImportStatus.FAILED,
    )


def column_views(detail: ImportDetail) -> list[ColumnView]:
    return [
        ColumnView(column.index, column.heading, " · ".join(column.samples) or "Empty in the first rows", column.target)
        for column in detail.columns
    ]


def shown_headings(detail: ImportDetail) -> list[str]:
    """The headings of the columns that are not left out, as the preview shows them."""
    return [column.heading for column in detail.columns if column.target != "skip"]


def preview_view(row: PreviewRow) -> PreviewView:
    words, tone = _OUTCOMES[row.outcome]
    cells = [CellShown(cell.text, cell.problem) for cell in row.cells]
    return PreviewView(row.number, cells, words, tone, row.note)


def history_view(row: ImportRow) -> HistoryView:
    words, tone = STATUS[row.status]
    return HistoryView(
        id=row.id,
        file_name=row.file_name,
        words=words,
        tone=tone,
        when=ago(row.at),
        exact=moment(row.at),
        by=row.by,
        result=_result(row),
    )


def _number(number: int) -> str:
    return f"{number:,}"


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _result(row: ImportRow) -> str:
    if row.status is ImportStatus.DRAFT:
        return _rows(row.row_count)
    if row.status is ImportStatus.UNDONE:
        return f"{row.counts.get('removed', 0):,} removed, {row.counts.get('restored', 0):,} restored"
    return f"{row.counts.get('added', 0):,} new, {row.counts.get('updated', 0):,} updated"


def _check_words(detail: ImportDetail) -> str:
    counts = detail.checked.get("counts", {})
    if detail.is_checked:
        return f"All {_rows(detail.row.row_count)} were looked at. Nothing is stored yet."
    return f"Looking through the file: {counts.get('rows', 0):,} of {_rows(detail.row.row_count)}"


def _checked_figures(detail: ImportDetail) -> list[Figure]:
    counts = detail.checked.get("counts", {})
    return [
        Figure("New contacts", _number(counts.get("new", 0)), "Will be added", "good"),
        Figure("Known already", _number(counts.get("known", 0)), "Same phone, email or business"),
        Figure("Repeated in the file", _number(counts.get("repeated", 0)), "Joined into one contact"),
        Figure("Left out", _number(counts.get("refused", 0)), "With the reason in a file", "bad"),
    ]


def _figures(row: ImportRow) -> list[Figure]:
    if row.status in {ImportStatus.UNDOING, ImportStatus.UNDONE}:
        return [
            Figure("Removed", _number(row.counts.get("removed", 0)), "Added by this import"),
            Figure("Restored", _number(row.counts.get("restored", 0)), "Changed by this import"),
            Figure("Kept", _number(row.counts.get("kept", 0)), "In use since"),
        ]
    same = row.counts.get("same", 0) + row.counts.get("skipped", 0)
    return [
        Figure("Added", _number(row.counts.get("added", 0)), "New contacts", "good"),
        Figure("Updated", _number(row.counts.get("updated", 0)), "Known, with something new"),
        Figure("Unchanged", _number(same), "Known, nothing to add"),
        Figure("Left out", _number(row.counts.get("refused", 0)), "See the problem file", "bad"),
    ]


def _progress(detail: ImportDetail) -> str:
    row = detail.row
    if row.status is ImportStatus.QUEUED:
        return "Starts in a moment"
    if row.status is ImportStatus.UNDOING:
        return "Taking back what this import did, the last row first"
    return f"{row.counts.get('rows', 0):,} of {_rows(row.row_count)}"


def _took(detail: ImportDetail) -> str:
    if not detail.started_at or not detail.finished_at:
        return ""
    return duration(max(1, int((detail.finished_at - detail.started_at).total_seconds())))
