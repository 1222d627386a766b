"""A customer's accounts at providers, and everything providers post to us."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from services.core.clock import now
from services.core.ids import new_id, new_secret
from services.core.tables import CustomerOwned, choice, json_field


class IntegrationStatus(StrEnum):
    CONNECTED = "connected"
    FAILING = "failing"
    DISCONNECTED = "disconnected"


class Integration(CustomerOwned, table=True):
    """One a customer and provider. `credentials` is a Fernet token over JSON, never sent to a browser."""

    __table_args__ = (UniqueConstraint("customer_id", "provider"),)
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("int"), unique=True)
    provider: str = Field(max_length=40)
    is_sandbox: bool = False
    credentials: str = Field(default="", max_length=10_000)
    hint: str = Field(default="", max_length=80)  # what may be shown: the last four characters
    base_url: str = Field(default="", max_length=300)
    endpoint_key: str = Field(default_factory=new_secret, max_length=64, unique=True)
    external_id: str = Field(
        default="", max_length=100, index=True
    )  # page id, phone-number id: routes app-wide webhooks
    status: IntegrationStatus = Field(default=IntegrationStatus.CONNECTED, sa_type=choice(IntegrationStatus))  # pyright: ignore
    detail: dict[str, Any] = json_field()
    tested_at: datetime | None = None
    error_message: str = Field(default="", max_length=500)
    daily_limit: int | None = Field(default=None, ge=0)  # campaign messages a day; None: as many as the customer allows
    warm_up_from: date | None = None  # a new sender starts small on this day and grows daily
    people_a_day: int | None = Field(default=None, ge=0)  # WhatsApp's limit on people written to first in 24 hours
    send_order: int | None = None  # the customer's own place for it among the channel's accounts; None: none chosen


class InboundStatus(StrEnum):
    RECEIVED = "received"
    DONE = "done"
    IGNORED = "ignored"
    FAILED = "failed"


class InboundEvent(CustomerOwned, table=True):
    """One thing a provider told us, stored before it was acknowledged; unique by the provider's own id."""

    __table_args__ = (
        UniqueConstraint("provider", "external_id", "customer_id", name="uq_inbound_event_once"),
        Index(
            "ix_inbound_event_waiting",
            "customer_id",
            "kind",
            "handle_at",
            sqlite_where=text("status = 'received'"),
            postgresql_where=text("status = 'received'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    provider: str = Field(max_length=40)
    external_id: str = Field(max_length=300)
    kind: str = Field(max_length=40)  # status, message, lead, bounce, unsubscribe, …
    payload: dict[str, Any] = json_field()
    status: InboundStatus = Field(default=InboundStatus.RECEIVED, sa_type=choice(InboundStatus))  # pyright: ignore
    error_message: str = Field(default="", max_length=1000)
    attempts: int = 0
    handle_at: datetime = Field(default_factory=now)  # first moment to handle it, or to try again
    handled_at: datetime | None = None
