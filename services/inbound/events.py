"""An inbound event from the queue to its end: done, ignored for a reason, put off, or failed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from services.core.clock import now
from services.models import InboundEvent, InboundStatus
from services.queue import JobName, enqueue

LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Heard:
    """One event that waits to be handled; `attempts` were made before."""

    id: int
    customer_id: int
    provider: str
    kind: str
    data: Mapping[str, Any]
    attempts: int

    @property
    def at(self) -> datetime:
        """When it happened, as the provider says; now when it does not say."""
        try:
            return datetime.fromisoformat(str(self.data["at"]))
        except (KeyError, ValueError):
            return now()

    def text(self, name: str) -> str:
        """One field of what the provider said, "" when it is missing."""
        return str(self.data.get(name) or "")


def waiting(session: Session, event_id: int, *, hold: bool = False) -> Heard | None:
    """The event, unless it was handled before: a job may run twice. `hold` keeps others off until this commits."""
    event = session.get(InboundEvent, event_id, with_for_update=hold)
    if event is None or event.status != InboundStatus.RECEIVED:
        return None
    return _heard(event)


def _heard(event: InboundEvent) -> Heard:
    return Heard(event.id or 0, event.customer_id, event.provider, event.kind, event.payload, event.attempts)


def told(session: Session, event_id: int) -> Heard | None:
    """The event, handled or not, as long as it is stored."""
    event = session.get(InboundEvent, event_id)
    return _heard(event) if event else None


def complete(session: Session, heard: Heard, data: Mapping[str, Any]) -> Heard:
    """The event with what was read of it since, stored with the rest."""
    event = session.get_one(InboundEvent, heard.id)
    event.payload = {**heard.data, **data}
    return replace(heard, data=event.payload)


def event_of(session: Session, provider: str, external_id: str) -> InboundEvent | None:
    """The stored happening with the provider's own id."""
    wanted = select(InboundEvent).where(
        col(InboundEvent.provider) == provider, col(InboundEvent.external_id) == external_id
    )
    return session.execute(wanted).scalar_one_or_none()


def finish(session: Session, event_id: int, ignored_because: str = "") -> None:
    """Handled; a reason says why nothing was done."""
    _end(session, event_id, InboundStatus.IGNORED if ignored_because else InboundStatus.DONE, ignored_because)


def fail(session: Session, event_id: int, words: str) -> None:
    """It cannot be handled; what was posted stays stored."""
    _end(session, event_id, InboundStatus.FAILED, words)


def _end(session: Session, event_id: int, status: InboundStatus, words: str) -> None:
    event = session.get_one(InboundEvent, event_id)
    event.status, event.error_message, event.handled_at = status, words[:1000], now()


def wait_after(attempts: int, asked: float | None = None) -> timedelta:
    """One second, doubling to an hour; or what the provider asked for."""
    seconds = asked if asked is not None else 2.0 ** min(attempts, 12)
    return min(timedelta(seconds=seconds), LONGEST_WAIT)


def put_off(session: Session, event_id: int, words: str, asked: float | None = None) -> None:
    """Handle it again later; `asked` are the seconds that the provider wants us to wait."""
    event = session.get_one(InboundEvent, event_id)
    event.handle_at = now() + wait_after(event.attempts, asked)
    event.attempts += 1
    event.error_message = words[:1000]
    enqueue(
        session,
        JobName.HANDLE_INBOUND_EVENT,
        at=event.handle_at,
        customer_id=event.customer_id,
        owner_id=event.customer_id,
        event_id=event_id,
    )


def set_apart(session: Session, heard: Heard, until: datetime) -> None:
    """Leave it to a job of its own; whoever handles many at once takes it no more before `until`."""
    session.get_one(InboundEvent, heard.id).handle_at = until
    enqueue(
        session,
        JobName.HANDLE_INBOUND_EVENT,
        customer_id=heard.customer_id,
        owner_id=heard.customer_id,
        event_id=heard.id,
    )
