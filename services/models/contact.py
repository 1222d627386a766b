"""Contacts: unverified people or businesses that we found or imported, and where each field came from."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from services.core.ids import new_id
from services.core.tables import CustomerOwned, choice, json_field, percentage


class ContactSource(StrEnum):
    AI_SCRAPING = "ai_scraping"
    MANUAL_IMPORT = "manual_import"


class OutreachStatus(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    BOUNCED = "bounced"
    RESPONDED = "responded"
    NO_RESPONSE = "no_response"


class VerificationStatus(StrEnum):
    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    INVALID = "invalid"


_FILTERS = ("source", "outreach_status", "verification_status", "city", "scrape_campaign_id", "quality_score")


def _listed(name: str, *order: str) -> Index:
    """An order of the list. It holds what lists are narrowed by, so that walking along it reads no contact."""
    return Index(f"ix_contact_{name}", "customer_id", *order, *(column for column in _FILTERS if column not in order))


class Contact(CustomerOwned, table=True):
    """One per customer and normalised phone, and per customer and normalised e-mail."""

    __table_args__ = (
        Index(
            "uq_contact_phone",
            "customer_id",
            "phone",
            unique=True,
            sqlite_where=text("phone IS NOT NULL"),
            postgresql_where=text("phone IS NOT NULL"),
        ),
        Index(
            "uq_contact_email",
            "customer_id",
            "email",
            unique=True,
            sqlite_where=text("email IS NOT NULL"),
            postgresql_where=text("email IS NOT NULL"),
        ),
        Index("ix_contact_day", "customer_id", "created_at"),
        Index("ix_contact_domain", "customer_id", "domain"),
        _listed("newest", "id"),
        _listed("name", "name", "id"),
        _listed("score", "quality_score", "id"),
        _listed("city_score", "city", "quality_score", "id"),
        _listed("campaign_score", "scrape_campaign_id", "quality_score", "id"),
        _listed("verification_score", "verification_status", "quality_score", "id"),
        _listed("status_score", "outreach_status", "quality_score", "id"),
        _listed("source_score", "source", "quality_score", "id"),
        percentage("quality_score"),
    )
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(default=0, foreign_key="customer.id", nullable=False)  # begins every index above
    public_id: str = Field(default_factory=lambda: new_id("con"), unique=True)
    name: str = Field(default="", max_length=200)
    email: str | None = Field(default=None, max_length=320)  # lower case
    phone: str | None = Field(default=None, max_length=16)  # E.164
    company: str = Field(default="", max_length=200)
    title: str = Field(default="", max_length=120)
    city: str = Field(default="", max_length=120)
    state: str = Field(default="", max_length=120)
    website: str = Field(default="", max_length=500)
    domain: str = Field(default="", max_length=255)  # registrable domain of website or e-mail; "" for shared hosts
    industry: str = Field(default="", max_length=120)
    extra: dict[str, Any] = json_field()  # what an import brought beyond these columns: heading → text
    source: ContactSource = Field(default=ContactSource.AI_SCRAPING, sa_type=choice(ContactSource))  # pyright: ignore
    scrape_campaign_id: int | None = Field(default=None, foreign_key="scraping_campaign.id")
    quality_score: int = 0
    ai_analysis: dict[str, Any] = json_field()  # {"reasons": [{"points", "text"}], "summary"}
    outreach_status: OutreachStatus = Field(default=OutreachStatus.PENDING, sa_type=choice(OutreachStatus))  # pyright: ignore
    outreach_attempts: int = 0
    last_outreach_date: datetime | None = None
    verification_status: VerificationStatus = Field(
        default=VerificationStatus.UNVERIFIED, sa_type=choice(VerificationStatus)
    )  # pyright: ignore
    published_for_enquiries: bool = False  # the business itself published the number or address
    is_sandbox: bool = False  # a simulated person: never written to through a real account
    converted_to_lead: bool = False
    converted_at: datetime | None = None


class Provenance(CustomerOwned, table=True):
    """Where one field's value came from; merges keep every row."""

    __table_args__ = (UniqueConstraint("contact_id", "field", "value", "source_url", name="uq_provenance_once"),)
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", index=True, ondelete="CASCADE")
    field: str = Field(max_length=40)
    value: str = Field(max_length=500)
    source_url: str = Field(default="", max_length=1000)
    method: str = Field(default="", max_length=60)  # "json-ld", "tel link", "overpass tag", …
    found_at: datetime
