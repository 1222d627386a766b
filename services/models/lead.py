"""Leads: people who replied, filled in an ad form, or were added by hand."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from services.core.clock import now
from services.core.ids import new_id
from services.core.tables import CustomerOwned, choice, json_field, percentage

_WAITS = "waits_from IS NOT NULL"


class LeadSourceName(StrEnum):
    OUTREACH_RESPONSE = "outreach_response"
    META_ADS = "meta_ads"
    GOOGLE_ADS = "google_ads"
    LINKEDIN_ADS = "linkedin_ads"
    MANUAL = "manual"


class Intent(StrEnum):
    HOT = "hot"
    WARM = "warm"
    COLD = "cold"


class LeadStatus(StrEnum):
    NEW = "new"
    CONTACTED = "contacted"
    QUALIFIED = "qualified"
    MEETING_SCHEDULED = "meeting_scheduled"
    PROPOSAL_SENT = "proposal_sent"
    WON = "won"
    LOST = "lost"


class LostReason(StrEnum):
    """Why nothing came of it, as the customer says."""

    PRICE = "price"
    TIMING = "timing"
    COMPETITOR = "competitor"
    NO_ANSWER = "no_answer"
    NOT_A_FIT = "not_a_fit"
    OTHER = "other"


class Lead(CustomerOwned, table=True):
    """`campaign_id` is the public id of the outreach or ad campaign it came from."""

    __table_args__ = (
        Index(
            "uq_lead_platform",
            "customer_id",
            "source",
            "platform_lead_id",
            unique=True,
            sqlite_where=text("platform_lead_id <> ''"),
            postgresql_where=text("platform_lead_id <> ''"),
        ),
        Index(
            "uq_lead_contact",
            "customer_id",
            "original_contact_id",
            unique=True,
            sqlite_where=text("original_contact_id IS NOT NULL"),
            postgresql_where=text("original_contact_id IS NOT NULL"),
        ),
        Index("ix_lead_newest", "customer_id", "id"),
        Index("ix_lead_day", "customer_id", "received_at"),
        Index("ix_lead_source", "customer_id", "source", "id"),
        Index("ix_lead_status", "customer_id", "status", "id"),
        Index("ix_lead_score", "customer_id", "quality_score", "id"),
        Index("ix_lead_phone", "customer_id", "phone"),
        Index("ix_lead_email", "customer_id", "email"),
        Index("ix_lead_waiting", "customer_id", sqlite_where=text(_WAITS), postgresql_where=text(_WAITS)),
        percentage("quality_score"),
    )
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("lead"), unique=True)
    name: str = Field(default="", max_length=200)
    email: str | None = Field(default=None, max_length=320)
    phone: str | None = Field(default=None, max_length=16)
    company: str = Field(default="", max_length=200)
    source: LeadSourceName = Field(sa_type=choice(LeadSourceName))  # pyright: ignore
    original_contact_id: int | None = Field(default=None, foreign_key="contact.id")
    campaign_id: str = Field(default="", max_length=40)
    channel: str = Field(default="", max_length=20)  # whatsapp, email or form
    lead_data: dict[str, Any] = json_field()  # form answers, interests, the first reply
    quality_score: int = 0
    intent: Intent = Field(default=Intent.WARM, sa_type=choice(Intent))  # pyright: ignore
    ai_analysis: dict[str, Any] = json_field()
    status: LeadStatus = Field(default=LeadStatus.NEW, sa_type=choice(LeadStatus))  # pyright: ignore
    assigned_to: int | None = Field(default=None, foreign_key="user.id")
    last_contact_at: datetime | None = None
    waits_from: datetime | None = (
        None  # since then nobody answered; None: answered, or told to whoever runs the business
    )
    first_answer_at: datetime | None = None  # first word from our side after it arrived: speed to lead
    contact_count: int = 0
    location: str = Field(default="", max_length=200)
    lost_reason: str = Field(default="", max_length=32)  # a LostReason; "" for what is not lost, or was not said
    value_won_paise: int = Field(default=0, ge=0, sa_type=BigInteger)
    platform_lead_id: str = Field(default="", max_length=200)
    is_sandbox: bool = False  # a simulated person: never written to through a real account
    received_at: datetime = Field(default_factory=now)


class LeadEvent(CustomerOwned, table=True):
    """One line of a lead's timeline: created, status changed, note, call scheduled."""

    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = Field(foreign_key="lead.id", index=True)
    kind: str = Field(max_length=40)
    text: str = Field(default="", max_length=4000)
    user_id: int = 0


class LeadCall(CustomerOwned, table=True):
    """A call arranged with a lead. `host_id` is the user who calls; 0: nobody is responsible yet."""

    __table_args__ = (UniqueConstraint("public_id"), Index("ix_lead_call_host", "customer_id", "host_id", "at"))
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("call"))
    lead_id: int = Field(foreign_key="lead.id", index=True)
    at: datetime
    minutes: int = Field(default=30, ge=5, le=480)
    note: str = Field(default="", max_length=1000)
    host_id: int = 0
    sequence: int = 0  # RFC 5545: raised with every change that an invitation tells
    is_invited: bool = False  # the lead was sent an invitation
    cancelled_at: datetime | None = None


class CallLink(CustomerOwned, table=True):
    """A page on which the lead chooses, moves or cancels a call; `lead_call_id` once there is one."""

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("cal"), unique=True)
    lead_id: int = Field(foreign_key="lead.id", index=True)
    host_id: int = 0
    minutes: int = Field(default=30, ge=5, le=480)
    lead_call_id: int | None = Field(default=None, foreign_key="lead_call.id", index=True)
    expires_at: datetime


class LeadReminder(CustomerOwned, table=True):
    """Somebody wants to be told of a lead at a time; `told_at` is set once, when the bell has said it."""

    __table_args__ = (
        Index(
            "ix_lead_reminder_due",
            "at",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("rem"), unique=True)
    lead_id: int = Field(foreign_key="lead.id", ondelete="CASCADE", index=True)
    user_id: int
    at: datetime
    note: str = Field(default="", max_length=300)
    told_at: datetime | None = None
