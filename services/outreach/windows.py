"""When a person may be written to: outside quiet hours, in that person's own zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers.timezone import time_zones_for_number

from services.core.clock import INDIA

SUNDAY = 6
_INDIAN = "+91"
_UNKNOWN = "Etc/Unknown"


@dataclass(frozen=True)
class Hours:
    """Quiet from `quiet_from` until `quiet_until` ("HH:MM", may pass midnight; equal means never) in `zone`."""

    zone: str = INDIA
    quiet_from: str = "20:00"
    quiet_until: str = "09:00"
    on_sunday: bool = True


def next_allowed(at: datetime, hours: Hours) -> datetime:
    """The first instant at or after `at` that is not quiet, in UTC."""
    zone = ZoneInfo(hours.zone)
    local = at.astimezone(zone)
    for _ in range(5):
        later = _end_of_quiet(local, hours)
        if later is None:
            return local.astimezone(UTC)
        local = later.replace(tzinfo=zone)
    return local.astimezone(UTC)


def _end_of_quiet(local: datetime, hours: Hours) -> datetime | None:
    """When the quiet time that `local` lies in is over, or None outside it."""
    if local.weekday() == SUNDAY and not hours.on_sunday:
        return datetime.combine(local.date() + timedelta(days=1), time())
    start, end, clock = time.fromisoformat(hours.quiet_from), time.fromisoformat(hours.quiet_until), local.time()
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
