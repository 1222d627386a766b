"""Pure rules: when the next run is due, what to search for, how a run's position is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.models import Customer, Frequency, ScrapingCampaign
from services.providers.base import SearchCriteria


def next_run_at(after: datetime, frequency: Frequency, hour: int, zone: str) -> datetime:
    """The next instant at which clocks in `zone` show `hour`:00, as UTC: later than `after`, or a week on.

    An hour that a clock change skips falls on the instant the clocks reach next; one that comes twice is taken once.
    """
    today = after.astimezone(ZoneInfo(zone)).date()
    if frequency == Frequency.WEEKLY:
        return _at_hour(today + timedelta(days=7), hour, zone)
    return next(at for days in range(3) if (at := _at_hour(today + timedelta(days=days), hour, zone)) > after)


def _at_hour(day: date, hour: int, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def criteria_of(campaign: ScrapingCampaign, customer: Customer, limit: int) -> SearchCriteria:
    """What the sources are asked for; without locations, the customer's own cities."""
    wanted = campaign.search_criteria
    return SearchCriteria(
        industry=", ".join(_texts(wanted.get("industry") or wanted.get("industries") or customer.industry)),
        cities=tuple(_texts(wanted.get("locations") or customer.cities)),
        keywords=tuple(_texts(wanted.get("keywords"))),
        job_titles=tuple(_texts(wanted.get("job_titles"))),
        company_size=str(wanted.get("company_size") or ""),
        directory_urls=tuple(campaign.directory_urls),
        region=customer.country,
        limit=limit,
    )


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() else []
    return [str(entry) for entry in value or () if str(entry).strip()]


@dataclass(frozen=True)
class Position:
    """How far a run is with one source: where it resumes, whether the source has no more, what it brought."""

    at: str = ""
    ended: bool = False
    added: int = 0

    @classmethod
    def read(cls, cursor: Mapping[str, Any], source: str) -> "Position":
        kept = cursor.get(source) or {}
        return cls(str(kept.get("at", "")), bool(kept.get("ended")), int(kept.get("added", 0)))

    def written(self) -> dict[str, Any]:
        return {"at": self.at, "ended": self.ended, "added": self.added}


def carried_over(cursor: Mapping[str, Any]) -> dict[str, Any]:
    """Where a new run starts when the one before it ended at `cursor`: further on, or anew where that was the end."""
    return {
        source: Position(at="" if position.ended else position.at).written()
        for source in cursor
        if (position := Position.read(cursor, source))
    }


def share(most: int, added: int, sources_left: int) -> int:
    """How many new contacts the next of `sources_left` sources may bring, so that each gets its turn."""
    return -(-max(most - added, 0) // max(sources_left, 1))
