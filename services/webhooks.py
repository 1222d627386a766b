"""Everything a provider posts: verified, kept once, queued; answered only after the commit."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from services.core.clock import now
from services.core.crypto import fingerprint
from services.core.errors import NotAllowed, NotFound
from services.core.log import get_logger
from services.core.settings import get_settings
from services.db import insert_new, system_reading, system_transaction
from services.integrations.queries import credentials_of, is_usable
from services.models import InboundEvent, Integration
from services.providers.base import (
    Challenged,
    Credentials,
    Happening,
    WebhookRequest,
    WebhookSource,
)
from services.providers.meta.webhooks import pages_in
from services.providers.registry import provider
from services.providers.shared import SharedWebhook
from services.providers.whatsapp_cloud.webhooks import accounts_in
from services.queue import JobName, enqueue

log = get_logger(__name__)

LARGEST = {
    "twilio": 256_000,
    "gupshup": 3_000_000,  # version 3 forwards what Meta posts
    "wati": 256_000,
    "google_ads": 256_000,
    "linkedin": 256_000,
    "apify": 1_000_000,
    "brightdata": 1_000_000,
    "meta": 3_000_000,
    "whatsapp_cloud": 3_000_000,
    "resend": 1_000_000,
    "sendgrid": 30_000_000,
}
SHARED: dict[str, Callable[[bytes], list[str]]] = {  # one address for all accounts: which ones a body speaks of
    "meta": pages_in,
    "whatsapp_cloud": accounts_in,
}
_LONGEST_ID = 300


@dataclass(frozen=True)
class Delivery:
    """One POST as it arrived; `path` and `query` are of our own address, header names are in lower case."""

    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    def request(self, received_at: datetime) -> WebhookRequest:
        """With the address that the provider was given, whatever the proxy in between calls us."""
        url = get_settings().address + self.path + (f"?{self.query}" if self.query else "")
        return WebhookRequest(url, self.headers, self.body, received_at)


@dataclass(frozen=True)
class _Account:
    """An integration that may be spoken to, opened."""

    customer_id: int
    external_id: str
    credentials: Credentials


def accept(name: str, endpoint_key: str, delivery: Delivery) -> int:
    """Keep what `delivery` tells the owner of `endpoint_key`; returns how many happenings were new.

    Raises NotFound for an unknown key, NotAllowed for a bad signature, Invalid for a body that is not the provider's.
    """
    account = _owner(name, endpoint_key)
    request = delivery.request(now())
    source = provider(name, WebhookSource, account.credentials)
    if not source.verify(request):
        log.warning("webhook_refused", provider=name, customer_id=account.customer_id)
        raise NotAllowed("The signature does not match.")
    return keep(name, [(account.customer_id, told) for told in source.happenings(request)])


def challenge(name: str, endpoint_key: str, query: Mapping[str, str]) -> dict[str, str]:
    """What proves to a provider that the owner of `endpoint_key` knows its secret.

    Raises NotFound for an unknown key or a provider that never asks, NotAllowed when nothing sensible was asked.
    """
    answer = provider(name, Challenged, _owner(name, endpoint_key).credentials).challenge(query)
    if answer is None:
        raise NotAllowed("There is nothing to prove.")
    return answer


def _owner(name: str, endpoint_key: str) -> _Account:
    with system_reading() as session:
        owned = select(Integration).where(
            col(Integration.endpoint_key) == endpoint_key, col(Integration.provider) == name
        )
        accounts = _opened(session.execute(owned).scalars())
    if name not in LARGEST or name in SHARED or not accounts:
        raise NotFound("This address")
    return accounts[0]


def accept_shared(name: str, delivery: Delivery) -> int:
    """Like `accept`, for the one address of all accounts at a provider: whoever's app secret signed the body hears
    what it says of their account."""
    accounts = _spoken_of(name, SHARED[name](delivery.body))
    if not accounts:
        raise NotFound("This account")
    request = delivery.request(now())
    told: list[tuple[int, Happening]] = []
    signed = False
    for account in accounts:
        source = provider(name, SharedWebhook, account.credentials)
        if source.verify(request):
            signed = True
            names = source.accounts()
            mine = (one for one in source.happenings(request) if one.data["account"] in names)
            told += [(account.customer_id, one) for one in mine]
    if not signed:
        log.warning("webhook_refused", provider=name, accounts=len(accounts))
        raise NotAllowed("The signature does not match.")
    return keep(name, told)


def is_verify_token(name: str, token: str) -> bool:
    """Whether a connected account was set up with this token: Meta asks before it posts anything."""
    if not token:
        return False
    with system_reading() as session:
        accounts = _opened(session.execute(_sharing(name)).scalars())
    matches = [
        hmac.compare_digest(account.credentials["verify_token"].encode(), token.encode()) for account in accounts
    ]
    return any(matches)


def _sharing(name: str) -> Any:
    return select(Integration).where(col(Integration.provider) == name, col(Integration.external_id) != "")


def _spoken_of(name: str, ids: list[str]) -> list[_Account]:
    """By the stored id, else by the other names of an account, which only its credentials hold."""
    with system_reading() as session:
        found = _opened(session.execute(_sharing(name).where(col(Integration.external_id).in_(ids))).scalars())
        if set(ids) <= {account.external_id for account in found}:
            return found
        everyone = _opened(session.execute(_sharing(name)).scalars())
    return [one for one in everyone if provider(name, SharedWebhook, one.credentials).accounts() & set(ids)]


def _opened(rows: Iterable[Integration]) -> list[_Account]:
    return [_Account(row.customer_id, row.external_id, credentials_of(row)) for row in rows if is_usable(row)]


def keep(name: str, told: list[tuple[int, Happening]]) -> int:
    """One transaction: a happening that was kept before is skipped, each new one is queued."""
    by_key = {(customer_id, _external_id(one)): one for customer_id, one in told}
    if not by_key:
        return 0
    rows = [
        {"customer_id": customer_id, "provider": name, "external_id": key, "kind": one.kind, "payload": dict(one.data)}
        for (customer_id, key), one in sorted(by_key.items(), key=lambda entry: entry[0])  # one order: no deadlock
    ]
    with system_transaction() as session:
        new = insert_new(
            session, InboundEvent, rows, InboundEvent.id, InboundEvent.customer_id, InboundEvent.external_id
        )
        _queue(session, [(event_id, customer_id, by_key[customer_id, key]) for event_id, customer_id, key in new])
    return len(new)


def _external_id(one: Happening) -> str:
    if len(one.event_id) <= _LONGEST_ID:
        return one.event_id
    return f"sha256:{hashlib.sha256(one.event_id.encode()).hexdigest()}"


def _queue(session: Session, new: list[tuple[int, int, Happening]]) -> None:
    """Statuses are many and swept together; a reply or a lead is a job of its own, in order within one person."""
    for customer_id in sorted({customer_id for _, customer_id, one in new if one.kind == "status"}):
        enqueue(
            session,
            JobName.HANDLE_STATUS_EVENTS,
            unique=f"statuses:{customer_id}",
            customer_id=customer_id,
            owner_id=customer_id,
        )
    for event_id, customer_id, one in sorted(new, key=lambda row: row[0]):
        if one.kind != "status":
            enqueue(
                session,
                JobName.HANDLE_INBOUND_EVENT,
                lock=f"person:{customer_id}:{_person(one)}",
                customer_id=customer_id,
                owner_id=customer_id,
                event_id=event_id,
            )


def _person(one: Happening) -> str:
    return fingerprint(str(one.data.get("sender") or one.event_id))[:32]
