"""Statuses of what we sent, swept in batches: they are many, and their order does not matter."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col

from services.core.clock import now
from services.core.log import get_logger
from services.core.scope import system_scope
from services.db import system_reading, transaction
from services.inbound.events import wait_after
from services.models import InboundEvent, InboundStatus
from services.outreach.receipts import apply_status
from services.queue import JobName, enqueue

BATCH = 50
MOST_ATTEMPTS = 7  # about two minutes: a status may overtake the commit of the message that it is about
_NOT_OURS = "It speaks of a message that is not known here."
log = get_logger(__name__)


def handle_statuses(owner_id: int = 0) -> None:
    """Apply every status that waits for one customer, or for all (the clock's safety net)."""
    for customer_id in [owner_id] if owner_id else _customers():
        while _sweep(customer_id) == BATCH:
            continue


def _customers() -> list[int]:
    due = select(col(InboundEvent.customer_id)).where(*_due(now())).distinct()
    with system_reading() as session:
        return list(session.execute(due).scalars())


def _due(at: datetime) -> tuple:
    return (
        col(InboundEvent.status) == InboundStatus.RECEIVED,
        col(InboundEvent.kind) == "status",
        col(InboundEvent.handle_at) <= at,
    )


def _sweep(customer_id: int) -> int:
    """One batch in one transaction; returns its size."""
    oldest = select(InboundEvent).where(*_due(now())).order_by(col(InboundEvent.id)).limit(BATCH)
    with transaction(system_scope(customer_id)) as session:
        events = list(session.execute(oldest.with_for_update(skip_locked=True)).scalars())
        for event in events:
            _apply(session, event)
        _look_again(session, customer_id, events)
        return len(events)


def _apply(session: Session, event: InboundEvent) -> None:
    """One bad event must not hold up the others; trouble of the database itself is the whole batch's."""
    try:
        with session.begin_nested():
            known = apply_status(session, event.payload)
    except DBAPIError:
        raise
    except Exception as error:
        log.exception("status_failed", event_id=event.id, provider=event.provider)
        event.status, event.error_message, event.handled_at = InboundStatus.FAILED, repr(error)[:1000], now()
        return
    if known:
        event.status, event.handled_at = InboundStatus.DONE, now()
    elif event.attempts + 1 >= MOST_ATTEMPTS:
        event.status, event.error_message, event.handled_at = InboundStatus.IGNORED, _NOT_OURS, now()
    else:
        event.handle_at = now() + wait_after(event.attempts)
        event.attempts += 1


def _look_again(session: Session, customer_id: int, events: list[InboundEvent]) -> None:
    later = [event.handle_at for event in events if event.status == InboundStatus.RECEIVED]
    if later:
        enqueue(
            session,
            JobName.HANDLE_STATUS_EVENTS,
            at=min(later),
            unique=f"statuses-later:{customer_id}",
            customer_id=customer_id,
            owner_id=customer_id,
        )
