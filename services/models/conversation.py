"""Conversations with leads and every message in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from services.core.clock import now
from services.core.ids import new_id
from services.core.tables import CustomerOwned, choice, json_field


class ConversationChannel(StrEnum):
    PLATFORM_CHAT = "platform_chat"
    WHATSAPP = "whatsapp"
    EMAIL = "email"


class ConversationStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Conversation(CustomerOwned, table=True):
    """One a lead; `channel` is where the lead was last heard."""

    __table_args__ = (
        UniqueConstraint("lead_id"),
        Index("ix_conversation_latest", "customer_id", "last_message_at", "id"),
        Index(
            "ix_conversation_snoozed",
            "snoozed_until",
            sqlite_where=text("snoozed_until IS NOT NULL"),
            postgresql_where=text("snoozed_until IS NOT NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("cnv"), unique=True)
    lead_id: int = Field(foreign_key="lead.id")
    channel: ConversationChannel = Field(sa_type=choice(ConversationChannel))  # pyright: ignore
    status: ConversationStatus = Field(default=ConversationStatus.OPEN, sa_type=choice(ConversationStatus))  # pyright: ignore
    last_message_at: datetime = Field(default_factory=now)
    last_inbound_at: datetime | None = None  # opens WhatsApp's 24-hour window
    last_message_text: str = Field(default="", max_length=300)
    unread_count: int = 0
    snoozed_until: datetime | None = None  # out of the inbox until then, or until the lead writes


class TalkPresence(CustomerOwned, table=True):
    """Who has a conversation open; both moments are renewed while it is so, and count for seconds only."""

    __table_args__ = (UniqueConstraint("conversation_id", "user_id"),)
    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id", ondelete="CASCADE")
    user_id: int = Field(foreign_key="user.id")
    seen_at: datetime = Field(default_factory=now)
    writing_at: datetime | None = None


class Sender(StrEnum):
    CUSTOMER = "customer"
    LEAD = "lead"
    SYSTEM = "system"


class MessageStatus(StrEnum):
    """`pending`, `sending`, `unknown` and `failed` are ours; the rest come from the provider."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Message(CustomerOwned, table=True):
    """One bubble. Outgoing ones are sent by the same crash-safe machine as outreach messages.

    `extra` may hold: `recipient` (an outgoing message goes there instead of to the lead), `automatic` (written by the
    product), `template_id` and `template_variables` (WhatsApp outside its 24 hours), `in_reply_to` and `references`
    (e-mail threading), `form` (answers of an ad form),
    `calendar` (method and text of an invitation), `outreach_message_id` (a copy of what a campaign sent).
    """

    __table_args__ = (
        Index("ix_message_thread", "conversation_id", "id"),
        Index(
            "ix_message_due",
            "status",
            "send_at",
            sqlite_where=text("status IN ('pending','sending','unknown')"),
            postgresql_where=text("status IN ('pending','sending','unknown')"),
        ),
        Index(
            "ix_message_not_delivered",
            "customer_id",
            "id",
            sqlite_where=text("status IN ('failed','unknown')"),
            postgresql_where=text("status IN ('failed','unknown')"),
        ),
        Index("ix_message_provider", "provider_id"),
        Index(
            "uq_message_inbound",
            "customer_id",
            "inbound_event_id",
            unique=True,
            sqlite_where=text("inbound_event_id IS NOT NULL"),
            postgresql_where=text("inbound_event_id IS NOT NULL"),
        ),
        Index(
            "uq_message_answer",
            "customer_id",
            "answer_key",
            unique=True,
            sqlite_where=text("answer_key <> ''"),
            postgresql_where=text("answer_key <> ''"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("msg"), unique=True)
    conversation_id: int = Field(foreign_key="conversation.id")
    sender: Sender = Field(sa_type=choice(Sender))  # pyright: ignore
    user_id: int | None = Field(default=None, foreign_key="user.id")
    message_text: str = Field(default="", max_length=20_000)
    subject: str = Field(default="", max_length=300)
    channel: ConversationChannel = Field(sa_type=choice(ConversationChannel))  # pyright: ignore
    status: MessageStatus = Field(default=MessageStatus.PENDING, sa_type=choice(MessageStatus))  # pyright: ignore
    extra: dict[str, Any] = json_field()
    inbound_event_id: int | None = Field(default=None, foreign_key="inbound_event.id")
    answer_key: str = Field(default="", max_length=40)  # made by the writer's browser: one answer, sent once
    provider: str = Field(default="", max_length=40)
    provider_id: str = Field(default="", max_length=200)
    attempt_id: str = Field(default="", max_length=40)
    attempts: int = 0
    worker: str = Field(default="", max_length=120)
    lease_until: datetime | None = None
    send_at: datetime = Field(default_factory=now)
    error_message: str = Field(default="", max_length=1000)
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
