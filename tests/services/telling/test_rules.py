"""What is told, when, and in how many words."""

from datetime import UTC, datetime, timedelta

import pytest

from services.core.scope import Role
from services.models import NoticeWay
from services.telling import rules
from services.telling.rules import Event, Line

DELHI, NEW_YORK = "Asia/Kolkata", "America/New_York"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_without_a_choice_a_new_lead_is_pushed_and_mailed():
    assert rules.ways_for(Event.NEW_LEAD, {}, Role.AGENT) == {NoticeWay.PUSH, NoticeWay.EMAIL}
    assert rules.ways_for(Event.FINISHED, {}, Role.OWNER) == frozenset()


def test_a_choice_of_nothing_is_a_choice():
    assert rules.ways_for(Event.NEW_LEAD, {"new_lead": []}, Role.OWNER) == frozenset()
    assert rules.ways_for(Event.NEW_LEAD, {"new_lead": ["whatsapp", "pigeon"]}, Role.OWNER) == {NoticeWay.WHATSAPP}


def test_a_viewer_is_told_only_of_what_they_chose():
    assert rules.ways_for(Event.NEW_LEAD, {}, Role.VIEWER) == frozenset()
    assert rules.ways_for(Event.NEW_LEAD, {"new_lead": ["email"]}, Role.VIEWER) == {NoticeWay.EMAIL}


def test_every_event_has_words_and_a_default():
    assert set(rules.WORDS) == set(Event)
    assert all(rules.ways_for(event, {}, Role.OWNER) is not None for event in Event)
    assert rules.event_of("lead_new") is Event.NEW_LEAD
    assert rules.event_of("import_done") is Event.FINISHED


@pytest.mark.parametrize(
    ("at", "zone", "ends"),
    [
        ("2026-11-27 16:00", DELHI, "2026-11-28 02:30"),  # 21:30 in Delhi, until 08:00
        ("2026-11-27 15:29", DELHI, None),  # 20:59
        ("2026-11-28 02:30", DELHI, None),  # 08:00 exactly
        ("2026-11-01 04:00", NEW_YORK, "2026-11-01 13:00"),  # the night in which the clocks go back is an hour longer
        ("2026-03-08 05:00", NEW_YORK, "2026-03-08 12:00"),  # and the one in spring an hour shorter
    ],
)
def test_quiet_hours_end_by_the_customers_clock(at: str, zone: str, ends: str | None):
    assert rules.quiet_until(utc(at), "21:00", "08:00", zone) == (utc(ends) if ends else None)


def test_without_both_times_nothing_is_quiet():
    assert rules.quiet_until(utc("2026-11-27 20:00"), "", "", DELHI) is None
    assert rules.quiet_until(utc("2026-11-27 20:00"), "09:00", "09:00", DELHI) is None


def test_the_next_nine_oclock_is_today_or_tomorrow():
    assert rules.next_time("09:00", utc("2026-11-27 03:29"), DELHI) == utc("2026-11-27 03:30")
    assert rules.next_time("09:00", utc("2026-11-27 03:30"), DELHI) == utc("2026-11-28 03:30")
    assert rules.next_time("02:30", utc("2026-03-08 06:00"), NEW_YORK) == utc("2026-03-08 07:30")  # a gap: after it


def test_what_was_held_goes_together_and_the_rest_alone():
    assert rules.bundles([False, False]) == [[0], [1]]
    assert rules.bundles([True, False, True]) == [[0, 2], [1]]
    assert rules.bundles([]) == []


def test_a_flood_is_one_message():
    assert rules.bundles([False] * 6) == [[0, 1, 2, 3, 4, 5]]


def test_waits_double_and_the_providers_longer_wish_counts():
    waits = [rules.wait_before(attempts, None) for attempts in (1, 2, 3)]
    assert waits == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert rules.wait_before(1, 120) == timedelta(seconds=120)
    assert rules.wait_before(rules.MOST_ATTEMPTS, None) is None


def test_the_first_line_is_short_and_has_words():
    assert rules.first_line("\n  \n I would  like\nan appointment") == "I would like"
    assert rules.first_line("x" * 200) == "x" * 119 + "…"


def test_a_summary_counts_and_lists():
    lines = [
        Line(Event.NEW_LEAD, "New lead: Neha", "wants braces", "/conversations?open=1"),
        Line(Event.ANSWER, "Ravi answered by email", "yes", "/conversations?open=2"),
        Line(Event.NEW_LEAD, "New lead: Amit", "", "/conversations?open=3"),
    ]
    whole = rules.summed(lines, "/dashboard")
    assert whole.title == "While you were away: 2 new leads, 1 new answer"
    assert whole.body.splitlines() == ["New lead: Neha", "Ravi answered by email", "New lead: Amit"]
    assert whole.link == "/dashboard"
    assert rules.summed(lines[:1], "/dashboard") is lines[0]


def test_a_long_summary_says_how_many_more():
    lines = [Line(Event.CALL, f"Call {n}", "", "") for n in range(25)]
    assert rules.summed(lines, "").body.endswith("Call 19\nand 5 more")


@pytest.mark.parametrize(("text", "right"), [("09:00", True), ("24:00", False), ("9:00", False), ("09:00:01", False)])
def test_a_clock_time(text: str, right: bool):
    assert rules.is_clock(text) is right
