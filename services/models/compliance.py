"""Consent, suppression and the audit log."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from services.core.tables import CustomerOwned, choice, json_field


class SuppressionKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    DOMAIN = "domain"


class Suppression(CustomerOwned, table=True):
    """Never write to this address on any channel; `fingerprint` survives an erasure of `value`."""

    __table_args__ = (UniqueConstraint("customer_id", "kind", "fingerprint"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: SuppressionKind = Field(sa_type=choice(SuppressionKind))  # pyright: ignore
    value: str = Field(default="", max_length=320)
    fingerprint: str = Field(max_length=64)
    reason: str = Field(default="", max_length=60)  # opt_out, unsubscribe, complaint, hard_bounce, manual
    source: str = Field(default="", max_length=200)


class ConsentStatus(StrEnum):
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


class Consent(CustomerOwned, table=True):
    """One line of the consent ledger; the newest line of an address and channel counts."""

    id: int | None = Field(default=None, primary_key=True)
    address: str = Field(max_length=320, index=True)  # E.164 or e-mail
    channel: str = Field(max_length=20)
    status: ConsentStatus = Field(sa_type=choice(ConsentStatus))  # pyright: ignore
    evidence: str = Field(default="", max_length=1000)
    source: str = Field(default="", max_length=200)


class AuditLog(CustomerOwned, table=True):
    """Who did what to which thing; append-only."""

    __table_args__ = (Index("ix_audit_log_entity", "customer_id", "entity", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = 0
    action: str = Field(max_length=80)
    entity: str = Field(default="", max_length=80)
    detail: dict[str, Any] = json_field()
    ip: str = Field(default="", max_length=45)
