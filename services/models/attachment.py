"""Files of messages: those that came, those that are sent, and those that wait for either."""

from enum import StrEnum
from typing import Any

from sqlmodel import Field

from services.core.ids import new_id
from services.core.tables import CustomerOwned, choice, json_field


class AttachmentStatus(StrEnum):
    """`pending` while the provider still has it alone; `refused` is never stored, `failed` could not be fetched."""

    PENDING = "pending"
    STORED = "stored"
    REFUSED = "refused"
    FAILED = "failed"


class Attachment(CustomerOwned, table=True):
    """One file. `source` is where the provider keeps it (`url` or `id`); `mime_type` was seen in the content.

    Without a message it waits: for what is made of `inbound_event_id`, which brought it, or for the person `user_id` to
    send what they write in `conversation_id`. `is_folded`: a logo of a signature, or what only a program reads.
    """

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("att"), unique=True)
    message_id: int | None = Field(default=None, foreign_key="message.id", ondelete="CASCADE", index=True)
    inbound_event_id: int | None = Field(default=None, foreign_key="inbound_event.id", ondelete="CASCADE", index=True)
    conversation_id: int | None = Field(default=None, foreign_key="conversation.id", ondelete="CASCADE", index=True)
    user_id: int | None = Field(default=None, foreign_key="user.id")
    file_name: str = Field(default="", max_length=200)
    mime_type: str = Field(default="", max_length=100)
    size_bytes: int = 0
    is_folded: bool = False
    status: AttachmentStatus = Field(default=AttachmentStatus.PENDING, sa_type=choice(AttachmentStatus))  # pyright: ignore
    problem: str = Field(default="", max_length=300)
    provider: str = Field(default="", max_length=40)
    source: dict[str, Any] = json_field()
    stored_as: str = Field(default="", max_length=80)
