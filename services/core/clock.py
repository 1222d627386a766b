"""Time: aware UTC inside, a named zone at the edges."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

INDIA = "Asia/Kolkata"


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
