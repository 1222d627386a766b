"""How each reply was understood, and what people said it really meant."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from services.core.ids import new_id
from services.core.tables import CustomerOwned, json_field, percentage


class ReplyReading(CustomerOwned, table=True):
    """The reading of one stored reply. A corrected one keeps its text: the next classifier learns from it."""

    __table_args__ = (
        Index(
            "uq_reply_reading_event",
            "customer_id",
            "inbound_event_id",
            unique=True,
            sqlite_where=text("inbound_event_id IS NOT NULL"),
            postgresql_where=text("inbound_event_id IS NOT NULL"),
        ),
        Index("ix_reply_reading_corrected", "customer_id", "corrected_at"),
        percentage("confidence"),
    )
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("rdg"), unique=True)
    inbound_event_id: int | None = Field(default=None, foreign_key="inbound_event.id", ondelete="SET NULL")
    label: str = Field(max_length=32)  # a label of services.replies
    intents: list[str] = json_field(list)  # the main one first
    confidence: int = 0  # percent
    language: str = Field(default="", max_length=16)  # BCP 47, "" when there are no words
    version: str = Field(default="", max_length=60)  # of the classifier
    is_unsure: bool = False  # waits for a person to look
    corrected_label: str = Field(default="", max_length=32)
    corrected_text: str = Field(default="", max_length=2_000)
    corrected_by: int | None = Field(default=None, foreign_key="user.id")
    corrected_at: datetime | None = None
