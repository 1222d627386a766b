"""Files that came with messages."""

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
    """One file. `source` is where the provider keeps it (`url` or `id`); `mime_type` was seen in the content."""

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("att"), unique=True)
    message_id: int = Field(foreign_key="message.id", ondelete="CASCADE", index=True)
    file_name: str = Field(default="", max_length=200)
    mime_type: str = Field(default="", max_length=100)
    size_bytes: int = 0
    status: AttachmentStatus = Field(default=AttachmentStatus.PENDING, sa_type=choice(AttachmentStatus))  # pyright: ignore
    problem: str = Field(default="", max_length=300)
    provider: str = Field(default="", max_length=40)
    source: dict[str, Any] = json_field()
    stored_as: str = Field(default="", max_length=80)
