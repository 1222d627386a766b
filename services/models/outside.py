"""Runs on somebody else's machines, written down before they are started: each costs money."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from services.core.clock import now
from services.core.ids import new_id
from services.core.tables import CustomerOwned, choice, json_field


class OutsideStatus(StrEnum):
    """starting → running → done → read; or failed, or unknown: perhaps started, and never started again blindly."""

    STARTING = "starting"
    RUNNING = "running"
    DONE = "done"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"


class OutsideRun(CustomerOwned, table=True):
    """One order of one scraping run. `public_id` goes to the provider as our name of it.

    `held_paise` is what was taken out of the budget before the start; `cost_paise` what it came to in the end.
    """

    __table_args__ = (
        Index("ix_outside_run_source", "scraping_campaign_id", "source", "id"),
        Index(
            "ix_outside_run_due",
            "look_at",
            sqlite_where=text("status IN ('starting','running')"),
            postgresql_where=text("status IN ('starting','running')"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("orun"), unique=True)
    scraping_run_id: int = Field(foreign_key="scraping_run.id", index=True)
    scraping_campaign_id: int = Field(foreign_key="scraping_campaign.id")
    provider: str = Field(max_length=40)
    source: str = Field(max_length=40)
    is_sandbox: bool = False
    external_id: str = Field(default="", max_length=100)
    status: OutsideStatus = Field(default=OutsideStatus.STARTING, sa_type=choice(OutsideStatus))  # pyright: ignore
    requested: dict[str, Any] = json_field()  # target, input, options, results, most_usd_micros
    fingerprint: str = Field(default="", max_length=64)  # of what was looked for: the same is not bought twice
    held_paise: int = Field(default=0, sa_type=BigInteger)
    cost_paise: int = Field(default=0, sa_type=BigInteger)
    results: int = 0
    looks: int = 0
    look_at: datetime = Field(default_factory=now)  # when to ask next, unless a webhook comes first
    finished_at: datetime | None = None
    error_message: str = Field(default="", max_length=500)
