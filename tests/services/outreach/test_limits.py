"""The limits as pure rules: examples, and sixty simulated days in which nothing ever goes over any of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.outreach.limits import Cap, People, Verdict, Why, Wish, account_most, decide, warm_up
from services.outreach.windows import Hours, next_allowed
from tests.services.outreach.simulation import ZONE, Limits, Machine, check, departures

AT = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
TOMORROW = AT + timedelta(hours=18)
SOON = AT + timedelta(seconds=6)
ONE = "+919800000001"


def wish(key: int = 1, **values: object) -> Wish:
    filled = {"person": key, "recipient": f"+91980000000{key}", "open_at": AT, "takes": {"email": 1, "paise": 4}}
    return Wish(key, **{**filled, **values})  # type: ignore[arg-type]


def caps(channel: int = 10, used: int = 0, budget: int = 1_000) -> list[Cap]:
    return [
        Cap("email", Why.CHANNEL, channel, used, TOMORROW),
        Cap("paise", Why.BUDGET, budget, 0, TOMORROW),
    ]


@pytest.mark.parametrize(
    ("wishes", "given_caps", "people", "wanted"),
    [
        ([wish(1), wish(2)], caps(), People(), [Verdict(1), Verdict(2)]),
        ([wish(1), wish(2)], caps(5, 4), People(), [Verdict(1), Verdict(2, TOMORROW, Why.CHANNEL)]),
        ([wish(1), wish(2)], caps(budget=7), People(), [Verdict(1), Verdict(2, TOMORROW, Why.BUDGET)]),
        ([wish(takes={"email": 1, "paise": 0})], caps(budget=0), People(), [Verdict(1)]),
        ([wish(open_at=SOON)], caps(), People(), [Verdict(1, SOON, Why.HOURS)]),
        (
            [wish(), wish(by_hand=True)],
            caps(),
            People(timedelta(days=3), {1: AT - timedelta(days=1)}),
            [Verdict(1, AT + timedelta(days=2), Why.GAP), Verdict(1)],
        ),
        ([wish()], caps(), People(timedelta(days=3), {ONE: AT - timedelta(days=3)}), [Verdict(1)]),
        (
            [wish(1), wish(2, person=1)],
            caps(),
            People(timedelta(days=3)),
            [Verdict(1), Verdict(2, AT + timedelta(days=3), Why.GAP)],
        ),
        (
            [wish(), wish(2, recipient=ONE)],
            caps(),
            People(pair_gap=timedelta(seconds=6)),
            [Verdict(1), Verdict(2, SOON, Why.PAIR)],
        ),
        (
            [wish(1), wish(2), wish(3)],
            caps(),
            People(most=250, number=249, known=frozenset({ONE}), leaves_at=TOMORROW),
            [Verdict(1), Verdict(2), Verdict(3, TOMORROW, Why.PEOPLE)],
        ),
    ],
)
def test_one_place_decides(wishes: list[Wish], given_caps: list[Cap], people: People, wanted: list[Verdict]) -> None:
    assert decide(wishes, given_caps, people, AT) == wanted


def test_a_new_sender_grows_by_half_a_day_up_to_its_limit() -> None:
    start = date(2026, 11, 1)
    ramp = [warm_up(start, start + timedelta(days=number)) for number in range(5)]
    assert ramp == [20, 30, 45, 67, 101]
    assert warm_up(start, start - timedelta(days=2)) == 20
    assert warm_up(start, start + timedelta(days=30)) is None
    assert account_most(50, start, start + timedelta(days=1)) == 30
    assert account_most(50, start, start + timedelta(days=3)) == 50
    assert account_most(None, None, start) is None


HOURS = st.sampled_from(
    [
        Hours(ZONE, "00:00", "00:00"),
        Hours(ZONE, holidays="IN", on_sunday=False),
        Hours(ZONE, "22:00", "07:00", open_from="10:00", open_until="18:30"),
    ]
)
LIMITS = st.builds(
    Limits,
    campaign=st.lists(st.integers(1, 60), min_size=1, max_size=3).map(tuple),
    account=st.none() | st.integers(1, 60),
    channel=st.integers(1, 80),
    budget=st.just(0) | st.integers(100, 6_000),
    gap_days=st.integers(0, 5),
    people=st.none() | st.integers(1, 50),
    warm_up=st.booleans(),
    hours=HOURS,
)


@settings(max_examples=20, deadline=None)
@given(LIMITS, st.integers(0, 2**32))
def test_sixty_days_never_go_over_a_limit(limits: Limits, seed: int) -> None:
    machine = Machine(limits, seed, messages=300)
    machine.run()
    check(machine)


def test_without_limits_everything_leaves() -> None:
    free = Limits((10_000,), None, 10_000, 0, 0, None, False, Hours(ZONE, "00:00", "00:00"))
    machine = Machine(free, 7, messages=300)
    machine.run()
    check(machine)
    assert len(departures(machine)) == sum(mail.state == "sent" for mail in machine.mails) > 270


NEW_YORK = "America/New_York"
QUIET = Hours(NEW_YORK, "20:00", "01:30")
NIGHT = Hours(NEW_YORK, "20:00", "02:30")


@pytest.mark.parametrize(
    ("hours", "at", "allowed"),
    [
        (NIGHT, "2026-03-08T06:00", "2026-03-08T07:30"),  # 02:30 does not come: 03:30 by the new time does
        (QUIET, "2026-11-01T04:00", "2026-11-01T05:30"),  # the first 01:30
        (QUIET, "2026-11-01T06:10", "2026-11-01T06:30"),  # the hour comes again, and is quiet again
        (QUIET, "2026-11-01T05:40", "2026-11-01T05:40"),  # between the two
        (Hours(NEW_YORK, "20:00", "09:00", on_sunday=False), "2026-11-01T03:59", "2026-11-02T14:00"),
        (Hours(ZONE, holidays="IN"), "2026-10-02T06:00", "2026-10-03T03:30"),
        (Hours(ZONE, holidays="IN-MH"), "2026-02-19T06:00", "2026-02-20T03:30"),
        (Hours(ZONE, open_from="11:00", open_until="12:00"), "2026-11-26T06:40", "2026-11-27T05:30"),
    ],
)
def test_hours_are_the_recipients_also_when_clocks_change(hours: Hours, at: str, allowed: str) -> None:
    found = next_allowed(datetime.fromisoformat(at).replace(tzinfo=UTC), hours)
    assert found == datetime.fromisoformat(allowed).replace(tzinfo=UTC)
    assert next_allowed(found, hours) == found


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([NEW_YORK, ZONE, "Australia/Lord_Howe"]),
    st.integers(0, 400 * 1_440).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.times().map(lambda one: one.strftime("%H:%M")),
    st.times().map(lambda one: one.strftime("%H:%M")),
    st.booleans(),
)
def test_the_next_allowed_moment_is_never_quiet_and_never_past(
    zone: str, at: datetime, start: str, end: str, sunday: bool
) -> None:
    hours = Hours(zone, start, end, on_sunday=sunday, holidays="IN")
    found = next_allowed(at, hours)
    assert found >= at
    assert next_allowed(found, hours) == found


def test_hours_that_leave_no_time_at_all_never_let_a_message_go() -> None:
    never = Hours(ZONE, "20:00", "09:00", open_from="21:00", open_until="23:00")
    assert next_allowed(AT, never) > AT + timedelta(days=20)
