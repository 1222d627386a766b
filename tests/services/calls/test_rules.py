"""When a lead can be called."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from services.calls.rules import Span, WorkingHours, free_times, is_clear, is_free
from services.core.clock import INDIA

MONDAY = date(2026, 11, 30)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = WorkingHours(INDIA, (0, 1, 2, 3, 4, 5), "10:00", "12:00")


def india(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 30, hour, minute, tzinfo=UTC) - timedelta(hours=5, minutes=30)


def test_times_fit_into_the_hours_whatever_the_length():
    assert free_times(HOURS, MONDAY, 30, [], LONG_AGO) == [india(10), india(10, 30), india(11), india(11, 30)]
    assert free_times(HOURS, MONDAY, 45, [], LONG_AGO)[-1] == india(11)
    assert len(free_times(HOURS, MONDAY, 15, [], LONG_AGO)) == 8
    assert free_times(HOURS, MONDAY, 180, [], LONG_AGO) == []


def test_nobody_is_called_on_a_day_off_or_a_holiday():
    assert free_times(HOURS, date(2026, 11, 29), 30, [], LONG_AGO) == []
    republic_day = date(2027, 1, 26)
    assert free_times(HOURS, republic_day, 30, [], LONG_AGO) != []
    resting = WorkingHours(INDIA, range(7), "10:00", "12:00", holidays="IN")
    assert free_times(resting, republic_day, 30, [], LONG_AGO) == []


def test_notice_and_break_are_kept():
    hours = WorkingHours(INDIA, (0,), "10:00", "12:00", timedelta(hours=1), timedelta(minutes=10))
    assert free_times(hours, MONDAY, 30, [], india(9, 31))[0] == india(11)
    taken = [Span(india(10, 30), india(11))]
    assert free_times(hours, MONDAY, 30, taken, LONG_AGO) == [india(11, 30)]
    assert free_times(HOURS, MONDAY, 30, taken, LONG_AGO) == [india(10), india(11), india(11, 30)]


def test_calls_may_touch_but_not_overlap():
    taken = [Span(india(10), india(11))]
    assert is_clear(india(11), 30, taken)
    assert is_clear(india(9, 30), 30, taken)
    assert not is_clear(india(10, 30), 15, taken)
    assert not is_clear(india(9), 180, taken)


def test_a_time_between_the_offered_ones_is_not_free():
    assert is_free(HOURS, india(10, 30), 30, [], LONG_AGO)
    assert not is_free(HOURS, india(10, 40), 30, [], LONG_AGO)


def test_no_time_is_lost_or_doubled_where_the_clocks_change():
    night = WorkingHours("Europe/Berlin", range(7), "01:00", "05:00")
    spring = free_times(night, date(2026, 3, 29), 30, [], LONG_AGO)
    autumn = free_times(night, date(2026, 10, 25), 30, [], LONG_AGO)
    assert (len(spring), len(autumn)) == (6, 10)
    for day in (spring, autumn):
        assert {later - at for at, later in pairwise(day)} == {timedelta(minutes=30)}
    assert spring[0] == datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
