"""Budget arithmetic and words of campaigns, without I/O."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from services.campaigns.draft import CHANNELS
from services.core.errors import Invalid
from services.core.money import split_paise

WHOLE_RUPEE = 100


def default_split(total_paise: int, split_bps: Mapping[str, int], on: Mapping[str, bool]) -> dict[str, int]:
    """`total_paise` over the channels that are on, in the playbook's proportions, in whole rupees where it can be."""
    weights = [split_bps.get(channel, 0) if on.get(channel, True) else 0 for channel in CHANNELS]
    if not any(weights):
        weights = [1 if on.get(channel, True) else 0 for channel in CHANNELS]
    if not any(weights):
        weights = [1] * len(CHANNELS)
    return _in_rupees(total_paise, weights)


def _in_rupees(total_paise: int, weights: list[int]) -> dict[str, int]:
    whole, rest = divmod(total_paise, WHOLE_RUPEE)
    shares = [share * WHOLE_RUPEE for share in split_paise(whole, weights)]
    shares[max(range(len(weights)), key=lambda index: weights[index])] += rest
    return dict(zip(CHANNELS, shares, strict=True))


def rebalance(total_paise: int, split: Mapping[str, int], changed: str, to_paise: int) -> dict[str, int]:
    """Give `changed` its new share and let the others keep their proportions, so that all sum to `total_paise`."""
    if changed not in CHANNELS:
        raise Invalid("There is no such channel.", changed)
    share = min(max(to_paise, 0), total_paise)
    others = [channel for channel in CHANNELS if channel != changed]
    weights = [max(split.get(channel, 0), 0) for channel in others]
    left = split_paise(total_paise - share, weights if any(weights) else [1] * len(others))
    return {channel: {**dict(zip(others, left, strict=True)), changed: share}[channel] for channel in CHANNELS}


def hour_words(hour: int) -> str:
    """ "9 am", "12 noon", "8 pm"."""
    if hour == 12:
        return "12 noon"
    return f"{hour % 12 or 12} {'am' if hour < 12 else 'pm'}"


def next_at_hour(after: datetime, hour: int, zone: str) -> datetime:
    """The first instant later than `after` at which clocks in `zone` show `hour`:00, as UTC.

    An hour that a clock change skips falls on the instant the clocks reach next (PEP 495).
    """
    local = after.astimezone(ZoneInfo(zone))
    for ahead in range(3):
        day = local.date() + timedelta(days=ahead)
        at = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if at > after:
            return at
    raise AssertionError("three days always hold such an hour")
