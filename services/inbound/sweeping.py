"""Replies, swept for one customer in the order of arrival: as many in one transaction as others can wait for."""

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import col

from services.core.clock import now
from services.core.log import get_logger
from services.core.scope import Scope, system_scope
from services.db import reading, system_reading, system_transaction, transaction
from services.inbound import events, handling
from services.inbound.people import remember
from services.models import InboundEvent, InboundStatus
from services.queue import JobName, enqueue
from services.replies.records import reader_for
from services.webhooks import READ_FIRST, are_pressing, burst

BATCH = 100
LONGEST_SECONDS = 0.05  # of one transaction: on SQLite nobody else writes meanwhile
REST_SECONDS = 1.0  # at most, before the next one, while providers wait for their acknowledgements
TURN_SECONDS = 2.0  # of one job: then other customers' replies have their turn
_APART = timedelta(days=1)
log = get_logger(__name__)


class _Failed(Exception):
    """One event that cannot be handled, and why in `__cause__`."""

    def __init__(self, event_id: int) -> None:
        super().__init__(event_id)
        self.event_id = event_id


def handle_replies(owner_id: int = 0) -> None:
    """Handle what waits for one customer; by the clock, ask for it for everyone whose turn was missed.

    A turn that a burst comes into ends; engines begin the next one after it.
    """
    if not owner_id:
        _ask_for_everyone()
        return
    scope, until = system_scope(owner_id), time.monotonic() + TURN_SECONDS
    known: dict[str, Any] = {}
    with reading(scope) as session:
        reader_for(session)  # learning takes a second, and must not hold up whoever writes
    waiting: list[int] = []
    while waiting := waiting or _waiting(scope):
        _rest_while_pressed()
        if not burst.must_pass():
            waiting = _rest(scope, waiting, known)
        if burst.must_pass() or time.monotonic() > until:
            _ask(owner_id)
            return


def _ask_for_everyone() -> None:
    owners = select(col(InboundEvent.customer_id)).where(*_due()).distinct()
    with system_reading() as session:
        found = list(session.execute(owners).scalars())
    for owner_id in found:
        _ask(owner_id)


def _ask(owner_id: int) -> None:
    called = f"replies:{owner_id}"
    with system_transaction() as session:
        enqueue(session, JobName.HANDLE_REPLIES, unique=called, lock=called, customer_id=owner_id, owner_id=owner_id)


def _due() -> tuple:
    return (
        col(InboundEvent.status) == InboundStatus.RECEIVED,
        col(InboundEvent.kind) == "reply",
        col(InboundEvent.handle_at) <= now(),
        col(InboundEvent.provider).not_in(READ_FIRST),
    )


def _waiting(scope: Scope) -> list[int]:
    """Ids grow in the order of arrival."""
    oldest = select(col(InboundEvent.id)).where(*_due()).order_by(col(InboundEvent.id)).limit(BATCH)
    with reading(scope) as session:
        return list(session.execute(oldest).scalars())


def _rest(scope: Scope, event_ids: list[int], known: dict[str, Any]) -> list[int]:
    """What is left of these after one transaction; one that failed is set apart, and those before it come again."""
    try:
        return event_ids[_handle(scope, event_ids, known) :]
    except _Failed as failed:
        log.exception("reply_failed", event_id=failed.event_id, exc_info=failed.__cause__)
        _set_apart(scope, failed.event_id)
        return [one for one in event_ids if one != failed.event_id]


def _rest_while_pressed() -> None:
    """Python runs one thread at a time: what must be acknowledged goes first."""
    until = time.monotonic() + REST_SECONDS
    while are_pressing() and not burst.must_pass() and time.monotonic() < until:
        time.sleep(0.01)


def _handle(scope: Scope, event_ids: Sequence[int], known: dict[str, Any]) -> int:
    """How many of these, from the first, one transaction has handled; `known` is what the turn has looked up."""
    began = time.monotonic()
    with transaction(scope) as session:
        remember(session, known)
        for done, event_id in enumerate(event_ids, 1):
            try:
                handling.decide(session, event_id)
                session.flush()
            except (OperationalError, InterfaceError):
                raise  # the database's trouble is the whole batch's: the job tries again
            except Exception as error:
                raise _Failed(event_id) from error
            if are_pressing() or time.monotonic() - began >= LONGEST_SECONDS:
                return done
    return len(event_ids)


def _set_apart(scope: Scope, event_id: int) -> None:
    """It goes on as a job of its own, which tries again and shows its failure; the others do not wait for it."""
    with transaction(scope) as session:
        heard = events.waiting(session, event_id, hold=True)
        if heard:
            events.set_apart(session, heard, now() + _APART)
