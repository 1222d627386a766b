"""What was done to a campaign and what it sent by day, in words and bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.audit.queries import AuditRow
from state.words import ago, moment


@dataclass(frozen=True)
class EventView:
    """One thing that was done to a campaign; `about` is what else is known of it."""

    title: str
    about: str
    ago: str
    exact: str


def event_view(row: AuditRow) -> EventView:
    return EventView(row.what, " · ".join(one for one in (row.who, row.about) if one), ago(row.at), moment(row.at))


def day_bars(days: Sequence[tuple[date, int]]) -> list[dict[str, Any]]:
    """Rows of the chart; none where nothing was sent yet."""
    return [{"day": f"{day.day} {day:%b}", "sent": sent} for day, sent in days] if any(n for _, n in days) else []
