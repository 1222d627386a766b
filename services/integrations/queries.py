"""Reads. What is connected, and the credentials for a call."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from services.core.crypto import decrypt
from services.core.errors import Conflict
from services.core.settings import get_settings
from services.integrations.catalogue import CATALOGUE, CatalogueEntry, entry_for
from services.integrations.rules import base_url, webhook_address
from services.integrations.types import Purpose
from services.models import Channel, Integration, IntegrationStatus
from services.providers.base import Credentials

_MOST_NAMED = 3

SENDERS: dict[Channel, tuple[str, ...]] = {
    Channel.WHATSAPP: ("whatsapp_cloud", "twilio", "gupshup", "wati"),
    Channel.EMAIL: ("sendgrid", "resend", "smtp"),
}
"""Who can send on a channel, the first choice first."""
PRACTISING = ("twilio", "sendgrid")  # the simulated accounts that send; the others of the sandbox wait for a choice


@dataclass(frozen=True)
class FieldRow:
    """One input on the screen; `value` is "" for secrets."""

    name: str
    label: str
    help: str
    secret: bool
    required: bool
    value: str
    kind: str = "text"


@dataclass(frozen=True)
class WebhookRow:
    label: str
    help: str
    address: str


@dataclass(frozen=True)
class IntegrationRow:
    """`state` is sandbox, connected, failing or not_connected; `words` says it to a person."""

    provider: str
    title: str
    group: str
    purpose: str
    state: str
    words: str
    hint: str
    tested_at: datetime | None
    fields: list[FieldRow] = field(default_factory=list)
    webhooks: list[WebhookRow] = field(default_factory=list)


def list_integrations(session: Session) -> list[IntegrationRow]:
    """Every provider of the catalogue, connected or not, in the order of what they are for."""
    rows = {row.provider: row for row in session.exec(select(Integration))}
    order = list(Purpose)
    entries = sorted(CATALOGUE, key=lambda entry: order.index(entry.group))
    return [_row(entry, rows.get(entry.name)) for entry in entries]


def find(session: Session, provider: str) -> Integration | None:
    """The row of a usable account: connected or failing, and not a sandbox that is switched off."""
    row = session.exec(
        select(Integration).where(
            Integration.provider == provider, Integration.customer_id == session.info["customer_id"]
        )
    ).first()
    return row if row and is_usable(row) else None


def usable_accounts(session: Session, channel: Channel) -> list[Integration]:
    """Every usable account of the session's customer that can send on `channel`, in no certain order."""
    wanted = select(Integration).where(
        col(Integration.provider).in_(SENDERS[channel]), Integration.customer_id == session.info["customer_id"]
    )
    return [row for row in session.exec(wanted) if is_usable(row)]


def sending_account(session: Session, channel: Channel) -> Integration | None:
    """The first account that the session's customer writes from; None when none is connected."""
    return next(iter(sending_accounts(session, channel)), None)


def sending_accounts(session: Session, channel: Channel) -> list[Integration]:
    """The accounts that the session's customer writes from: the first one, and those that stand in for it in turn.

    Only without an account of their own does the sandbox stand in: what is meant for a real person must not end in
    a simulation.
    """
    return [row for row in listed_accounts(session, channel) if not row.is_sandbox or _is_chosen(row)]


def listed_accounts(session: Session, channel: Channel) -> list[Integration]:
    """The customer's own usable accounts of the channel, or else all simulated ones; in the order in which they are
    tried: the customer's own order, or else that of `SENDERS`."""
    usable = sorted(usable_accounts(session, channel), key=_place)
    return [row for row in usable if not row.is_sandbox] or usable


def _place(row: Integration) -> tuple[bool, int, bool, int]:
    names = [name for channel in SENDERS.values() for name in channel]
    waits = row.is_sandbox and not _is_chosen(row)
    return row.send_order is None, row.send_order or 0, waits, names.index(row.provider)


