"""Imports that stopped go on; what nobody needs any more is deleted."""

import time
from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from services.core.clock import now
from services.imports import run, undo, uploads
from services.models import ContactImport, ImportedRow, ImportProblem, ImportStatus

STALE = timedelta(minutes=2)  # longer than any batch and any wait between two jobs of one import
KEEP_DRAFTS = timedelta(days=7)
KEEP_WAY_BACK = timedelta(days=30)  # as long can an import be undone and its error file be fetched
_ORPHAN_SECONDS = 86_400
_CHUNK = 5_000


def continue_stopped(session: Session) -> int:
    """Queue the work of imports whose job was given up, across customers; returns how many."""
    going = (ImportStatus.QUEUED, ImportStatus.RUNNING, ImportStatus.UNDOING)
    stopped = session.exec(
        select(ContactImport).where(col(ContactImport.status).in_(going), col(ContactImport.updated_at) < now() - STALE)
    ).all()
    for found in stopped:
        (undo.ask_to_undo if found.status == ImportStatus.UNDOING else run.ask_to_run)(session, found)
    return len(stopped)


def delete_old(session: Session) -> list[str]:
    """Delete abandoned drafts and the details of old imports, across customers; returns files that go with them."""
    at = now()
    abandoned = session.exec(
        select(ContactImport).where(
            ContactImport.status == ImportStatus.DRAFT, col(ContactImport.updated_at) < at - KEEP_DRAFTS
        )
    ).all()
    for found in abandoned:
        session.delete(found)
    for table in (ImportedRow, ImportProblem):
        old = select(table.id).where(col(table.created_at) < at - KEEP_WAY_BACK).limit(_CHUNK)
        session.execute(delete(table).where(col(table.id).in_(old)))
    return [found.stored_as for found in abandoned]


def delete_orphans(session: Session) -> int:
    """Files that no import names, left by a process that died between two steps; returns how many."""
    known = set(session.exec(select(ContactImport.stored_as).where(ContactImport.stored_as != "")))
    old = time.time() - _ORPHAN_SECONDS
    orphans = [
        path
        for path in uploads.folder().iterdir()
        if path.name.removesuffix(".rows") not in known and path.stat().st_mtime < old
    ]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
