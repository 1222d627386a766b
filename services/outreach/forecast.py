"""Pure rules: on which days how many messages will leave, under limits by day."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
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


@dataclass(frozen=True)
class Wave:
    """One message of a sequence: so many days after the one before, in a lane that has its own room."""

    lane: str = ""
    wait_days: int = 0


def forecast(total: int, ahead: int, first: date, room_on: Callable[[date], Room]) -> list[PlannedDay]:
    """The days on which `total` messages leave, `ahead` others of the channel before them; at most a year of days.

    Fewer than `total` altogether: a year is not enough, or a limit allows nothing.
    """
    return sequence(total, ahead, first, [Wave()], lambda day, _lane: room_on(day))[0]


def sequence(
    total: int, ahead: int, first: date, waves: Sequence[Wave], room_on: Callable[[date, str], Room]
) -> list[list[PlannedDay]]:
    """The same for a first message and its follow-ups, each to everybody: the days of each wave.

    They share the campaign's room, and that of their lane; follow-ups go first.
    """
    waiting = [Counter({first: total}), *(Counter[date]() for _ in waves)]
    planned: list[list[PlannedDay]] = [[] for _ in waves]
    for place in range(MOST_DAYS):
        if not any(one.total() for one in waiting[: len(waves)]):
            break
        day = first + timedelta(days=place)
        rooms = {wave.lane: room_on(day, wave.lane) for wave in waves}
        left, shared = rooms[waves[0].lane].campaign, {lane: max(room.shared, 0) for lane, room in rooms.items()}
        others = min(ahead, shared[waves[0].lane])
        shared[waves[0].lane] -= others
        ahead -= others
        for step, wave in reversed(list(enumerate(waves))):
            number = max(min(_ready(waiting[step], day), left, shared[wave.lane]), 0)
            if number:
                _take(waiting[step], number)
                left, shared[wave.lane] = left - number, shared[wave.lane] - number
                planned[step].append(PlannedDay(day, number))
                following = waves[step + 1].wait_days if step + 1 < len(waves) else 0
                waiting[step + 1][day + timedelta(days=following)] += number
    return planned


def _ready(waiting: Counter[date], day: date) -> int:
    return sum(number for since, number in waiting.items() if since <= day)


def _take(waiting: Counter[date], number: int) -> None:
    """Who waits longest goes first."""
    for since in sorted(waiting):
        taken = min(waiting[since], number)
        waiting[since] -= taken
        number -= taken


def by_day(planned: Iterable[Iterable[PlannedDay]]) -> list[PlannedDay]:
    """All waves together, day by day."""
    together = Counter[date]()
    for days in planned:
        for one in days:
            together[one.day] += one.number
    return [PlannedDay(day, together[day]) for day in sorted(together)]


def least(given: Iterable[int | None]) -> int:
    """The smallest of the limits that are set; none below nothing."""
    return max(min(number for number in given if number is not None), 0)
