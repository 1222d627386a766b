"""Moments in people's words, for vars that a screen shows."""

from datetime import datetime
from zoneinfo import ZoneInfo

import phonenumbers

from services.core.clock import INDIA, clock_time, now

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def ago(at: datetime) -> str:
    """ "just now", "5 min ago", "3 h ago", "2 days ago", then the date."""
    seconds = max(0, int((now() - at).total_seconds()))
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min ago"
    if seconds < _DAY:
        return f"{seconds // _HOUR} h ago"
    if seconds < 2 * _DAY:
        return "yesterday"
    return f"{seconds // _DAY} days ago" if seconds < 7 * _DAY else day(at)


def day(at: datetime, zone: str = INDIA) -> str:
    """ "22 Nov", with the year when it is not this one."""
    local, today = at.astimezone(ZoneInfo(zone)), now().astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b}" if local.year == today.year else f"{local.day} {local:%b %Y}"


def moment(at: datetime, zone: str = INDIA) -> str:
    """ "22 Nov, 2:05 pm"."""
    return f"{day(at, zone)}, {clock_time(at, zone)}"


def day_name(at: datetime, zone: str = INDIA) -> str:
    """ "Today", "Yesterday", else the date."""
    days = (now().astimezone(ZoneInfo(zone)).date() - at.astimezone(ZoneInfo(zone)).date()).days
    return {0: "Today", 1: "Yesterday"}.get(days) or day(at, zone)


def short_ago(at: datetime) -> str:
    """ "now", "5 min", "3 h", "yesterday", then the date: for the edge of a narrow row."""
    words = ago(at)
    return "now" if words == "just now" else words.removesuffix(" ago")


def phone_words(phone: str) -> str:
    """ "+91 98200 00000" for +919820000000; what cannot be read stays as it is."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def today_words(zone: str = INDIA) -> str:
    """ "Sunday, 22 November"."""
    local = now().astimezone(ZoneInfo(zone))
    return f"{local:%A}, {local.day} {local:%B}"


def duration(seconds: int) -> str:
    """ "48 s", "1 min 48 s", "2 h 5 min", "3 days"."""
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _HOUR:
        minutes, rest = divmod(seconds, _MINUTE)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    if seconds < 2 * _DAY:
        hours, rest = divmod(seconds // _MINUTE, 60)
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{seconds // _DAY} days"
