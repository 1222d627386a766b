"""Asks for contacts to be compared, and does it in steps that never hold the database for long."""

import time

from sqlmodel import Session, select

from services import audit
from services.core.scope import Can, Scope, system_scope
from services.db import system_transaction, transaction
from services.dedupe.checking import check_step
from services.dedupe.everything import check_everything
from services.models import DuplicateCheck
from services.queue import JobName, enqueue

_SECONDS = 20.0  # of one job: other customers take turns
_PAUSE = 0.02  # between steps, so that people at the screen come first


def ask_where_due() -> None:
    """Queue one job for each customer who has contacts to be looked at."""
    with system_transaction() as session:
        for owner in session.exec(select(DuplicateCheck.customer_id).distinct()):
            _ask(session, JobName.COMPARE_CONTACTS, owner)


def ask_for_all(session: Session, scope: Scope) -> bool:
    """Have all contacts of the customer compared; False when that is asked for already."""
    scope.require(Can.EDIT_CONTACTS)
    is_new = _ask(session, JobName.COMPARE_ALL_CONTACTS, scope.customer_id)
    if is_new:
        audit.record(session, scope, "duplicates_searched")
    return is_new


def compare_due(owner_id: int) -> None:
    """Look at what waits for one customer, for as long as one job may take."""
    scope, until = system_scope(owner_id), time.monotonic() + _SECONDS
    more = True
    while more and time.monotonic() < until:
        with transaction(scope) as session:
            more = check_step(session, scope).more
        time.sleep(_PAUSE)
    if more:
        with transaction(scope) as session:
            _ask(session, JobName.COMPARE_CONTACTS, owner_id)


def compare_all(owner_id: int) -> None:
    """Compare everything, then what the merges made new."""
    check_everything(system_scope(owner_id))
    compare_due(owner_id)


def _ask(session: Session, name: JobName, owner: int) -> bool:
    return enqueue(session, name, unique=f"{name}:{owner}", lock=f"dedupe:{owner}", customer_id=owner, owner_id=owner)
