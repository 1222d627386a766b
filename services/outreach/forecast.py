"""Pure rules: on which days how many messages will leave, under limits by day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

MOST_DAYS = 366


@dataclass(frozen=True)
class Room:
    """What one day allows: to the campaign itself, and to everything that shares its channel and account."""

    campaign: int
    shared: int


@dataclass(frozen=True)
class PlannedDay:
    """So many messages of the campaign on one day of the customer's."""

    day: date
    number: int


def forecast(total: int, ahead: int, first: date, room_on: Callable[[date], Room]) -> list[PlannedDay]:
    """The days on which `total` messages leave, `ahead` others of the channel before them; at most a year of days.

    Fewer than `total` altogether: a year is not enough, or a limit allows nothing.
    """
    days: list[PlannedDay] = []
    for place in range(MOST_DAYS):
        if total <= 0:
            break
        day = first + timedelta(days=place)
        room = room_on(day)
        others = min(ahead, max(room.shared, 0))
        number = max(min(total, room.campaign, room.shared - others), 0)
        ahead, total = ahead - others, total - number
        if number:
            days.append(PlannedDay(day, number))
    return days


def least(given: Iterable[int | None]) -> int:
    """The smallest of the limits that are set; none below nothing."""
    return max(min(number for number in given if number is not None), 0)
