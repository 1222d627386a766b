"""Medians, buckets and words, without I/O."""

from collections.abc import Sequence
from statistics import median

from services.dashboard.types import Bucket

GOAL_SECONDS = 300
_BUCKETS = (("Under 1 min", 60), ("1 to 5 min", 300), ("5 to 30 min", 1800), ("Over 30 min", None))


def percent(part: float, whole: float) -> float:
    """`part` of `whole` in percent with one decimal; 0 when there is no whole."""
    return round(100 * part / whole, 1) if whole else 0.0


def median_seconds(waits: Sequence[float]) -> int | None:
    return round(median(waits)) if waits else None


def buckets(waits: Sequence[float]) -> list[Bucket]:
    """Shares of waiting times in seconds; each but the last holds what is under its upper edge."""
    found: list[Bucket] = []
    lower = 0.0
    for label, upper in _BUCKETS:
        inside = sum(1 for wait in waits if wait >= lower and (upper is None or wait < upper))
        found.append(Bucket(label, round(percent(inside, len(waits))), upper is not None and upper <= GOAL_SECONDS))
        lower = upper or lower
    return found


def within_goal(waits: Sequence[float]) -> int:
    """Percent answered within the five-minute goal."""
    return round(percent(sum(1 for wait in waits if wait < GOAL_SECONDS), len(waits)))
