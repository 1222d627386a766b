"""Writes. Begin an import, choose its columns, start it, take it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from services import audit
from services.core.errors import Conflict, Invalid, NotFound
from services.core.scope import Can, Scope
from services.imports import check, mapping, rows, run, undo
from services.imports.types import Choices, Layout
from services.imports.uploads import MOST_ROWS
from services.live import Topic, announce
from services.models import Channel, ContactImport, Customer, ImportStatus

MOST_DRAFTS = 20
LEAST_EVIDENCE = 10


@dataclass(frozen=True)
class Upload:
    """A file that was understood: `columns` is the guess where each of its columns goes."""

    file_name: str
    stored_as: str
    size_bytes: int
    layout: Layout
    row_count: int
    columns: Sequence[str]


def may_upload(session: Session, scope: Scope) -> Customer:
    """Refuse an upload before it arrives; returns the customer, whose country says how numbers are read."""
    scope.require(Can.EDIT_CONTACTS)
    waiting = select(func.count()).select_from(ContactImport).where(ContactImport.status == ImportStatus.DRAFT)
    if session.exec(waiting).one() >= MOST_DRAFTS:
        raise Conflict(f"{MOST_DRAFTS} uploaded files wait to be imported. Import or discard one of them first.")
    return session.get_one(Customer, scope.customer_id)


def create(session: Session, scope: Scope, upload: Upload) -> ContactImport:
    """The draft of an import; nothing is imported before `start`."""
    customer = may_upload(session, scope)
    refuse_size(upload.row_count)
    found = ContactImport(
        user_id=scope.user_id,
        file_name=upload.file_name[:200],
        stored_as=upload.stored_as,
        size_bytes=upload.size_bytes,
        layout=upload.layout.written(),
        columns=list(upload.columns),
        row_count=upload.row_count,
        region=customer.country,
    )
    session.add(found)
    session.flush()
    announce(session, scope.customer_id, Topic.IMPORTS, found.public_id)
    return found


def refuse_size(row_count: int) -> None:
    """Raise Invalid for a file without rows or with too many."""
    if row_count == 0:
        raise Invalid("This file has headings but no rows below them. Choose one with at least one contact.")
    if row_count > MOST_ROWS:
        raise Invalid(f"This file has more than {MOST_ROWS:,} rows. Split it and import the parts one after another.")


def get_import(session: Session, import_id: str) -> ContactImport:
    """The import with this public id; NotFound also means "not yours"."""
    found = session.exec(select(ContactImport).where(col(ContactImport.public_id) == import_id)).first()
    if found is None:
        raise NotFound("The import")
    return found


def _draft(session: Session, scope: Scope, import_id: str) -> ContactImport:
    scope.require(Can.EDIT_CONTACTS)
    found = get_import(session, import_id)
    if found.status != ImportStatus.DRAFT:
        raise Conflict("This import was started already. Its columns can no longer be changed.")
    return found


def set_columns(session: Session, scope: Scope, import_id: str, columns: Sequence[str]) -> None:
    """Say which field each column goes to."""
    found = _draft(session, scope, import_id)
    chosen = mapping.checked_mapping(columns, len(Layout.read(found.layout).headings))
    if chosen != found.columns:
        found.columns = chosen
        found.check_no += 1


def set_layout(session: Session, scope: Scope, import_id: str, upload: Upload) -> None:
    """Read the same file in another way: another sheet, or headings in another row."""
    found = _draft(session, scope, import_id)
    refuse_size(upload.row_count)
    found.layout = upload.layout.written()
    found.columns, found.row_count = list(upload.columns), upload.row_count
    found.check_no += 1


def set_choices(session: Session, scope: Scope, import_id: str, choices: Choices) -> None:
    """Say what happens to known people, how numbers are read and who agreed to be written to."""
    found = _draft(session, scope, import_id)
    region = rows.region_of(choices.region)
    if not region:
        raise Invalid("Choose a country from the list.", "region")
    found.check_no += found.region != region
    found.known, found.region = choices.known, region
    found.opt_in = [channel for channel in choices.opt_in if channel in set(Channel)]
    found.evidence = choices.evidence.strip()[:1000]


def ask_check(session: Session, scope: Scope, import_id: str) -> None:
    """Have the whole file looked through, unless it was as it is now."""
    found = _draft(session, scope, import_id)
    if found.checked.get("done") != found.check_no or not found.checked:
        check.ask_to_check(session, found)


def start(session: Session, scope: Scope, import_id: str) -> None:
    """Import the file in the background; starting it twice starts it once."""
    scope.require(Can.EDIT_CONTACTS)
    found = get_import(session, import_id)
    if found.status in {ImportStatus.QUEUED, ImportStatus.RUNNING}:
        return
    found = _draft(session, scope, import_id)
    if missing := mapping.missing(found.columns):
        raise Invalid(missing, "columns")
    if found.opt_in and len(found.evidence) < LEAST_EVIDENCE:
        raise Invalid(
            "Say where and when these people agreed, such as “Visitor book, trade fair, May 2026”.", "evidence"
        )
    if found.opt_in:
        detail = {"channels": list(found.opt_in), "source": found.file_name}
        audit.record(session, scope, "consent_recorded", found.public_id, detail)
    found.status, found.user_id = ImportStatus.QUEUED, scope.user_id
    audit.record(session, scope, "import_started", found.public_id)
    announce(session, scope.customer_id, Topic.IMPORTS, found.public_id)
    run.ask_to_run(session, found)


def resume(session: Session, scope: Scope, import_id: str) -> None:
    """Go on with an import that stopped, from the row where it did."""
    scope.require(Can.EDIT_CONTACTS)
    found = get_import(session, import_id)
    if found.status != ImportStatus.FAILED or not found.stored_as:
        raise Conflict("This import cannot be continued.")
    found.status, found.error, found.finished_at = ImportStatus.QUEUED, "", None
    announce(session, scope.customer_id, Topic.IMPORTS, found.public_id)
    run.ask_to_run(session, found)


def take_back(session: Session, scope: Scope, import_id: str) -> None:
    """Undo a whole import in the background; what is in use since stays."""
    scope.require(Can.EDIT_CONTACTS)
    found = get_import(session, import_id)
    if found.status == ImportStatus.UNDOING:
        return
    if found.status not in {ImportStatus.DONE, ImportStatus.FAILED}:
        raise Conflict("Only an import that is over can be undone.")
    found.status, found.finished_at = ImportStatus.UNDOING, None
    audit.record(session, scope, "import_undone", found.public_id)
    announce(session, scope.customer_id, Topic.IMPORTS, found.public_id)
    undo.ask_to_undo(session, found)


def discard(session: Session, scope: Scope, import_id: str) -> str:
    """Forget a draft; returns the stored file, which is the caller's to delete once this is saved."""
    found = _draft(session, scope, import_id)
    session.delete(found)
    announce(session, scope.customer_id, Topic.IMPORTS, import_id)
    return found.stored_as
