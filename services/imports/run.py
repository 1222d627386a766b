"""One import from its first row to its last. Safe to kill at any instant: position and effects are one transaction."""

import time
from collections.abc import Sequence

from sqlmodel import Session

from services import audit
from services.core.clock import now
from services.core.errors import Invalid
from services.core.scope import Scope, system_scope
from services.db import transaction
from services.dedupe.filing import check_soon, file_clash
from services.imports import uploads
from services.imports.storing import Importing, Stored, store
from services.imports.types import Layout, Person
from services.imports.work import SLICE_SECONDS, choices_of, locked, people_of
from services.live import Topic, announce, notify, record_activity
from services.models import ContactImport, Customer, ImportStatus
from services.outreach.writing import ask_to_queue
from services.queue import JobName, enqueue
from services.scoring.rules import Audience
from services.scoring.versions import card_in_force
from services.spending.actions import count
from services.spending.rules import Meter

FILE_GONE = "The uploaded file is no longer on this machine. Upload it again: who is imported already is recognised."


def ask_to_run(session: Session, found: ContactImport) -> None:
    """Queue the work of an import; those of one customer run one after another."""
    enqueue(
        session,
        JobName.RUN_IMPORT,
        customer_id=found.customer_id,
        unique=f"import:{found.id}",
        lock=f"import:{found.customer_id}",
        owner_id=found.customer_id,
        import_id=found.id,
    )


def run_import(owner_id: int, import_id: int, seconds: float = SLICE_SECONDS) -> None:
    """Import for `seconds`, then leave the rest to a next job; an import that is over is left alone."""
    scope = system_scope(owner_id)
    with transaction(scope) as session:
        started = _begin(session, import_id)
    if started is None:
        return
    found, importing = started
    until, position = time.monotonic() + seconds, found.position
    try:
        for people in people_of(found, after=position):
            with transaction(scope) as session:
                if not _take(session, scope, importing, people, position):
                    return
            position = people[-1].row
            if time.monotonic() > until:
                with transaction(scope) as session:
                    ask_to_run(session, found)
                return
    except (Invalid, FileNotFoundError) as error:
        with transaction(scope) as session:
            _stop(session, import_id, error.message if isinstance(error, Invalid) else FILE_GONE)
        return
    with transaction(scope) as session:
        stored_as = _finish(session, import_id)
    uploads.remove(stored_as)


def _begin(session: Session, import_id: int) -> tuple[ContactImport, Importing] | None:
    found = locked(session, import_id)
    if found is None or found.status not in {ImportStatus.QUEUED, ImportStatus.RUNNING}:
        return None
    if found.status == ImportStatus.QUEUED:
        found.status, found.started_at = ImportStatus.RUNNING, found.started_at or now()
        announce(session, found.customer_id, Topic.IMPORTS, found.public_id)
    customer = session.get_one(Customer, found.customer_id)
    importing = Importing(
        import_id=import_id,
        public_id=found.public_id,
        file_name=found.file_name,
        headings=Layout.read(found.layout).headings,
        choices=choices_of(found),
        audience=Audience.from_answers(customer.audience),
        card=card_in_force(session),
    )
    return found, importing


def _take(session: Session, scope: Scope, importing: Importing, people: Sequence[Person], position: int) -> bool:
    """One batch with its counts and the place to go on from, all or nothing; False when somebody else moved it."""
    found = locked(session, importing.import_id)
    if found is None or found.status != ImportStatus.RUNNING or found.position != position:
        return False
    stored = store(session, scope, importing, people)
    found.position = people[-1].row
    found.counts = _summed(found.counts, stored, len(people))
    check_soon(session, stored.contact_ids)
    for row, first, second in stored.pairs:
        where = f"Row {row} of {found.file_name} holds the phone of one and the email of the other"
        file_clash(session, found.customer_id, first, second, where)
    count(session, Meter.CONTACTS_IMPORTED, stored.counts.get("added", 0))
    announce(session, found.customer_id, Topic.IMPORTS, found.public_id)
    return True


def _summed(counts: dict[str, int], stored: Stored, rows: int) -> dict[str, int]:
    added = {**stored.counts, "repaired": stored.repaired, "rows": rows}
    return {name: counts.get(name, 0) + added.get(name, 0) for name in {*counts, *added}}


def _stop(session: Session, import_id: int, why: str) -> None:
    found = locked(session, import_id)
    if found is not None:
        found.status, found.error, found.finished_at = ImportStatus.FAILED, why, now()
        notify(session, found.customer_id, "import_failed", f"“{found.file_name}” stopped", why, link_to(found))
        announce(session, found.customer_id, Topic.IMPORTS, found.public_id)


def _finish(session: Session, import_id: int) -> str:
    """Close the books; returns the stored file, which is no longer needed."""
    found = locked(session, import_id)
    if found is None or found.status != ImportStatus.RUNNING:
        return ""
    added, updated = found.counts.get("added", 0), found.counts.get("updated", 0)
    found.status, found.finished_at = ImportStatus.DONE, now()
    stored_as, found.stored_as = found.stored_as, ""
    text = f"{added:,} new {'contact' if added == 1 else 'contacts'} from “{found.file_name}”"
    record_activity(session, found.customer_id, "contacts_imported", text, "/contacts?source=manual_import")
    notify(session, found.customer_id, "import_done", "Import finished", text, link_to(found))
    actor = Scope(found.customer_id, found.user_id)
    audit.record(session, actor, "contacts_imported", found.public_id, {"contacts": added + updated})
    announce(session, found.customer_id, Topic.CONTACTS)
    announce(session, found.customer_id, Topic.IMPORTS, found.public_id)
    ask_to_queue(session, found.customer_id)
    return stored_as


def link_to(found: ContactImport) -> str:
    return f"/contacts/import?id={found.public_id}"
