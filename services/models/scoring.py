"""What a customer's outcomes taught the score, what was known at each first message, and kept answers of a model."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from services.core.tables import CustomerOwned, json_field, percentage


class ScoreVersion(CustomerOwned, table=True):
    """One learned score card; the active one scores this customer's contacts, none means the industry's prior."""

    __table_args__ = (
        UniqueConstraint("customer_id", "number"),
        Index(
            "uq_score_version_active",
            "customer_id",
            unique=True,
            sqlite_where=text("is_active = 1"),
            postgresql_where=text("is_active"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    number: int  # 1, 2, … for each customer
    is_active: bool = False
    is_practice: bool = False  # learned from simulated people
    prior: str = Field(default="", max_length=80)  # name of the prior that it began from
    base: int = 0
    points: dict[str, Any] = json_field()  # feature → whole points
    calibration: list[Any] = json_field(list)  # [[score, probability of an answer], …], rising
    report: dict[str, Any] = json_field()  # figures on outcomes held out in time
    outcomes: int = 0  # first messages old enough to judge
    answers: int = 0  # those of them that were answered with interest


class ScoreSnapshot(CustomerOwned, table=True):
    """The features of a contact as they were when its first message left: what the learner may see of it."""

    __table_args__ = (
        UniqueConstraint("contact_id"),
        Index("ix_score_snapshot_sent", "customer_id", "sent_at"),
        percentage("score"),
    )
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", ondelete="CASCADE")
    features: list[str] = json_field(list)
    score: int = 0
    version: int = 0  # number of the ScoreVersion that gave the score; 0 for a prior
    is_practice: bool = False
    sent_at: datetime


class ScoreSettings(CustomerOwned, table=True):
    """What a customer chose about scores; no row means none of it."""

    __table_args__ = (UniqueConstraint("customer_id"), percentage("written_from"))
    id: int | None = Field(default=None, primary_key=True)
    keeps_version: bool = False  # a person chose the card: a newer one waits for them
    is_written: bool = False  # a language model looks at promising contacts and at leads
    written_from: int = 70  # the least score of such a contact
    contacts_upto: int = 0  # newest contact and lead that the language model has looked at
    leads_upto: int = 0
    written_note: str = Field(default="", max_length=300)  # why it stopped, for people


class ModelAnswer(CustomerOwned, table=True):
    """What a language model answered to exactly this question, so that nobody pays for it twice."""

    __table_args__ = (UniqueConstraint("customer_id", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64)  # SHA-256 of model, task and facts
    model: str = Field(max_length=80)
    answer: dict[str, Any] = json_field()
    cost_paise: int = 0
