"""What belongs to the list of contacts: views that people keep, work on many at once, how many there are of each."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from services.core.ids import new_id
from services.core.tables import CustomerOwned, choice, json_field


class SavedView(CustomerOwned, table=True):
    """A search with filters and an order, kept under a name by one person, for the team when shared."""

    __table_args__ = (UniqueConstraint("customer_id", "user_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("view"), unique=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    name: str = Field(max_length=60)
    search: str = Field(default="", max_length=200)
    filters: dict[str, Any] = json_field()  # as they stand in the address bar
    sort: str = Field(default="", max_length=40)  # "-score": best first
    is_shared: bool = False


class DefaultView(CustomerOwned, table=True):
    """The view that one person's list opens with."""

    __table_args__ = (UniqueConstraint("customer_id", "user_id"),)
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    view_id: int = Field(foreign_key="saved_view.id", index=True, ondelete="CASCADE")


class BulkAction(StrEnum):
    MARK = "mark"
    DELETE = "delete"
    CHOOSE = "choose"


class BulkStatus(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class BulkTask(CustomerOwned, table=True):
    """One action on many contacts, done chunk by chunk; `cursor` is the id of the last contact it came to."""

    __table_args__ = (Index("ix_bulk_task_newest", "customer_id", "status", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("task"), unique=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    action: BulkAction = Field(sa_type=choice(BulkAction))  # pyright: ignore
    argument: str = Field(default="", max_length=60)  # the mark, or the campaign's public id
    selection: dict[str, Any] = json_field()
    status: BulkStatus = Field(default=BulkStatus.RUNNING, sa_type=choice(BulkStatus))  # pyright: ignore
    total: int = 0  # as the list counted it: 10,001 means more than 10,000
    seen: int = 0
    changed: int = 0
    cursor: int = 0
    until: int = 0  # contacts with a higher id came later and are left alone
    problem: str = Field(default="", max_length=300)
    finished_at: datetime | None = None


class CampaignChoice(CustomerOwned, table=True):
    """A contact that a person chose for an outreach campaign, beyond the few named in the campaign itself."""

    __table_args__ = (UniqueConstraint("outreach_campaign_id", "contact_id"),)
    id: int | None = Field(default=None, primary_key=True)
    outreach_campaign_id: int = Field(foreign_key="outreach_campaign.id", ondelete="CASCADE")
    contact_id: int = Field(foreign_key="contact.id", index=True, ondelete="CASCADE")


class ContactTally(CustomerOwned, table=True):
    """How many contacts of a customer with many have one value, counted by a job a minute after they changed."""

    __table_args__ = (
        UniqueConstraint("customer_id", "kind", "value"),
        Index("ix_contact_tally_most", "customer_id", "kind", "number", "value"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)  # a filter's name
    value: str = Field(max_length=120)
    number: int
