"""What a provider told us, stored as the webhook stores it, and handled as the jobs handle it."""

from itertools import count
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.inbound.handling import handle
from services.inbound.statuses import handle_statuses
from services.models import InboundEvent
from tests import support

_numbers = count(1)


def event(scope: Scope, kind: str, provider: str = "twilio", **data: Any) -> InboundEvent:
    """A stored happening of this customer."""
    number = next(_numbers)
    payload = {"at": now().isoformat(), **data}
    return support.add(
        scope, InboundEvent(provider=provider, external_id=f"event-{number}", kind=kind, payload=payload)
    )


async def whatsapp(scope: Scope, sender: str, text: str, **data: Any) -> InboundEvent:
    """Somebody writes on WhatsApp; returns the event as it ended."""
    filled = {"channel": "whatsapp", "sender": sender, "recipient": "+14155238886", "text": text, "message_id": "SM9"}
    return await _handled(scope, event(scope, "reply", **{**filled, **data}))


async def email(scope: Scope, sender: str, text: str, **data: Any) -> InboundEvent:
    """Somebody writes by e-mail; returns the event as it ended."""
    filled = {
        "channel": "email",
        "sender": sender,
        "recipient": "hello@acme.example",
        "text": text,
        "subject": "Re: Hi",
    }
    return await _handled(scope, event(scope, "reply", "sendgrid", **{**filled, **data}))


async def google_form(scope: Scope, lead_id: str = "g1", *, is_test: bool = False, **answers: str) -> InboundEvent:
    """Somebody fills in a Google lead form; returns the event as it ended."""
    data = {"platform": "google", "platform_lead_id": lead_id, "form_id": "f1", "is_test": is_test, "answers": answers}
    return await _handled(scope, event(scope, "ad_lead", "google_ads", **data))


async def _handled(scope: Scope, stored: InboundEvent) -> InboundEvent:
    await handle(scope.customer_id, stored.id or 0)
    return read(scope, InboundEvent, col(InboundEvent.id) == stored.id)


def statuses(scope: Scope, *told: dict[str, Any]) -> list[InboundEvent]:
    """Receipts in this order, swept as the job does; returns the events as they ended."""
    stored = [event(scope, "status", "twilio", **data) for data in told]
    handle_statuses(scope.customer_id)
    return [read(scope, InboundEvent, col(InboundEvent.id) == one.id) for one in stored]


def read(scope: Scope, table: type[Any], *conditions: Any) -> Any:
    """The one row of this customer that fits."""
    with transaction(scope) as session:
        return session.execute(select(table).where(*conditions)).scalar_one()


def read_all(scope: Scope, table: type[Any], *conditions: Any) -> list[Any]:
    """Every row of this customer that fits, in the order of writing."""
    with transaction(scope) as session:
        return in_order(session, table, *conditions)


def in_order(session: Session, table: type[Any], *conditions: Any) -> list[Any]:
    return list(session.execute(select(table).where(*conditions).order_by(col(table.id))).scalars())
