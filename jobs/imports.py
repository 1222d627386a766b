"""Checks, runs and undoes imports of contacts; takes up those that stopped."""

from jobs.registry import every, job
from services.db import system_transaction
from services.imports import upkeep, uploads
from services.imports.check import check_import as check
from services.imports.run import run_import as run
from services.imports.undo import undo_import as undo
from services.queue import JobName


@job(JobName.CHECK_IMPORT, queue="imports")
def check_import(owner_id: int, import_id: int, check_no: int) -> None:
    """Look through a whole file before it is imported."""
    check(owner_id, import_id, check_no)


@job(JobName.RUN_IMPORT, queue="imports")
def run_import(owner_id: int, import_id: int) -> None:
    """Store contacts for a while; goes on where a killed run stopped."""
    run(owner_id, import_id)


@job(JobName.UNDO_IMPORT, queue="imports")
def undo_import(owner_id: int, import_id: int) -> None:
    """Take contacts back for a while; goes on where it stopped."""
    undo(owner_id, import_id)


@every(seconds=60)
@job(JobName.CONTINUE_IMPORTS, queue="imports")
def continue_imports() -> None:
    """Queue imports whose work was lost, and delete what is old."""
    with system_transaction() as session:
        upkeep.continue_stopped(session)
        files = upkeep.delete_old(session)
        upkeep.delete_orphans(session)
    for stored_as in files:
        uploads.remove(stored_as)
