"""How each reply was understood, and what people said it really meant."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from services.core.ids import new_id
from services.core.tables import CustomerOwned, json_field, percentage


class ReplyReading(CustomerOwned, table=True):
    """The reading of one stored reply: what is shown, what was read here, what a model thinks, what a person said.

    A person's word stands above a model's opinion, and that above a reading in doubt. A corrected one keeps its text:
    the next classifier learns from it.
    """

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
        Index(
            "ix_reply_reading_opinion_due",
            "customer_id",
            "id",
            sqlite_where=text("opinion_due_at IS NOT NULL"),
            postgresql_where=text("opinion_due_at IS NOT NULL"),
        ),
        percentage("confidence"),
        percentage("opinion_confidence"),
    )
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("rdg"), unique=True)
    inbound_event_id: int | None = Field(default=None, foreign_key="inbound_event.id", ondelete="SET NULL")
    label: str = Field(max_length=32)  # the one that counts; a label of services.replies
    own_label: str = Field(default="", max_length=32)  # of rules and classifier; "" for old ones that were corrected
    intents: list[str] = json_field(list)  # the main one first
    confidence: int = 0  # percent, of the own label
    language: str = Field(default="", max_length=16)  # BCP 47, "" when there are no words
    version: str = Field(default="", max_length=60)  # of the classifier
    is_unsure: bool = False  # waits for a person to look
    opinion_due_at: datetime | None = None  # since when a model is to be asked; None when that is done or not wanted
    opinion_tries: int = 0  # calls that ended without an answer
    opinion_label: str = Field(default="", max_length=32)
    opinion_confidence: int = 0  # percent
    opinion_model: str = Field(default="", max_length=80)
    opinion_decides: bool = False  # whether `label` is the model's
    opinion_note: str = Field(default="", max_length=300)  # why there is none, for people
    corrected_label: str = Field(default="", max_length=32)
    corrected_text: str = Field(default="", max_length=2_000)
    corrected_by: int | None = Field(default=None, foreign_key="user.id")
    corrected_at: datetime | None = None
