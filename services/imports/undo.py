"""Takes a whole import back, the last row first: removes what it made and restores what it changed, unless in use."""

import time
from collections.abc import Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from services.core.clock import now
from services.core.scope import system_scope
from services.db import transaction
from services.imports import uploads
from services.imports.known import STORED
from services.imports.run import link_to
from services.imports.work import SLICE_SECONDS, locked
from services.live import Topic, announce, notify
from services.models import (
    Consent,
    Contact,
    ContactImport,
    Customer,
    ImportedRow,
    ImportOutcome,
    ImportStatus,
    Lead,
    OutreachMessage,
    OutreachStatus,
    Provenance,
)
from services.queue import JobName, enqueue
from services.scoring.contacts import rescore
from services.scoring.rules import Audience

BATCH = 1_000
_OPEN = (ImportOutcome.ADDED, ImportOutcome.CHANGED)


def ask_to_undo(session: Session, found: ContactImport) -> None:
    """Queue the work of taking an import back."""
    enqueue(
        session,
        JobName.UNDO_IMPORT,
        customer_id=found.customer_id,
        unique=f"undo_import:{found.id}",
        lock=f"import:{found.customer_id}",
        owner_id=found.customer_id,
        import_id=found.id,
    )


def undo_import(owner_id: int, import_id: int, seconds: float = SLICE_SECONDS) -> None:
    """Undo for `seconds`, then leave the rest to a next job; each batch is all or nothing."""
    scope = system_scope(owner_id)
    until = time.monotonic() + seconds
    while True:
        with transaction(scope) as session:
            found = locked(session, import_id)
            if found is None or found.status != ImportStatus.UNDOING:
                return
            if rows := _next(session, import_id):
                _take_back(session, found, rows)
            elif not _forget_agreements(session, found):
                stored_as = _finish(session, found)
                break
            if time.monotonic() > until:
                ask_to_undo(session, found)
                return
    uploads.remove(stored_as)


def _next(session: Session, import_id: int) -> Sequence[ImportedRow]:
    """The last rows first: a contact that two rows changed gets its oldest values back at the end."""
    open_ = select(ImportedRow).where(ImportedRow.import_id == import_id, col(ImportedRow.outcome).in_(_OPEN))
    return session.exec(open_.order_by(col(ImportedRow.id).desc()).limit(BATCH)).all()


def _take_back(session: Session, found: ContactImport, rows: Sequence[ImportedRow]) -> None:
    wanted = {row.contact_id for row in rows}
    contacts = {
        contact.public_id: contact
        for contact in session.exec(select(Contact).where(col(Contact.public_id).in_(wanted)))
    }
    in_use = _in_use(session, found, [contact.id or 0 for contact in contacts.values()])
    gone: list[int] = []
    restored: list[int] = []
    counts = {"removed": 0, "restored": 0, "kept": 0}
    for row in rows:
        contact = contacts.get(row.contact_id)
        why = in_use.get(contact.id or 0, "") if contact else ""
        if why and row.outcome == ImportOutcome.ADDED:
            row.outcome, row.note = ImportOutcome.KEPT, why
            counts["kept"] += 1
            continue
        if contact and row.outcome == ImportOutcome.ADDED:
            gone.append(contact.id or 0)
            counts["removed"] += 1
        elif contact:
            restored.append(contact.id or 0)
            counts["restored"] += _restore(session, contact, row)
        row.outcome = ImportOutcome.UNDONE
    session.flush()
    _remove(session, found, gone, restored)
    again = [contact for contact in contacts.values() if contact.id in set(restored)]
    rescore(session, again, Audience.from_answers(session.get_one(Customer, found.customer_id).audience))
    found.counts = {**found.counts, **{name: found.counts.get(name, 0) + more for name, more in counts.items()}}
    announce(session, found.customer_id, Topic.IMPORTS, found.public_id)


def _in_use(session: Session, found: ContactImport, ids: list[int]) -> dict[int, str]:
    """Contacts that stay, with the reason; a later reason of the list is the weaker one."""
    why: dict[int, str] = {}
    elsewhere = select(Provenance.contact_id).where(
        col(Provenance.contact_id).in_(ids), Provenance.source_url != link_to(found)
    )
    written = select(OutreachMessage.contact_id).where(col(OutreachMessage.contact_id).in_(ids))
    answered = select(Contact.id).where(
        col(Contact.id).in_(ids), col(Contact.outreach_status) != OutreachStatus.PENDING
    )
    leads = select(Lead.original_contact_id).where(col(Lead.original_contact_id).in_(ids))
    for statement, words in (
        (elsewhere, "Changed by you or found elsewhere since"),
        (answered, "Was written to since"),
        (written, "Was written to since"),
        (leads, "Became a lead"),
    ):
        why |= {contact_id or 0: words for contact_id in session.exec(statement).all()}
    return why


def _restore(session: Session, contact: Contact, row: ImportedRow) -> bool:
    """Give back the values that still are as the import left them; what was changed since stays."""
    restored = False
    for name, (before, after) in row.changed.items():
        if name in STORED and getattr(contact, name) == after and not _taken(session, contact, name, before):
            setattr(contact, name, before)
            restored = True
    return restored


def _taken(session: Session, contact: Contact, name: str, value: str | None) -> bool:
    """Whether another contact holds this phone or e-mail by now."""
    if name not in {"phone", "email"} or not value:
        return False
    holder = select(Contact.id).where(getattr(Contact, name) == value, Contact.id != contact.id)
    return session.exec(holder).first() is not None


def _remove(session: Session, found: ContactImport, gone: list[int], restored: list[int]) -> None:
    session.execute(delete(Provenance).where(col(Provenance.contact_id).in_(gone)))
    session.execute(delete(Contact).where(col(Contact.id).in_(gone)))
    own = col(Provenance.contact_id).in_(restored), col(Provenance.source_url) == link_to(found)
    session.execute(delete(Provenance).where(*own))


def _forget_agreements(session: Session, found: ContactImport) -> int:
    """The consents that this import wrote down were part of the mistake; who said stop stays on the list."""
    some = select(Consent.id).where(Consent.source == link_to(found)).limit(BATCH)
    ids = session.exec(some).all()
    session.execute(delete(Consent).where(col(Consent.id).in_(ids)))
    return len(ids)


def _finish(session: Session, found: ContactImport) -> str:
    """Close the books; returns the stored file of an import that never came to its end."""
    found.status, found.finished_at = ImportStatus.UNDONE, now()
    stored_as, found.stored_as = found.stored_as, ""
    kept = found.counts.get("kept", 0)
    stay = f" {kept:,} that you use since {'stays' if kept == 1 else 'stay'}." if kept else ""
    text = f"{found.counts.get('removed', 0):,} removed, {found.counts.get('restored', 0):,} restored.{stay}"
    notify(session, found.customer_id, "import_undone", f"“{found.file_name}” is undone", text, link_to(found))
    announce(session, found.customer_id, Topic.CONTACTS)
    announce(session, found.customer_id, Topic.IMPORTS, found.public_id)
    return stored_as