def _is_chosen(row: Integration) -> bool:
    """Whether a simulated account sends: it does by itself, or the customer gave it a place."""
    return row.send_order is not None or row.provider in PRACTISING


def is_usable(row: Integration) -> bool:
    """Whether calls may be made and webhooks heard: connected or failing, and not a sandbox that is switched off."""
    return row.status != IntegrationStatus.DISCONNECTED and (not row.is_sandbox or get_settings().sandbox)


def credentials_for(session: Session, provider: str) -> Credentials:
    """The session's customer's account; raises Conflict when one is needed and none is connected."""
    row = find(session, provider)
    entry = entry_for(provider)
    if row is None and not entry.needs_account:
        settings = get_settings()
        address = base_url(entry, "", settings.sandbox, settings)
        return Credentials(address, is_sandbox=settings.sandbox and address == settings.sandbox_address)
    if row is None:
        raise Conflict(f"{entry.title} is not connected. Connect it in Settings → Integrations.")
    return credentials_of(row)


def credentials_of(row: Integration) -> Credentials:
    """The opened credentials of a row that the caller may use (webhooks find it by its endpoint key)."""
    entry = entry_for(row.provider)
    return Credentials(
        base_url(entry, row.base_url, row.is_sandbox, get_settings()), stored_values(row), row.is_sandbox
    )


def stored_values(row: Integration) -> dict[str, str]:
    """The decrypted values; {} for a row without any."""
    values: dict[str, Any] = json.loads(decrypt(row.credentials)) if row.credentials else {}
    return {str(name): str(value) for name, value in values.items()}


def callback_address(session: Session, provider: str) -> str:
    """Where the provider reports on messages of the session's customer; "" when none is connected."""
    row = find(session, provider)
    return webhook_address(entry_for(provider), row.endpoint_key, get_settings()) if row else ""


def sandbox_words(session: Session) -> str:
    """What the banner says of the customer's simulated accounts; "" when none is."""
    if not get_settings().sandbox:
        return ""
    rows = [row for row in session.exec(select(Integration).order_by(col(Integration.id))) if is_usable(row)]
    if all(row.is_sandbox for row in rows):
        return "Sandbox: nothing leaves this machine"
    simulated = [entry_for(row.provider).title for row in rows if row.is_sandbox]
    if not simulated:
        return ""
    more = f" and {len(simulated) - _MOST_NAMED} more" if len(simulated) > _MOST_NAMED else ""
    return f"Partly simulated: {', '.join(simulated[:_MOST_NAMED])}{more}. Your other accounts are real"


def _row(entry: CatalogueEntry, row: Integration | None) -> IntegrationRow:
    usable = row if row and is_usable(row) else None
    shown = stored_values(usable) if usable and not usable.is_sandbox else {}
    fields = [
        FieldRow(
            one.name,
            one.label,
            one.help,
            one.secret,
            one.required,
            "" if one.secret else shown.get(one.name, ""),
            one.kind,
        )
        for one in entry.fields
    ]
    address = webhook_address(entry, row.endpoint_key, get_settings()) if row else ""
    return IntegrationRow(
        entry.name,
        entry.title,
        entry.group.value,
        entry.purpose,
        "ready" if usable is None and not entry.needs_account else _state(usable),
        _words(usable),
        usable.hint if usable and not usable.is_sandbox else "",
        usable.tested_at if usable else None,
        fields,
        [WebhookRow(one.label, one.help, address) for one in entry.webhooks if address],
    )


def _state(row: Integration | None) -> str:
    if row is None:
        return "not_connected"
    if row.is_sandbox:
        return "sandbox"
    return "failing" if row.status == IntegrationStatus.FAILING else "connected"


def _words(row: Integration | None) -> str:
    if row is None:
        return "Not connected."
    if row.is_sandbox:
        return "Sandbox: nothing leaves this machine."
    return row.error_message or str(row.detail.get("reached", "")) or "Saved. Test the connection."
