"""Opt-in links: where people say that they may be written to, and what each of them agreed to."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from services.core.ids import new_id
from services.core.tables import CustomerOwned


class OptInLink(CustomerOwned, table=True):
    """One place where it is put, such as a web site or a counter; `words` are what people agree to there."""

    __table_args__ = (UniqueConstraint("customer_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("opt"), unique=True)
    name: str = Field(max_length=60)
    words: str = Field(max_length=500)
    code: str = Field(max_length=9)  # stands in the WhatsApp message; kept, since it may be printed
    is_open: bool = True


class OptInRequest(CustomerOwned, table=True):
    """Somebody filled in the form: consent once they confirm by the mail that they were sent."""

    __table_args__ = (
        Index("ix_opt_in_request_visitor", "visitor", "created_at"),
        Index("ix_opt_in_request_email", "customer_id", "email"),
    )
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("ask"), unique=True)
    opt_in_link_id: int = Field(foreign_key="opt_in_link.id", index=True)
    email: str = Field(max_length=320)  # lower case
    name: str = Field(default="", max_length=120)
    words: str = Field(max_length=500)  # as they were shown
    page: str = Field(default="", max_length=300)  # where the visitor came from, as the browser says
    visitor: str = Field(max_length=64)  # keyed hash of the network address
    mailed_at: datetime | None = None
    confirmed_at: datetime | None = None
    error_message: str = Field(default="", max_length=300)
