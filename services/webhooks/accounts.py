"""Integrations that may be spoken to, opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from services.integrations.queries import credentials_of, is_usable
from services.models import Integration
from services.providers.base import Credentials
from services.providers.registry import provider
from services.providers.shared import SharedWebhook


@dataclass(frozen=True)
class Account:
    """Whose it is, by which name or key it is spoken to, and how it is known."""

    customer_id: int
    external_id: str
    endpoint_key: str
    credentials: Credentials


def by_key(session: Session, name: str, keys: Iterable[str]) -> dict[str, Account]:
    """The accounts of one provider with these endpoint keys."""
    wanted = select(Integration).where(
        col(Integration.provider) == name, col(Integration.endpoint_key).in_(sorted(set(keys)))
    )
    return {one.endpoint_key: one for one in _opened(session, wanted)}


def sharing(session: Session, name: str) -> list[Account]:
    """Everybody's accounts at a provider with one address for all."""
    return _opened(session, _sharing(name))


def spoken_of(session: Session, name: str, ids: set[str]) -> list[Account]:
    """By the stored id, else by the other names of an account, which only its credentials hold."""
    found = _opened(session, _sharing(name).where(col(Integration.external_id).in_(sorted(ids))))
    if ids <= {account.external_id for account in found}:
        return found
    return [one for one in sharing(session, name) if names_of(name, one) & ids]


def names_of(name: str, account: Account) -> set[str]:
    """Under what a provider with one address for all speaks of the account."""
    return {account.external_id, *provider(name, SharedWebhook, account.credentials).accounts()}


def _sharing(name: str) -> Any:
    return select(Integration).where(col(Integration.provider) == name, col(Integration.external_id) != "")


def _opened(session: Session, wanted: Any) -> list[Account]:
    rows = session.execute(wanted).scalars()
    return [
        Account(row.customer_id, row.external_id, row.endpoint_key, credentials_of(row))
        for row in rows
        if is_usable(row)
    ]
