"""How a customer's people are told outside of the product: what each of them chose, and every telling there was."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlmodel import Field

from services.core.clock import now
from services.core.ids import new_id
from services.core.tables import CustomerOwned, Table, choice, json_field

_OPEN = "status IN ('pending','sending')"


class NoticeWay(StrEnum):
    """Besides the bell, which always rings."""

    PUSH = "push"
    EMAIL = "email"
    WHATSAPP = "whatsapp"


class NoticeStatus(StrEnum):
    PENDING = "pending"
    SENDING = "sending"  # on record before the provider is called
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"  # perhaps it arrived, and the provider cannot be asked
    DROPPED = "dropped"  # there is no way to this person any more


class NoticeChoices(CustomerOwned, table=True):
    """What one person chose at one customer; without a row the defaults hold."""

    __table_args__ = (UniqueConstraint("customer_id", "user_id"),)
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    ways: dict[str, Any] = json_field()  # event → ways; an event that is not there has its default
    phone: str = Field(default="", max_length=16)  # E.164, the person's own WhatsApp number
    quiet_from: str = Field(default="", max_length=5)  # HH:MM in the customer's zone; "": never quiet
    quiet_until: str = Field(default="", max_length=5)
    hides_text: bool = False  # a push names the event alone
    digest_at: str = Field(default="", max_length=5)  # HH:MM in the customer's zone; "": no digest
    digest_next_at: datetime | None = Field(default=None, index=True)


class NoticeDelivery(CustomerOwned, table=True):
    """One notification on its way to one person by one way; `key` makes sure that nobody is told twice."""

    __table_args__ = (
        UniqueConstraint("customer_id", "key"),
        Index("ix_notice_delivery_open", "due_at", sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
    )
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=120)
    user_id: int = Field(foreign_key="user.id", index=True)
    notification_id: int | None = Field(
        default=None,
        sa_column=Column(Integer, ForeignKey("notification.id", ondelete="CASCADE"), nullable=True, index=True),
    )  # None: the daily digest, which is written when it leaves
    device_id: int = 0  # of a push; the device may be gone
    way: NoticeWay = Field(sa_type=choice(NoticeWay))  # pyright: ignore
    status: NoticeStatus = Field(default=NoticeStatus.PENDING, sa_type=choice(NoticeStatus))  # pyright: ignore
    due_at: datetime = Field(default_factory=now)
    is_held: bool = False  # by quiet hours: what was held together is told together
    attempts: int = 0
    attempt_id: str = Field(default="", max_length=40, index=True)  # what left together; our reference at the provider
    provider: str = Field(default="", max_length=40)
    provider_id: str = Field(default="", max_length=200, index=True)
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    error_message: str = Field(default="", max_length=300)


class PushKey(Table, table=True):
    """The installation's one key pair for web push: row 1. `private_key` is a Fernet token, never sent to a browser."""

    id: int | None = Field(default=None, primary_key=True)
    public_key: str = Field(max_length=100)
    private_key: str = Field(max_length=500)


class PushDevice(CustomerOwned, table=True):
    """A browser that shows one person's notices of one customer. `subscription` is a Fernet token over JSON."""

    __table_args__ = (UniqueConstraint("customer_id", "address_hash"),)
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("dev"), unique=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    user_session_id: int = Field(default=0, index=True)  # signing out of it ends the subscription
    name: str = Field(max_length=60)
    address_hash: str = Field(max_length=64, index=True)  # keyed hash of the push service's address for this browser
    subscription: str = Field(max_length=4000)
    told_at: datetime | None = None
