"""When a person may be written to: outside quiet hours, in that person's own zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers.timezone import time_zones_for_number

from services.core.clock import INDIA
from services.core.days_off import is_holiday

SUNDAY = 6
_INDIAN = "+91"
_UNKNOWN = "Etc/Unknown"
_MOST_STEPS = 60  # ends of quiet times looked at: festivals and Sundays follow each other, but not for a month


@dataclass(frozen=True)
class Hours:
    """Quiet from `quiet_from` until `quiet_until` ("HH:MM", may pass midnight; equal means never) in `zone`.

    A campaign's own window is open from `open_from` until `open_until` ("" for all day). `holidays` are those of
    "IN", of a state such as "IN-MH", or "" for none.
    """

    zone: str = INDIA
    quiet_from: str = "20:00"
    quiet_until: str = "09:00"
    on_sunday: bool = True
    open_from: str = ""
    open_until: str = ""
    holidays: str = ""


def next_allowed(at: datetime, hours: Hours) -> datetime:
    """The first instant at or after `at` that is not quiet, in UTC.

    Where window and quiet hours leave no time at all, some later instant that is quiet too: look again then.
    """
    zone = ZoneInfo(hours.zone)
    instant = at.astimezone(UTC)
    for _ in range(_MOST_STEPS):
        later = _end_of_quiet(instant.astimezone(zone), hours)
        if later is None:
            return instant
        instant = _instant(later, zone, instant)
    return instant


def _instant(wall: datetime, zone: ZoneInfo, after: datetime) -> datetime:
    """When clocks in `zone` next show `wall`: a wall time that comes twice in autumn may have passed once."""
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    return first if first > after else wall.replace(tzinfo=zone, fold=1).astimezone(UTC)


def _end_of_quiet(local: datetime, hours: Hours) -> datetime | None:
    """The wall time at which the quiet time that `local` lies in is over, or None outside it."""
    day = local.date()
    if (local.weekday() == SUNDAY and not hours.on_sunday) or is_holiday(day, hours.holidays):
        return datetime.combine(day + timedelta(days=1), time())
    quiet = _end_of_span(local, hours.quiet_from, hours.quiet_until)
    if quiet is None and hours.open_from:
        return _end_of_span(local, hours.open_until, hours.open_from)
    return quiet


def _end_of_span(local: datetime, begin: str, finish: str) -> datetime | None:
    start, end, clock = time.fromisoformat(begin), time.fromisoformat(finish), local.time()
    if start <= end:
        return datetime.combine(local.date(), end) if start <= clock < end else None
    if clock >= start:
        return datetime.combine(local.date() + timedelta(days=1), end)
    return datetime.combine(local.date(), end) if clock < end else None


def zone_of(recipient: str, otherwise: str) -> str:
    """The zone of an E.164 number's country; `otherwise` for e-mail, and where a country has several."""
    if not recipient.startswith("+"):
        return otherwise
    if recipient.startswith(_INDIAN):
        return INDIA
    try:
        zones = time_zones_for_number(phonenumbers.parse(recipient))
    except phonenumbers.NumberParseException:
        return otherwise
    return zones[0] if len(zones) == 1 and zones[0] != _UNKNOWN else otherwise
