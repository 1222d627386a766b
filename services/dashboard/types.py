"""What the dashboard shows."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Figure:
    """Today's number, yesterday's, and the last days' for the spark line (oldest first, today last)."""

    today: float
    yesterday: float
    spark: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Today:
    """Response rate is a percentage of the messages sent in the seven days up to each day."""

    contacts: Figure
    leads: Figure
    campaigns: Figure
    response_rate: Figure


@dataclass(frozen=True)
class DayPoint:
    """Contacts and leads that arrived on one day in the customer's zone."""

    day: date
    contacts: int
    leads: int


@dataclass(frozen=True)
class CampaignLine:
    """One running or paused campaign. `kind` is scraping, whatsapp, email, meta or google; `share` is 0–100."""

    id: str
    kind: str
    name: str
    kind_words: str
    progress_words: str
    share: int
    detail: str
    state: str
    state_words: str
    can_pause: bool
    can_resume: bool
    next_run_at: datetime | None = None


@dataclass(frozen=True)
class ActivityLine:
    """One line of the feed."""

    kind: str
    text: str
    link: str
    at: datetime


@dataclass(frozen=True)
class Bucket:
    """One bar of speed to lead: percent of answered leads."""

    label: str
    percent: int
    is_good: bool


@dataclass(frozen=True)
class SpeedToLead:
    """Median seconds from enquiry to our first answer over seven days; None when nothing was answered."""

    median_seconds: int | None
    change_seconds: int | None  # against the seven days before; negative is faster
    within_goal: int
    buckets: list[Bucket]
    waiting: int


@dataclass(frozen=True)
class SetupStep:
    """One thing to set up, and where."""

    label: str
    detail: str
    link: str
    done: bool
