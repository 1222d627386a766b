"""Outreach messages (the sending queue itself), their opens and clicks, templates, limits and provider rates."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from services.core.clock import now
from services.core.ids import new_id
from services.core.tables import CustomerOwned, Table, choice, json_field
from services.models.campaign import Channel


class OutreachMessageStatus(StrEnum):
    """pending → claimed → sending → sent → delivered → read → responded; or failed, unknown, cancelled."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    RESPONDED = "responded"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


WAITING = (OutreachMessageStatus.PENDING, OutreachMessageStatus.CLAIMED)  # not handed to a provider yet


class OutreachMessage(CustomerOwned, table=True):
    """One message to one contact, once per campaign and step. `public_id` is our reference at the provider."""

    __table_args__ = (
        UniqueConstraint("outreach_campaign_id", "contact_id", "step", name="uq_outreach_message_once"),
        Index(
            "ix_outreach_message_due",
            "channel",
            "send_at",
            "customer_id",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index(
            "ix_outreach_message_leased",
            "lease_until",
            sqlite_where=text("status IN ('claimed','sending','unknown')"),
            postgresql_where=text("status IN ('claimed','sending','unknown')"),
        ),
        Index(
            "ix_outreach_message_not_delivered",
            "customer_id",
            "id",
            sqlite_where=text("status IN ('failed','unknown')"),
            postgresql_where=text("status IN ('failed','unknown')"),
        ),
        Index("ix_outreach_message_day", "customer_id", "sent_at"),
        Index("ix_outreach_message_contact", "contact_id", "id"),
        Index("ix_outreach_message_campaign", "outreach_campaign_id", "status"),
        Index("ix_outreach_message_provider", "provider_id"),
        Index("ix_outreach_message_counted", "customer_id", "counted_at"),
        Index("ix_outreach_message_recipient", "recipient"),
    )
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("om"), unique=True)
    outreach_campaign_id: int = Field(foreign_key="outreach_campaign.id")
    contact_id: int = Field(foreign_key="contact.id")
    step: int = 1
    variant: str = Field(default="", max_length=1)  # the letter of a first message's text, where it has several
    channel: Channel = Field(sa_type=choice(Channel))  # pyright: ignore
    recipient: str = Field(max_length=320)  # E.164 or e-mail address
    subject: str = Field(default="", max_length=300)
    message_content: str = Field(default="", max_length=20_000)
    is_tracked: bool = False  # e-mail only: its links and its picture tell us when they are opened
    template_id: int | None = Field(default=None, foreign_key="template.id")  # WhatsApp: what the provider approved
    template_variables: dict[str, Any] = json_field()  # its numbered variables, as filled when the message was queued
    status: OutreachMessageStatus = Field(default=OutreachMessageStatus.PENDING, sa_type=choice(OutreachMessageStatus))  # pyright: ignore
    send_at: datetime = Field(default_factory=now)  # first moment allowed; quiet hours already applied
    attempts: int = 0
    attempt_id: str = Field(default="", max_length=40)
    worker: str = Field(default="", max_length=120)
    lease_until: datetime | None = None
    counted_at: datetime | None = None  # when the limits counted it; None while it waits, and once it was given back
    cost_paise: int = 0  # what the limits counted for it
    soft_bounces: int = 0  # how often the mailbox took no mail just then; it is sent anew a few times
    bounced_at: datetime | None = None  # the last of them
    provider: str = Field(default="", max_length=40)
    provider_id: str = Field(default="", max_length=200)
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    responded_at: datetime | None = None
    response_text: str = Field(default="", max_length=4000)
    error_message: str = Field(default="", max_length=1000)


class MessageOpening(CustomerOwned, table=True):
    """What is known of an e-mail being opened: when first and how often, by people and, told apart, by machines.

    One row a message, however many events there are. Nothing is decided by it.
    """

    id: int | None = Field(default=None, primary_key=True)
    outreach_message_id: int = Field(foreign_key="outreach_message.id", ondelete="CASCADE", unique=True)
    person_opened_at: datetime | None = None
    person_opens: int = 0
    person_clicked_at: datetime | None = None
    person_clicks: int = 0
    machine_opened_at: datetime | None = None
    machine_opens: int = 0
    machine_clicked_at: datetime | None = None
    machine_clicks: int = 0
    last_clicked_at: datetime | None = None  # with the next two: several links at once are a machine's
    last_link: str = Field(default="", max_length=16)
    last_by_person: bool = False


class TemplateStatus(StrEnum):
    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class ApprovalStatus(StrEnum):
    """wanted → pending → approved or rejected; an approved one may be paused or disabled later, and come back."""

    WANTED = "wanted"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    PAUSED = "paused"
    DISABLED = "disabled"


class TemplateApproval(CustomerOwned, table=True):
    """A WhatsApp template at one account, which reviews it, names it and bills it by a category of its choice."""

    __table_args__ = (
        UniqueConstraint("template_id", "provider"),
        Index("ix_template_approval_sid", "provider", "provider_sid"),
    )
    id: int | None = Field(default=None, primary_key=True)
    template_id: int = Field(foreign_key="template.id", ondelete="CASCADE")
    provider: str = Field(max_length=40)
    provider_sid: str = Field(default="", max_length=100)
    status: ApprovalStatus = Field(default=ApprovalStatus.WANTED, sa_type=choice(ApprovalStatus))  # pyright: ignore
    category: str = Field(default="", max_length=20)  # marketing, utility or authentication; "" before it is submitted
    reason: str = Field(default="", max_length=500)
    submitted_at: datetime | None = None
    checked_at: datetime | None = None


class Template(CustomerOwned, table=True):
    """A message with variables such as {{name}}; a WhatsApp one's `status` is the best of its approvals."""

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("tpl"), unique=True)
    name: str = Field(max_length=120)
    channel: Channel = Field(sa_type=choice(Channel))  # pyright: ignore
    subject: str = Field(default="", max_length=300)
    body: str = Field(max_length=10_000)
    content_body: str = Field(default="", max_length=10_000)  # what the provider was shown: numbered, with our footer
    variables: list[str] = json_field(list)
    status: TemplateStatus = Field(default=TemplateStatus.DRAFT, sa_type=choice(TemplateStatus))  # pyright: ignore
    rejection_reason: str = Field(default="", max_length=500)


class SendingLimit(CustomerOwned, table=True):
    """What of one daily limit is used, reserved in the claim's transaction.

    `subject` is a channel, "campaign:12", "account:twilio" or "paise" (services/outreach/allowances.py).
    """

    __table_args__ = (UniqueConstraint("customer_id", "subject", "day"),)
    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(max_length=60)
    day: date  # in the customer's zone
    used: int = Field(default=0, sa_type=BigInteger)


class ProviderRate(Table, table=True):
    """Send slots of one provider account, handed out here so that N processes share one rate, and whether it answers.

    Moments are epoch seconds. `failures` counts calls without an answer, one after the other; 0 once it answers.
    """

    account: str = Field(primary_key=True, max_length=200)
    next_at: float = 0.0
    failures: int = 0
    failed_at: float = 0.0
    avoid_until: float = 0.0


class Usage(CustomerOwned, table=True):
    """What one customer used on one day, by meter: contacts found, messages, model calls, spend."""

    __table_args__ = (UniqueConstraint("customer_id", "day", "meter"),)
    id: int | None = Field(default=None, primary_key=True)
    day: date
    meter: str = Field(max_length=60)
    quantity: int = 0
    cost_paise: int = Field(default=0, sa_type=BigInteger)
