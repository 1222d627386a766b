"""A new lead that nobody answers: told once, to whoever runs the business, within working hours."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from services.calls.rules import WorkingHours
from services.core.errors import Invalid, NotAllowed
from services.core.scope import Role, Scope
from services.db import reading, transaction
from services.inbound.alerts import tell_of_new_lead
from services.models import Customer, Lead, LeadEvent, Notification
from services.telling.actions import save_answer_within
from services.telling.escalating import escalate_due
from services.telling.queries import answer_within
from services.telling.rules import deadline
from tests import hearing, support

HOURS = WorkingHours("Asia/Kolkata", (0, 1, 2, 3, 4, 5), "10:00", "18:00")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "minutes", "due"),
    [
        ("2026-11-27 06:00", 15, "2026-11-27 06:15"),  # Friday 11:30 in India
        ("2026-11-27 20:00", 15, "2026-11-28 04:45"),  # at night: a quarter of an hour after opening
        ("2026-11-27 12:25", 15, "2026-11-28 04:40"),  # five minutes before closing: ten more on Saturday
        ("2026-11-28 12:30", 15, "2026-11-30 04:45"),  # Saturday's closing: Monday
        ("2026-11-27 04:30", 0, "2026-11-27 04:30"),
        ("2026-11-27 04:30", 600, "2026-11-28 06:30"),  # longer than a day of work
    ],
)
def test_only_working_hours_count(since: str, minutes: int, due: str):
    assert deadline(utc(since), minutes, HOURS) == utc(due)


def test_a_holiday_does_not_count():
    christmas = WorkingHours("Asia/Kolkata", (0, 1, 2, 3, 4, 5), "10:00", "18:00", holidays="IN")
    assert deadline(utc("2026-12-24 13:00"), 15, christmas) == utc("2026-12-26 04:45")


def test_without_working_days_nothing_is_ever_due():
    assert deadline(utc("2026-11-27 06:00"), 15, WorkingHours("Asia/Kolkata", (), "10:00", "18:00")) is None


FRIDAY = utc("2026-11-27 06:00")


def new_lead(scope: Scope, **values: object) -> Lead:
    lead = support.add_lead(scope, name="Neha Singh", lead_data={"first_reply": "wants braces"}, **values)
    with transaction(scope) as session:
        found = session.get_one(Lead, lead.id)
        tell_of_new_lead(session, session.get_one(Customer, scope.customer_id), found, "answered")
    return lead


def told(scope: Scope) -> list[Notification]:
    return [one for one in hearing.read_all(scope, Notification) if one.kind == "lead_unanswered"]


@pytest.fixture
def people(alice: Scope) -> dict[str, Scope]:
    """An owner (Alice), a manager and an agent."""
    return {
        "owner": alice,
        "manager": support.add_member(alice.customer_id, "mira@acme.example", Role.MANAGER),
        "agent": support.add_member(alice.customer_id, "ravi@acme.example", Role.AGENT),
    }


def test_owners_and_managers_are_told_once_with_whose_it_is(alice: Scope, people: dict[str, Scope]):
    with time_machine.travel(FRIDAY, tick=True):
        new_lead(alice, assigned_to=people["agent"].user_id)
    with time_machine.travel(FRIDAY + timedelta(minutes=14), tick=True):
        escalate_due()
    assert told(alice) == []
    for _again in range(2):
        with time_machine.travel(FRIDAY + timedelta(minutes=16), tick=True):
            escalate_due()
    assert {one.user_id for one in told(alice)} == {people["owner"].user_id, people["manager"].user_id}
    assert len(told(alice)) == 2
    assert told(alice)[0].title == "Nobody answered Neha Singh within 15 minutes"
    assert told(alice)[0].body == "Assigned to Ravi. wants braces"
    assert [one.kind for one in hearing.read_all(alice, LeadEvent)] == ["unanswered"]


def test_an_answered_lead_is_not_told(alice: Scope):
    with time_machine.travel(FRIDAY, tick=True):
        lead = new_lead(alice)
        with transaction(alice) as session:
            session.get_one(Lead, lead.id).first_answer_at = FRIDAY + timedelta(minutes=3)
    with time_machine.travel(FRIDAY + timedelta(hours=1), tick=True):
        escalate_due()
    assert told(alice) == []
    assert hearing.read_all(alice, Lead)[0].waits_from is None


def test_zero_minutes_switch_it_off(alice: Scope):
    with transaction(alice) as session:
        assert save_answer_within(session, alice, " 0 ") == 0
    with time_machine.travel(FRIDAY, tick=True):
        new_lead(alice)
    with time_machine.travel(FRIDAY + timedelta(hours=1), tick=True):
        escalate_due()
    assert told(alice) == []


def test_leads_of_an_import_are_not_waited_for(alice: Scope):
    with time_machine.travel(FRIDAY, tick=True):
        support.add_lead(alice)
    with time_machine.travel(FRIDAY + timedelta(hours=1), tick=True):
        escalate_due()
    assert told(alice) == []


def test_the_minutes_are_set_by_those_who_may(alice: Scope, bob: Scope):
    with transaction(alice) as session:
        save_answer_within(session, alice, "30")
    with reading(bob) as session:
        assert answer_within(session, bob) == 30
    with transaction(bob) as session, pytest.raises(NotAllowed):
        save_answer_within(session, bob, "30")
    for wrong in ("soon", "-1", "10000", ""):
        with transaction(alice) as session, pytest.raises(Invalid):
            save_answer_within(session, alice, wrong)
