"""When the next run is due, in every zone and across clock changes; how a run's position is carried on."""

from datetime import UTC, datetime

import pytest

from services.models import Frequency
from services.sourcing.rules import Position, carried_over, next_run_at, share

DAILY, WEEKLY = Frequency.DAILY, Frequency.WEEKLY


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("after", "frequency", "hour", "zone", "expected"),
    [
        (utc(2026, 3, 2, 2, 0), DAILY, 9, "Asia/Kolkata", utc(2026, 3, 2, 3, 30)),
        (utc(2026, 3, 2, 3, 30), DAILY, 9, "Asia/Kolkata", utc(2026, 3, 3, 3, 30)),
        (utc(2026, 3, 2, 20, 0), DAILY, 0, "Asia/Kolkata", utc(2026, 3, 3, 18, 30)),
        (utc(2026, 3, 2, 3, 30, 5), WEEKLY, 9, "Asia/Kolkata", utc(2026, 3, 9, 3, 30)),
        (utc(2026, 3, 2, 1, 0), WEEKLY, 9, "Asia/Kolkata", utc(2026, 3, 9, 3, 30)),
        # Clocks go forward on 29 March 2026 in Berlin and back on 25 October: nine stays nine.
        (utc(2026, 3, 28, 8, 0), DAILY, 9, "Europe/Berlin", utc(2026, 3, 29, 7, 0)),
        (utc(2026, 10, 24, 7, 0), DAILY, 9, "Europe/Berlin", utc(2026, 10, 25, 8, 0)),
        # Two o'clock does not exist on 29 March: the clocks show three at that instant.
        (utc(2026, 3, 28, 12, 0), DAILY, 2, "Europe/Berlin", utc(2026, 3, 29, 1, 0)),
        # Two o'clock comes twice on 25 October: it is taken once.
        (utc(2026, 10, 24, 12, 0), DAILY, 2, "Europe/Berlin", utc(2026, 10, 25, 0, 0)),
        (utc(2026, 10, 25, 0, 0), DAILY, 2, "Europe/Berlin", utc(2026, 10, 26, 1, 0)),
        (utc(2026, 12, 31, 23, 0), DAILY, 23, "Pacific/Auckland", utc(2027, 1, 1, 10, 0)),
    ],
)
def test_the_next_run_keeps_its_hour(
    after: datetime, frequency: Frequency, hour: int, zone: str, expected: datetime
) -> None:
    assert next_run_at(after, frequency, hour, zone) == expected


def test_the_next_day_goes_on_where_a_source_stopped_and_starts_anew_where_it_ended() -> None:
    cursor = {"overpass": Position("0|node/7", False, 30).written(), "directory": Position("2|9|x", True, 4).written()}
    assert carried_over(cursor) == {"overpass": Position("0|node/7").written(), "directory": Position("").written()}
    assert Position.read({}, "overpass") == Position()


def test_each_source_gets_its_share() -> None:
    assert share(100, 0, 2) == 50
    assert share(100, 20, 1) == 80
    assert share(5, 0, 2) == 3
    assert share(5, 9, 1) == 0
