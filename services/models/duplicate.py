"""Duplicates: pairs to be judged by a person, merges that can be undone, and what finds them quickly."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field

from services.core.ids import new_id
from services.core.tables import CustomerOwned, choice, json_field, percentage


class PairState(StrEnum):
    """What became of a pair; a merged one lives on as a `ContactMerge`."""

    OPEN = "open"
    APART = "apart"  # somebody said: not the same
    UNDONE = "undone"  # was merged, and the merge taken back: never asked again either


class MergeState(StrEnum):
    MERGED = "merged"
    UNDONE = "undone"


class MergedBy(StrEnum):
    """Who or what decided a merge."""

    RULES = "rules"
    PERSON = "person"


class MergeCandidate(CustomerOwned, table=True):
    """Two contacts that may be one, the older first: once in the table, a pair is never asked again."""

    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        Index("ix_merge_candidate_open", "customer_id", "state", "score", "id"),
        percentage("score"),
    )
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("dup"), unique=True)
    first_id: int = Field(foreign_key="contact.id", ondelete="CASCADE")
    second_id: int = Field(foreign_key="contact.id", ondelete="CASCADE", index=True)
    score: int  # how likely they are one, of 100
    reasons: list[Any] = json_field(list)  # [{"field", "text", "speaks_for"}]
    state: PairState = Field(default=PairState.OPEN, sa_type=choice(PairState))  # pyright: ignore
    user_id: int = 0  # who decided
    decided_at: datetime | None = None


class ContactMerge(CustomerOwned, table=True):
    """One merge, with all that is needed to take it back. Goes with its survivor: erasure reaches it."""

    __table_args__ = (Index("ix_contact_merge_newest", "customer_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(default_factory=lambda: new_id("mrg"), unique=True)
    survivor_id: int = Field(foreign_key="contact.id", ondelete="CASCADE", index=True)
    other: str = Field(default="", max_length=40)  # public id of the one that went
    title: str = Field(default="", max_length=450)  # "Acme Dental and ACME Dental Clinic"
    score: int = 100
    reasons: list[Any] = json_field(list)
    merged_by: MergedBy = Field(default=MergedBy.RULES, sa_type=choice(MergedBy))  # pyright: ignore
    user_id: int = 0
    state: MergeState = Field(default=MergeState.MERGED, sa_type=choice(MergeState))  # pyright: ignore
    snapshot: dict[str, Any] = json_field()  # services/dedupe/snapshot.py says what it holds
    within_id: int | None = Field(default=None, index=True)  # a later merge that took the survivor in: undo that first
    undone_at: datetime | None = None


class ContactAlias(CustomerOwned, table=True):
    """A phone (E.164) or e-mail address that a merge left without a place in its contact's row."""

    __table_args__ = (UniqueConstraint("customer_id", "value"),)
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", ondelete="CASCADE", index=True)
    value: str = Field(max_length=320)


class ContactKey(CustomerOwned, table=True):
    """One block of one contact (services/dedupe/keys.py): contacts that share one are compared.

    Ten rows a contact: kept narrow, and checked by one foreign key, the contact's, which says whose it is.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)
    created_at: ClassVar[None] = None  # pyright: ignore
    updated_at: ClassVar[None] = None  # pyright: ignore
    customer_id: int = Field(default=0, primary_key=True)
    key: int = Field(sa_type=BigInteger, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", ondelete="CASCADE", primary_key=True, index=True)


class DuplicateCheck(CustomerOwned, table=True):
    """A contact that is new or changed and has not been compared with the others yet."""

    __table_args__ = (UniqueConstraint("contact_id"),)
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", ondelete="CASCADE")


class DuplicateStatistics(CustomerOwned, table=True):
    """What is common among a customer's contacts, so that agreeing by chance is told from agreeing for a reason."""

    __table_args__ = (UniqueConstraint("customer_id"),)
    id: int | None = Field(default=None, primary_key=True)
    contacts: int = 0  # how many there were when it was counted
    data: dict[str, Any] = json_field()
