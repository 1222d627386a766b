"""Accounts at the simulated providers, so that a customer without keys can try everything."""

import json
from dataclasses import dataclass
from typing import Any

import httpx
from sqlmodel import Session, col, select

from services.core.clock import now
from services.core.crypto import decrypt, encrypt
from services.core.errors import ProviderDown
from services.core.scope import system_scope
from services.core.settings import get_settings
from services.db import in_reading, in_transaction, on_database_thread, system_reading
from services.integrations.catalogue import CATALOGUE, entry_for
from services.integrations.rules import webhook_address
from services.integrations.simulated import BODIES, MADE
from services.models import Customer, Integration, IntegrationStatus
from services.providers.pool import trusted
from services.queue import JobName, enqueue

REGISTER_SECONDS = 5.0
_ENQUIRERS = ("meta", "google_ads", "linkedin")  # simulated people fill in their forms unasked: not before Launch
_REGISTERED: set[tuple[str, int]] = set()  # sandbox address and customer that this process has registered


@dataclass(frozen=True)
class _Registration:
    """What the sandbox is told about one account."""

    integration_id: int
    provider: str
    body: dict[str, str]


def ensure_sandbox(session: Session, customer: Customer) -> None:
    """Give `customer` a simulated account at every provider that has none yet; nothing when the sandbox is off."""
    if not get_settings().sandbox:
        return
    wanted = select(Integration.provider).where(Integration.customer_id == customer.id)
    present = set(session.exec(wanted))
    missing = [entry.name for entry in CATALOGUE if entry.needs_account and entry.name not in present]
    for name in missing:
        row = Integration(provider=name, customer_id=customer.id or 0)
        fill(row, customer)
        session.add(row)
    if missing:
        ask_to_register(session, customer.id or 0)


def ask_to_register(session: Session, customer_id: int) -> None:
    """Tell the sandbox, if there is one, once this transaction is saved."""
    if not get_settings().sandbox:
        return
    enqueue(
        session,
        JobName.REGISTER_SANDBOX,
        unique=f"sandbox:{customer_id}",
        customer_id=customer_id,
        owner_id=customer_id,
    )


def fill(row: Integration, customer: Customer) -> None:
    """Make `row` a simulated account of `customer` with fresh secrets."""
    values = MADE[row.provider](customer)
    row.is_sandbox, row.base_url, row.hint = True, "", ""
    row.credentials = encrypt(json.dumps(values))
    row.external_id = values.get(entry_for(row.provider).identity, "")
    row.status, row.error_message, row.detail, row.tested_at = IntegrationStatus.CONNECTED, "", {}, None


async def register(customer_id: int) -> None:
    """Tell the sandbox of the customer's simulated accounts; safe to repeat, needed after it was restarted.

    Raises ProviderDown when the sandbox does not answer.
    """
    scope = system_scope(customer_id)
    accounts = await in_reading(scope, _registrations)
    address = get_settings().sandbox_address
    async with httpx.AsyncClient(base_url=address, timeout=REGISTER_SECONDS, verify=trusted()) as client:
        for account in accounts:
            answer = await _told(client, account.body)
            await in_transaction(scope, _learn, account.integration_id, answer)


async def _told(client: httpx.AsyncClient, body: dict[str, str]) -> dict[str, Any]:
    try:
        answer = await client.post("/sandbox/control/accounts", json=body)
        answer.raise_for_status()
        return dict(answer.json())
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderDown("sandbox", "The sandbox does not answer.", retry_after=2.0) from error


def _registrations(session: Session) -> list[_Registration]:
    customer = session.get(Customer, session.info["customer_id"])
    if customer is None:
        return []
    wanted = select(Integration).where(col(Integration.is_sandbox).is_(True), Integration.credentials != "")
    if customer.launched_at is None:
        wanted = wanted.where(col(Integration.provider).not_in(_ENQUIRERS))
    return [_registration(row, customer.public_id) for row in session.exec(wanted)]


def _registration(row: Integration, customer: str) -> _Registration:
    values: dict[str, str] = json.loads(decrypt(row.credentials))
    body = {
        "provider": row.provider,
        "customer": customer,
        "webhook_url": webhook_address(entry_for(row.provider), row.endpoint_key, get_settings()),
        **BODIES[row.provider](values, row),
    }
    return _Registration(row.id or 0, row.provider, body)


_LEARNED = {"public_key": "public_key", "smtp_port": "port", "imap_port": "imap_port"}  # the sandbox's name: ours


def _learn(session: Session, integration_id: int, answer: dict[str, Any]) -> None:
    """Keep what only the provider knows, such as the key that its events are signed with or a port."""
    row = session.get(Integration, integration_id)
    if row is None or not row.is_sandbox:
        return
    values: dict[str, str] = json.loads(decrypt(row.credentials))
    told = {ours: str(answer[theirs]) for theirs, ours in _LEARNED.items() if answer.get(theirs)}
    if told and {**values, **told} != values:
        row.credentials = encrypt(json.dumps({**values, **told}))
        row.detail = {**row.detail, "registered_at": now().isoformat()}
        session.add(row)


async def register_everyone() -> None:
    """Register all customers' accounts that this process has not registered with this sandbox yet."""
    if not get_settings().sandbox:
        return
    for customer_id in await on_database_thread(_customers_with_accounts):
        await ensure_registered(customer_id)


async def ensure_registered(customer_id: int) -> None:
    """Register once a process and sandbox: cheap enough to stand before every use."""
    known = (get_settings().sandbox_address, customer_id)
    if known not in _REGISTERED:
        await register(customer_id)
        _REGISTERED.add(known)


def forget_registration(customer_id: int) -> None:
    """The sandbox did not know the account: it was restarted or reset."""
    _REGISTERED.discard((get_settings().sandbox_address, customer_id))


def _customers_with_accounts() -> list[int]:
    wanted = select(Integration.customer_id).where(col(Integration.is_sandbox).is_(True)).distinct()
    with system_reading() as session:
        return list(session.exec(wanted))
