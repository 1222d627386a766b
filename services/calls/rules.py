"""Pure. When a lead can be called: working hours, notice, breaks, holidays and the calls that are there already."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.core.clock import clock_time, local_day
from services.core.days_off import is_holiday
from services.core.errors import Invalid

LENGTHS = (15, 30, 45, 60)
SHORTEST, LONGEST = 5, 480
FURTHEST = timedelta(days=365)
LINK_DAYS = 30
OFFERED_DAYS = 10  # days with free times on the lead's page
LOOK_AHEAD_DAYS = 30
MOST_CHANGES = 20  # by one link: each sends an e-mail
_STEP_MINUTES = 30


@dataclass(frozen=True)
class Span:
    """Time that is taken; both ends are aware."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class WorkingHours:
    """When calls are made. `days` counts from Monday 0, `opens` and `closes` are "HH:MM" in `zone`.

    `holidays` is "" where nobody rests on them, else a code as in `days_off.is_holiday`.
    """

    zone: str
    days: Collection[int]
    opens: str
    closes: str
    notice: timedelta = timedelta()
    buffer: timedelta = timedelta()
    holidays: str = ""


def check_wish(at: datetime, minutes: int, now: datetime) -> None:
    """Raises Invalid for a call in the past, too far away, or of an odd length."""
    if not now < at < now + FURTHEST:
        raise Invalid("Choose a time in the coming twelve months.", "at")
    if not SHORTEST <= minutes <= LONGEST:
        raise Invalid("A call lasts between 5 minutes and 8 hours.", "minutes")


def is_clear(at: datetime, minutes: int, taken: Iterable[Span], buffer: timedelta = timedelta()) -> bool:
    """Whether a call fits between those that are there, with `buffer` before and after it."""
    start, end = at - buffer, at + timedelta(minutes=minutes) + buffer
    return all(span.end <= start or end <= span.start for span in taken)


def free_times(hours: WorkingHours, day: date, minutes: int, taken: Collection[Span], now: datetime) -> list[datetime]:
    """When a call of this length can begin on `day`, as UTC and in order."""
    if day.weekday() not in hours.days or is_holiday(day, hours.holidays):
        return []
    earliest = now + hours.notice
    return [at for at in _starts(hours, day, minutes) if at >= earliest and is_clear(at, minutes, taken, hours.buffer)]


def is_free(hours: WorkingHours, at: datetime, minutes: int, taken: Collection[Span], now: datetime) -> bool:
    """Whether `at` is one of the times that its day offers."""
    return at in free_times(hours, local_day(at, hours.zone), minutes, taken, now)


def days_ahead(hours: WorkingHours, now: datetime) -> list[date]:
    """The days that a lead may choose from, today first."""
    today = local_day(now, hours.zone)
    return [today + timedelta(days=number) for number in range(LOOK_AHEAD_DAYS)]


def _starts(hours: WorkingHours, day: date, minutes: int) -> Iterator[datetime]:
    """Every half hour from the opening, a quarter for short calls. Steps are of real time: where the clocks change
    within the hours, none is offered twice and none does not exist."""
    step = timedelta(minutes=min(_STEP_MINUTES, max(minutes, LENGTHS[0])))
    at, last = _instant(day, hours.opens, hours.zone), _instant(day, hours.closes, hours.zone)
    while at + timedelta(minutes=minutes) <= last:
        yield at
        at += step


def _instant(day: date, clock: str, zone: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone)).astimezone(UTC)


def call_words(at: datetime, zone: str) -> str:
    """ "Monday, 30 November 2026, 11:30 am (Asia/Kolkata, UTC+05:30)": for people outside, who live anywhere."""
    local = at.astimezone(ZoneInfo(zone))
    offset = f"{local:%z}"
    return f"{day_words(local.date())} {local.year}, {clock_time(at, zone)} ({zone}, UTC{offset[:3]}:{offset[3:]})"


def day_words(day: date) -> str:
    """ "Monday, 30 November"."""
    return f"{day:%A}, {day.day} {day:%B}"
