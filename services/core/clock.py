"""Time: aware UTC inside, a named zone at the edges."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

INDIA = "Asia/Kolkata"
_CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def local_day(at: datetime, zone: str) -> date:
    """The calendar day that `at` falls on in `zone` (an IANA name)."""
    return at.astimezone(ZoneInfo(zone)).date()


def clock_time(at: datetime, zone: str = INDIA) -> str:
    """ "2:05 pm"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def start_of_day(day: date, zone: str) -> datetime:
    """Midnight of `day` in `zone`, as UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def is_clock_time(text: str) -> bool:
    """Whether it is a time of day as "HH:MM", such as "20:00"."""
    return bool(_CLOCK_TIME.fullmatch(text))
