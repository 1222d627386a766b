"""Campaigns that find contacts, write to them, or buy ads; and their runs."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from services.core.clock import now
from services.core.ids import new_id
from services.core.tables import CustomerOwned, choice, json_field


class ScrapingStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"


class Frequency(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"


class ScrapingCampaign(CustomerOwned, table=True):
    """Finds contacts. `sources` are names of registered lead sources, such as "overpass"."""

    __table_args__ = (Index("ix_scraping_campaign_due", "status", "next_run_at"),)
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("scr"), unique=True)
    name: str = Field(max_length=200)
    status: ScrapingStatus = Field(default=ScrapingStatus.ACTIVE, sa_type=choice(ScrapingStatus))  # pyright: ignore
    search_criteria: dict[str, Any] = json_field()  # industry, job_titles, locations, company_size, keywords
    sources: list[str] = json_field(list)
    directory_urls: list[str] = json_field(list)
    frequency: Frequency = Field(default=Frequency.DAILY, sa_type=choice(Frequency))  # pyright: ignore
    run_at_hour: int = Field(default=9, ge=0, le=23)  # in the customer's zone
    max_leads_per_run: int = Field(default=100, ge=1, le=5000)
    quality_threshold: int = Field(default=60, ge=0, le=100)
    contacts_generated: int = 0
    last_run_at: datetime | None = None
    next_run_at: datetime | None = None


class RunStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"  # for a run on somebody else's machines; nothing of ours is held meanwhile
    DONE = "done"
    FAILED = "failed"


class ScrapingRun(CustomerOwned, table=True):
    """One run of a scraping campaign: counts, errors, and where to go on after a crash."""

    id: int | None = Field(default=None, primary_key=True)
    scraping_campaign_id: int = Field(foreign_key="scraping_campaign.id", index=True)
    status: RunStatus = Field(default=RunStatus.QUEUED, sa_type=choice(RunStatus))  # pyright: ignore
    trigger: str = Field(default="schedule", max_length=20)  # schedule, launch or manual
    found: int = 0
    added: int = 0
    merged: int = 0
    rejected: int = 0
    cost_paise: int = Field(default=0, sa_type=BigInteger)  # what its paid calls cost, or may still cost
    errors: list[Any] = json_field(list)  # [{"source", "message"}]
    cursor: dict[str, Any] = json_field()  # source → position reached
    started_at: datetime | None = None
    finished_at: datetime | None = None


class PlaceOutcome(StrEnum):
    """What became of a place that a search looked at."""

    CONTACT = "contact"
    NO_SITE = "no_site"
    NOTHING_SAID = "nothing_said"  # its site could not be read, or says no phone and no e-mail
    CLOSED = "closed"
    LEFT_OUT = "left_out"  # its people asked not to be written to


class PlaceReference(CustomerOwned, table=True):
    """A place at Google, by the one thing of it that may be kept: its id. A later run does not pay for it again."""

    __table_args__ = (
        UniqueConstraint("customer_id", "place_id"),
        Index("ix_place_reference_campaign", "scraping_campaign_id", "became"),
    )
    id: int | None = Field(default=None, primary_key=True)
    place_id: str = Field(max_length=300)
    scraping_campaign_id: int | None = Field(default=None, foreign_key="scraping_campaign.id", ondelete="SET NULL")
    contact_id: int | None = Field(default=None, foreign_key="contact.id", ondelete="SET NULL", index=True)
    became: PlaceOutcome = Field(sa_type=choice(PlaceOutcome))  # pyright: ignore
    seen_at: datetime = Field(default_factory=now)


class Channel(StrEnum):
    WHATSAPP = "whatsapp"
    EMAIL = "email"


class OutreachCampaignStatus(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"


class ScheduleType(StrEnum):
    IMMEDIATE = "immediate"
    SCHEDULED = "scheduled"
    DRIP = "drip"
    DAILY = "daily"
    EVERGREEN = "evergreen"  # at once, and again whenever somebody new matches


class OutreachCampaign(CustomerOwned, table=True):
    """Writes to contacts on one channel; counters are kept incrementally."""

    __table_args__ = (Index("ix_outreach_campaign_status", "status", "type"),)
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("out"), unique=True)
    name: str = Field(max_length=200)
    type: Channel = Field(sa_type=choice(Channel))  # pyright: ignore
    status: OutreachCampaignStatus = Field(default=OutreachCampaignStatus.DRAFT, sa_type=choice(OutreachCampaignStatus))  # pyright: ignore
    target_contacts: dict[str, Any] = json_field()  # {"contact_ids": [...]} or filters {"min_score", "cities", …}
    template_id: int | None = Field(default=None, foreign_key="template.id")
    message_template: str = Field(default="", max_length=10_000)
    subject_template: str = Field(default="", max_length=300)  # e-mail only
    variables: list[str] = json_field(list)
    schedule_type: ScheduleType = Field(default=ScheduleType.IMMEDIATE, sa_type=choice(ScheduleType))  # pyright: ignore
    schedule_date: datetime | None = None
    send_at_hour: int = Field(default=10, ge=0, le=23)  # daily campaigns, in the customer's zone
    send_from: str = Field(default="", max_length=5)  # HH:MM in the recipient's zone; "" for no window of its own
    send_until: str = Field(default="", max_length=5)
    tracks_opens: bool = False  # e-mail only: opens and clicks are looked at, in figures that decide nothing
    daily_limit: int = Field(default=100, ge=1)
    min_score: int = Field(default=60, ge=0, le=100)
    next_queue_at: datetime | None = None
    targets_kept_at: datetime | None = None  # when a one-time campaign wrote down who matched, as its choices
    winning_variant: str = Field(default="", max_length=1)  # of several texts the one that those to come get
    paused_reason: str = Field(default="", max_length=1000)  # why the product paused it; "" when a person did
    sent_count: int = 0
    delivered_count: int = 0
    read_count: int = 0
    opened_count: int = 0  # e-mail only
    failed_count: int = 0
    response_count: int = 0
    conversion_count: int = 0
    launched_at: datetime | None = None


class AdPlatformName(StrEnum):
    META = "meta"
    GOOGLE = "google"


class AdCampaignStatus(StrEnum):
    DRAFT = "draft"
    PENDING_APPROVAL = "pending_approval"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"


class AdCampaign(CustomerOwned, table=True):
    """An ad campaign at Meta or Google with a lead form."""

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("ads"), unique=True)
    name: str = Field(default="", max_length=200)
    platform: AdPlatformName = Field(sa_type=choice(AdPlatformName))  # pyright: ignore
    campaign_type: str = Field(default="lead_generation", max_length=40)
    status: AdCampaignStatus = Field(default=AdCampaignStatus.DRAFT, sa_type=choice(AdCampaignStatus))  # pyright: ignore
    budget_daily_paise: int = Field(default=0, ge=0, sa_type=BigInteger)
    budget_total_paise: int = Field(default=0, ge=0, sa_type=BigInteger)
    spent_paise: int = Field(default=0, ge=0, sa_type=BigInteger)
    targeting: dict[str, Any] = json_field()
    ad_creative: dict[str, Any] = json_field()
    lead_form: dict[str, Any] = json_field()
    platform_campaign_id: str = Field(default="", max_length=64)
    platform_form_id: str = Field(default="", max_length=64, index=True)
    impressions: int = 0
    clicks: int = 0
    leads_generated: int = 0
    cost_per_lead_paise: int = Field(default=0, sa_type=BigInteger)
    start_date: datetime | None = None
    end_date: datetime | None = None
