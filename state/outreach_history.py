"""What was done to a campaign and what it sent by day, in words and bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.audit.queries import AuditRow
from state.words import ago, moment


@dataclass(frozen=True)
class EventView:
    """One thing that was done to a campaign: `action` is its key, `title` the words; `about` what else is known."""

    action: str
    title: str
    about: str
    ago: str
    exact: str


def event_view(row: AuditRow) -> EventView:
    known = " · ".join(one for one in (row.who, row.about) if one)
    return EventView(row.action, row.what, known, ago(row.at), moment(row.at))


def day_bars(days: Sequence[tuple[date, int]]) -> list[dict[str, Any]]:
    """Rows of the chart; none where nothing was sent yet."""
    return [{"day": f"{day.day} {day:%b}", "sent": sent} for day, sent in days] if any(n for _, n in days) else []
