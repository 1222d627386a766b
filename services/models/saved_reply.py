"""Answers that a customer keeps, to write them with a few keys."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from services.core.ids import new_id
from services.core.tables import CustomerOwned


class SavedReply(CustomerOwned, table=True):
    """`body` holds variables as templates do; `shortcut` is typed behind a slash, in lower case."""

    __table_args__ = (UniqueConstraint("customer_id", "shortcut", name="uq_saved_reply_shortcut"),)
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("rpl"), unique=True)
    title: str = Field(max_length=80)
    shortcut: str = Field(max_length=30)
    body: str = Field(max_length=1500)
