"""The embedded engine's job queue, the clock's firings, live events and notifications."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from services.core.clock import now
from services.core.tables import CustomerOwned, Table, choice, json_field


class JobStatus(StrEnum):
    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    FAILED = "failed"


class Job(Table, table=True):
    """Work to be done once its transaction is saved. Used on SQLite; PostgreSQL has Procrastinate's own tables."""

    __table_args__ = (
        Index("ix_job_due", "status", "run_at"),
        Index(
            "uq_job_unique",
            "unique_key",
            unique=True,
            sqlite_where=text("status = 'todo'"),
            postgresql_where=text("status = 'todo'"),
        ),
        Index(
            "uq_job_lock",
            "lock",
            unique=True,
            sqlite_where=text("status = 'doing'"),
            postgresql_where=text("status = 'doing'"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    customer_id: int = Field(default=0, index=True)  # 0: belongs to no customer
    args: dict[str, Any] = json_field()
    status: JobStatus = Field(default=JobStatus.TODO, sa_type=choice(JobStatus))  # pyright: ignore
    run_at: datetime = Field(default_factory=now)
    attempts: int = 0
    rescues: int = 0
    lock: str | None = Field(default=None, max_length=120)  # at most one 'doing' row a lock
    unique_key: str | None = Field(default=None, max_length=160)  # at most one 'todo' row a key
    worker: str | None = Field(default=None, max_length=120)
    lease_until: datetime | None = None
    error: str = Field(default="", max_length=2000)
    finished_at: datetime | None = None


class JobFire(Table, table=True):
    """One firing of the clock: N clocks try to write it, one wins."""

    name: str = Field(primary_key=True, max_length=160)
    fire_at: datetime = Field(primary_key=True)


class LiveEvent(CustomerOwned, table=True):
    """Tells a customer's open tabs that `topic` changed; written in the change's own transaction."""

    id: int | None = Field(default=None, primary_key=True)
    topic: str = Field(max_length=40)
    ref: str = Field(default="", max_length=60)


class Notification(CustomerOwned, table=True):
    """A line in the bell; `user_id` 0 is for everyone at the customer."""

    __table_args__ = (
        Index("ix_notification_newest", "customer_id", "id"),
        Index(
            "ix_notification_untold",
            "customer_id",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = 0
    kind: str = Field(max_length=40)
    title: str = Field(max_length=200)
    body: str = Field(default="", max_length=500)
    link: str = Field(default="", max_length=300)
    read_at: datetime | None = None
    told_at: datetime | None = None  # when the deliveries outside of the product were planned


class Activity(CustomerOwned, table=True):
    """A line of the dashboard's feed."""

    __table_args__ = (Index("ix_activity_newest", "customer_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    text: str = Field(max_length=300)
    link: str = Field(default="", max_length=300)
