"""Why a lead was lost, reminders, the clock of the first answer, and the team's settings."""

from datetime import timedelta

import pytest

from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.models import Customer, Lead, LeadReminder, LeadStatus
from state.conversations import ConversationsState
from state.leads import LeadsState
from state.settings.team import TeamState
from tests import support
from tests.hearing import read_all
from tests.state.conftest import TabOf
from tests.state.tabs import Tab


@pytest.fixture
async def tab(tab_of: TabOf, alice: Scope) -> Tab:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
    return await tab_of(alice)


async def test_losing_a_lead_asks_why_first(tab: Tab, alice: Scope):
    lead = support.add_lead(alice, name="Amit Patel")
    await tab.open(f"/leads?open={lead.public_id}")
    await tab.send(LeadsState.move(lead.public_id, "lost"))
    state = await tab.state(LeadsState)
    assert (state.losing, state.losing_name) == (lead.public_id, "Amit Patel")
    assert read_all(alice, Lead)[0].status == LeadStatus.NEW
    await tab.send(LeadsState.lose("boredom"))
    assert tab.errors == ["Choose why it was lost."]
    await tab.send(LeadsState.lose("competitor"))
    state = await tab.state(LeadsState)
    assert (state.losing, state.lead.lost_because) == ("", "Chose somebody else")
    assert read_all(alice, Lead)[0].status == LeadStatus.LOST


async def test_a_reminder_is_set_and_taken_back(tab: Tab, alice: Scope):
    lead = support.add_lead(alice)
    await tab.open(f"/leads?open={lead.public_id}")
    await tab.send(LeadsState.set_reminding(True))
    usual = (await tab.state(LeadsState)).remind_at
    for wrong in ("", "soon", "2020-01-01T10:00"):
        await tab.send(LeadsState.remind({"at": wrong}))
        assert (await tab.state(LeadsState)).remind_problem
    await tab.send(LeadsState.remind({"at": usual, "note": "Send the plan"}))
    [row] = (await tab.state(LeadsState)).reminders
    assert row.note == "Send the plan"
    in_a_day = read_all(alice, LeadReminder)[0].at - now() - timedelta(days=1)
    assert abs(in_a_day) < timedelta(minutes=2)
    await tab.send(LeadsState.drop_reminder(row.id))
    assert (await tab.state(LeadsState)).reminders == []
    assert tab.errors == []


async def test_the_inbox_says_how_long_somebody_waits_and_when_that_is_late(tab: Tab, alice: Scope):
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).answer_within_minutes = 10
    for minutes, answered in ((5, None), (20, None), (60, 5), (60, 20)):
        at = now() - timedelta(minutes=minutes)
        first = at + timedelta(minutes=answered) if answered else None
        lead = support.add_lead(alice, received_at=at, first_answer_at=first)
        support.add_conversation(alice, lead)
    await tab.open("/conversations")
    rows = sorted((row.clock, row.clock_kind) for row in (await tab.state(ConversationsState)).rows)
    assert rows == [
        ("Answered in 20 min", "slow"), ("Answered in 5 min", "answered"),
        ("Waiting 20 min", "late"), ("Waiting 5 min", "waiting"),
    ]  # fmt: skip


async def test_the_team_page_saves_rules_cities_and_who_is_away(tab: Tab, alice: Scope):
    await tab.open("/settings/team")
    await tab.send(TeamState.save({"assignment": "by_magic"}))
    assert "assignment" in (await tab.state(TeamState)).problems
    await tab.send(TeamState.save({"assignment": "by_city"}))
    state = await tab.state(TeamState)
    assert (state.saved, state.assignment) == ("leads", "by_city")
    [me] = state.members
    await tab.send(TeamState.save_cities(me.id, "Pune, Mumbai"))
    await tab.send(TeamState.set_away(me.id, True))
    [me] = (await tab.state(TeamState)).members
    assert (me.cities, me.is_away, me.is_me) == (["Pune", "Mumbai"], True, True)
    assert tab.errors == []


async def test_a_viewer_changes_nothing_of_the_team(tab_of: TabOf, alice: Scope, bob: Scope, sqlite: str):
    tab = await tab_of(bob)
    await tab.open("/settings/team")
    state = await tab.state(TeamState)
    for one in state.members:
        await tab.send(TeamState.set_away(one.id, True))
    await tab.send(TeamState.save({"assignment": "by_city"}))
    assert len(tab.errors) == 3
    assert [one.is_away for one in (await tab.state(TeamState)).members] == [False, False]
