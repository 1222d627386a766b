"""Automatic replies: what each outreach campaign allows, and what became of every message that might get one."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from services.core.clock import now
from services.core.tables import CustomerOwned, choice, json_field, percentage


class AnswerHours(StrEnum):
    """When a campaign answers by itself; OUTSIDE is whenever nobody works, by the hours for calls."""

    ALWAYS = "always"
    BETWEEN = "between"
    OUTSIDE = "outside"


class AnswerRule(CustomerOwned, table=True):
    """What one outreach campaign allows; without a row, or switched off, nothing is ever answered by itself."""

    __table_args__ = (
        UniqueConstraint("outreach_campaign_id"),
        CheckConstraint("most_answers BETWEEN 1 AND 10", name="most_answers_range"),
        percentage("least_confidence"),
    )
    id: int | None = Field(default=None, primary_key=True)
    outreach_campaign_id: int = Field(foreign_key="outreach_campaign.id", ondelete="CASCADE")
    is_on: bool = False
    hours: AnswerHours = Field(default=AnswerHours.ALWAYS, sa_type=choice(AnswerHours))  # pyright: ignore
    opens: str = Field(default="", max_length=5)  # HH:MM in the customer's zone; of BETWEEN alone
    closes: str = Field(default="", max_length=5)
    topics: list[str] = json_field(list)  # of services.suggesting.topics
    most_answers: int = 2  # in one conversation
    least_confidence: int = 70  # percent, of how the message was read


class AnswerStatus(StrEnum):
    """waiting → sent, in the transaction that queues the answer; or → left to a person, with the reason."""

    WAITING = "waiting"
    SENT = "sent"
    LEFT = "left"


class AutomaticAnswer(CustomerOwned, table=True):
    """What became of one message that a campaign might answer by itself. One row a message, decided once."""

    __table_args__ = (
        UniqueConstraint("message_id"),
        Index("ix_automatic_answer_talk", "conversation_id", "id"),
        Index("ix_automatic_answer_campaign", "outreach_campaign_id", "status"),
        Index(
            "ix_automatic_answer_due",
            "customer_id",
            "due_at",
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id", ondelete="CASCADE")
    message_id: int = Field(foreign_key="message.id", ondelete="CASCADE")  # what the lead said
    answer_id: int | None = Field(default=None, foreign_key="message.id", ondelete="SET NULL", index=True)
    outreach_campaign_id: int = Field(foreign_key="outreach_campaign.id", ondelete="CASCADE")
    status: AnswerStatus = Field(default=AnswerStatus.WAITING, sa_type=choice(AnswerStatus))  # pyright: ignore
    due_at: datetime = Field(default_factory=now)  # while it is worked on, when another worker may take it over
    tries: int = 0
    reason: str = Field(default="", max_length=40)  # a Why of services.answering; "" unless it was left to a person
    draft: str = Field(default="", max_length=2_000)
    sources: list[str] = json_field(list)  # what the draft uses, in words
    drafted_by: str = Field(default="", max_length=80)  # the model, "" for one made here
