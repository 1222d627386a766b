"""The safety net under webhooks: asks platforms that list their leads for those that nobody told us of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from services import webhooks
from services.core.clock import now
from services.core.errors import ProviderDown, ProviderRefused, Refusal
from services.core.log import get_logger
from services.core.scope import Scope, system_scope
from services.core.settings import get_settings
from services.db import in_reading, in_transaction, on_database_thread, system_reading
from services.integrations.actions import mark_failing
from services.integrations.catalogue import entry_for
from services.integrations.queries import credentials_of, find, is_usable
from services.integrations.rules import webhook_address
from services.models import Integration
from services.providers.base import Credentials, LeadFeed
from services.providers.registry import provider

FEEDS = ("linkedin",)
OVERLAP = timedelta(minutes=30)  # a platform may list a lead a little after the moment that it bears
FIRST_LOOK = timedelta(days=1)
log = get_logger(__name__)


@dataclass(frozen=True)
class _Account:
    provider: str
    credentials: Credentials
    since: datetime
    address: str  # "" when the platform cannot reach us, or tells us already


async def poll_leads() -> None:
    """Look for leads of every connected account; one account's trouble is not another's."""
    for customer_id, name in await on_database_thread(_accounts):
        await _poll(system_scope(customer_id), name)


def _accounts() -> list[tuple[int, str]]:
    wanted = select(Integration).where(col(Integration.provider).in_(FEEDS)).order_by(col(Integration.id))
    with system_reading() as session:
        return [(row.customer_id, row.provider) for row in session.exec(wanted) if is_usable(row)]


async def _poll(scope: Scope, name: str) -> None:
    began = now()
    account = await in_reading(scope, _opened, name)
    if account is None:
        return
    feed = provider(name, LeadFeed, account.credentials)
    try:
        told = await feed.leads_since(account.since)
        if account.address:
            await feed.subscribe(account.address)
    except ProviderDown as error:
        log.info("leads_not_listed", provider=name, code=error.code)
        return
    except ProviderRefused as error:
        await in_transaction(scope, _refused, name, error, account.credentials.is_sandbox)
        return
    found = [webhooks.Told(name, scope.customer_id, one) for one in told]
    await on_database_thread(lambda: webhooks.keep(found))
    await in_transaction(scope, _note, name, {"polled_until": began.isoformat()}, account.address)


def _opened(session: Session, name: str) -> _Account | None:
    row = find(session, name)
    if row is None:
        return None
    since = datetime.fromisoformat(row.detail["polled_until"]) if "polled_until" in row.detail else now() - FIRST_LOOK
    settings = get_settings()
    address = webhook_address(entry_for(name), row.endpoint_key, settings)
    is_reachable = row.is_sandbox or address.startswith("https://")
    is_new = row.detail.get("subscribed") != address
    return _Account(name, credentials_of(row), since - OVERLAP, address if is_reachable and is_new else "")


def _refused(session: Session, name: str, error: ProviderRefused, is_sandbox: bool) -> None:
    """The sandbox does not know accounts of customers who have not launched."""
    log.info("leads_refused", provider=name, code=error.code)
    if error.about is Refusal.ACCOUNT and not is_sandbox:
        mark_failing(session, session.info["customer_id"], name, error.message)


def _note(session: Session, name: str, detail: dict[str, Any], subscribed: str) -> None:
    row = find(session, name)
    if row is not None:
        row.detail = {**row.detail, **detail, **({"subscribed": subscribed} if subscribed else {})}
