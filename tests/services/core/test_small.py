"""Paging, time, permissions and settings."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
import time_machine
from pydantic import ValidationError

from services.core.clock import INDIA, local_day, now, start_of_day
from services.core.errors import NotAllowed, NotFound
from services.core.paging import MOST_COUNTED, PageRequest, counted
from services.core.scope import Can, Role, Scope
from services.core.settings import Settings


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-5, 1), (50, 50), (10**9, 200)])
def test_a_page_has_a_sensible_size_whatever_is_asked(asked, given):
    assert PageRequest(size=asked).size == given


def test_a_search_is_trimmed_and_cut():
    assert PageRequest(search="  " + "x" * 500).search == "x" * 200


@pytest.mark.parametrize(("total", "shown"), [(0, "0"), (1247, "1,247"), (10_000, "10,000"), (MOST_COUNTED, "10,000+")])
def test_counts_are_capped_for_people(total, shown):
    assert counted(total) == shown


@time_machine.travel(datetime(2026, 3, 1, 20, 0, tzinfo=UTC), tick=False)
def test_a_day_in_india_begins_half_past_six_the_evening_before():
    assert now() == datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
    assert local_day(now(), INDIA) == date(2026, 3, 2)
    assert start_of_day(date(2026, 3, 2), INDIA) == datetime(2026, 3, 1, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(Role.VIEWER, {Can.VIEW}), (Role.OWNER, set(Can))],
)
def test_a_role_may_do_what_is_listed_and_nothing_else(role, allowed):
    scope = Scope(1, 1, role)
    for permission in Can:
        if permission in allowed:
            scope.require(permission)
        else:
            with pytest.raises(NotAllowed):
                scope.require(permission)


def test_each_role_may_do_all_that_the_one_below_may():
    ladder = [{can for can in Can if Scope(1, 1, role).can(can)} for role in reversed(Role)]
    assert all(lower < higher for lower, higher in pairwise(ladder))


def test_not_found_speaks_to_people():
    assert NotFound("The lead").message == "The lead was not found."


def test_addresses_follow_from_the_settings():
    settings = Settings(public_url="https://leads.example/", port=4000, fetch_allow=" 10.0.0.1:80 ,", sandbox_port=0)
    assert settings.address == "https://leads.example"
    assert settings.sandbox_address == "http://127.0.0.1:4001"
    assert settings.fetch_allowed_hosts == {"10.0.0.1:80", "127.0.0.1:4001"}
    assert Settings(port=4000).address == "http://localhost:4000"


def test_a_wrong_setting_stops_the_start():
    with pytest.raises(ValidationError):
        Settings(port=0)
