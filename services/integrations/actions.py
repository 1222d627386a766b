"""Writes. Connect, test and disconnect an account; what is stored is never shown again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from services.core.clock import now
from services.core.crypto import encrypt
from services.core.errors import NotFound, ProviderDown, ProviderRefused
from services.core.scope import Can, Scope
from services.core.settings import get_settings
from services.db import in_reading, in_transaction
from services.integrations import sandbox
from services.integrations.catalogue import CatalogueEntry, entry_for
from services.integrations.queries import SENDERS, credentials_for, stored_values
from services.integrations.rules import checked, hint
from services.live import Topic, announce
from services.models import (
    AuditLog,
    Channel,
    Customer,
    Integration,
    IntegrationStatus,
    Message,
    MessageStatus,
    OutreachMessage,
    OutreachMessageStatus,
    Template,
    TemplateApproval,
    TemplateStatus,
)
from services.providers.base import Credentials, Testable
from services.providers.registry import provider as build

REPLACED = "The account was replaced before we knew whether this was sent. Look at the provider, then decide."


@dataclass(frozen=True)
class TestResult:
    """What a real call to the provider said, for a person."""

    works: bool
    words: str


def save(session: Session, scope: Scope, provider: str, given: Mapping[str, str]) -> None:
    """Connect the customer's own account. Raises Invalid at a wrong field; an empty secret keeps the stored one."""
    scope.require(Can.EDIT_INTEGRATIONS)
    entry = entry_for(provider)
    row = _row(session, scope, provider)
    before = _identity(row)
    values = checked(entry, given, {} if row.is_sandbox else stored_values(row))
    put_values(row, entry, values)
    row.is_sandbox = False
    row.hint = hint(entry, values)
    _changed(session, scope, row, "integration_saved", before)


def disconnect(session: Session, scope: Scope, provider: str) -> None:
    """Forget the keys; the sandbox takes over where it is on."""
    scope.require(Can.EDIT_INTEGRATIONS)
    row = _row(session, scope, provider)
    before = _identity(row)
    row.credentials, row.hint, row.external_id = "", "", ""
    row.status = IntegrationStatus.DISCONNECTED
    customer = session.get(Customer, scope.customer_id)
    if get_settings().sandbox and customer and entry_for(provider).needs_account:
        sandbox.fill(row, customer)
    _changed(session, scope, row, "integration_disconnected", before)
    if row.is_sandbox:
        sandbox.ask_to_register(session, scope.customer_id)


async def test(scope: Scope, provider: str) -> TestResult:
    """Make a real, harmless call with the stored credentials and keep what it said.

    Raises Conflict when nothing is connected; takes its own transactions, since the call must be in none.
    """
    scope.require(Can.EDIT_INTEGRATIONS)
    credentials = await in_reading(scope, credentials_for, provider)
    if credentials.is_sandbox:
        await sandbox.register(scope.customer_id)
        credentials = await in_reading(scope, credentials_for, provider)
    result = await _called(provider, credentials)
    await in_transaction(scope, _keep, scope, provider, result)
    return result


async def _called(provider: str, credentials: Credentials) -> TestResult:
    try:
        reached = await build(provider, Testable, credentials).test()
    except NotFound:
        return TestResult(True, "Saved. The first enquiry will confirm it.")
    except ProviderRefused as error:
        return TestResult(False, error.message)
    except ProviderDown:
        return TestResult(False, f"{entry_for(provider).title} could not be reached. Try again in a minute.")
    return TestResult(True, reached)


def _keep(session: Session, scope: Scope, provider: str, result: TestResult) -> None:
    row = _row(session, scope, provider)
    row.tested_at = now()
    row.status = IntegrationStatus.CONNECTED if result.works else IntegrationStatus.FAILING
    row.error_message = "" if result.works else result.words[:500]
    row.detail = {**row.detail, "reached": result.words} if result.works else row.detail
    session.add(row)


def mark_failing(session: Session, customer_id: int, provider: str, words: str) -> None:
    """A call was refused because of the account itself: show it where the keys are entered."""
    session.execute(
        update(Integration)
        .where(col(Integration.provider) == provider, col(Integration.customer_id) == customer_id)
        .values(status=IntegrationStatus.FAILING, error_message=words[:500])
    )


def put_values(row: Integration, entry: CatalogueEntry, values: Mapping[str, str]) -> None:
    """Encrypt `values` into the row as a working account."""
    row.credentials = encrypt(json.dumps(dict(values)))
    if not entry.needs_account:
        row.base_url = values.get("server", "")
    row.external_id = values.get(entry.identity, "")[:100]
    row.status = IntegrationStatus.CONNECTED
    row.error_message, row.detail, row.tested_at = "", {}, None


def _row(session: Session, scope: Scope, provider: str) -> Integration:
    entry_for(provider)
    wanted = select(Integration).where(Integration.provider == provider, Integration.customer_id == scope.customer_id)
    return session.exec(wanted).first() or Integration(provider=provider, customer_id=scope.customer_id)


def _identity(row: Integration) -> dict[str, str]:
    """What says which account it is: everything but its secrets, which may be renewed."""
    secret = {field.name for field in entry_for(row.provider).fields if field.secret}
    known = {name: value for name, value in stored_values(row).items() if name not in secret}
    return {**known, "is_sandbox": str(row.is_sandbox)}


def _changed(session: Session, scope: Scope, row: Integration, action: str, before: dict[str, str]) -> None:
    session.add(row)
    if _identity(row) != before:
        if row.provider in SENDERS[Channel.WHATSAPP]:
            _forget_approvals(session, row.provider)
        _leave_doubts_to_a_person(session, row.provider)
    session.add(
        AuditLog(customer_id=scope.customer_id, user_id=scope.user_id, action=action, detail={"provider": row.provider})
    )
    announce(session, scope.customer_id, Topic.OUTREACH)


def _forget_approvals(session: Session, provider: str) -> None:
    """Templates are approved for one account: another account at the same provider must ask again."""
    session.execute(delete(TemplateApproval).where(col(TemplateApproval.provider) == provider))
    approved = select(TemplateApproval.template_id)
    session.execute(
        update(Template)
        .where(col(Template.channel) == Channel.WHATSAPP, col(Template.id).not_in(approved))
        .values(status=TemplateStatus.DRAFT, rejection_reason="")
    )


def _leave_doubts_to_a_person(session: Session, provider: str) -> None:
    """What was perhaps sent through the account before must not be looked for, and sent again, through another one."""
    for table, unknown in ((OutreachMessage, OutreachMessageStatus.UNKNOWN), (Message, MessageStatus.UNKNOWN)):
        session.execute(
            update(table)
            .where(col(table.provider) == provider, col(table.status) == unknown)
            .values(lease_until=None, error_message=REPLACED)
        )
