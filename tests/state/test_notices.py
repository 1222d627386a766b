"""Settings → Notifications: everybody chooses for themselves."""

import pytest

from services.core.clock import now
from services.core.scope import Role, Scope
from services.db import reading, transaction
from services.models import Customer, NoticeWay
from services.telling.queries import answer_within, choices_of, row_of
from services.telling.rules import Event
from state.settings.answer_time import AnswerTimeState
from state.settings.notices import NoticesState
from tests import support
from tests.state.conftest import TabOf
from tests.state.tabs import Tab


@pytest.fixture
async def tab(sqlite: str, tab_of: TabOf, alice: Scope) -> Tab:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
    return await tab_of(alice)


async def test_the_defaults_are_shown_until_something_is_chosen(tab: Tab):
    await tab.open("/settings/notifications")
    state = await tab.state(NoticesState)
    lead = state.events[0]
    assert (lead.label, lead.push, lead.email, lead.whatsapp) == ("New lead", True, True, False)
    assert (state.ready, state.may_save, state.email) == (True, True, "alice@acme.example")


async def test_the_boxes_are_saved_and_an_empty_one_is_a_no(tab: Tab, alice: Scope):
    await tab.open("/settings/notifications")
    await tab.send(NoticesState.save_ways({"new_lead:whatsapp": "on", "call:email": "on", "hides_text": "on"}))
    with reading(alice) as session:
        found = choices_of(session, alice)
    assert found.ways[Event.NEW_LEAD] == {NoticeWay.WHATSAPP}
    assert found.ways[Event.CALL] == {NoticeWay.EMAIL}
    assert found.ways[Event.ANSWER] == frozenset()
    assert found.hides_text
    state = await tab.state(NoticesState)
    assert (state.saved, state.events[0].push, state.events[0].whatsapp) == ("ways", False, True)


async def test_number_and_quiet_hours_are_checked_where_they_were_typed(tab: Tab, alice: Scope):
    await tab.open("/settings/notifications")
    await tab.send(NoticesState.save_phone({"phone": "12"}))
    assert list((await tab.state(NoticesState)).problems) == ["phone"]
    await tab.send(NoticesState.save_quiet({"quiet_from": "21:00", "quiet_until": "soon"}))
    assert list((await tab.state(NoticesState)).problems) == ["quiet_until"]
    await tab.send(NoticesState.save_quiet({"quiet_from": "21:00", "quiet_until": "08:00"}))
    await tab.send(NoticesState.save_phone({"phone": "98765 43210"}))
    with reading(alice) as session:
        found = choices_of(session, alice)
    assert (found.phone, found.quiet_from, found.quiet_until) == ("+919876543210", "21:00", "08:00")
    await tab.send(NoticesState.save_phone({}))
    assert (await tab.state(NoticesState)).form["phone"] == ""


async def test_a_viewer_chooses_for_themselves(sqlite: str, tab_of: TabOf, alice: Scope):
    viewer = support.add_member(alice.customer_id, "viewer@acme.example", Role.VIEWER)
    tab = await tab_of(viewer)
    await tab.open("/settings/notifications")
    assert not (await tab.state(NoticesState)).events[0].email
    await tab.send(NoticesState.save_ways({"new_lead:email": "on"}))
    with reading(alice) as session:
        assert choices_of(session, viewer).ways[Event.NEW_LEAD] == {NoticeWay.EMAIL}
        assert choices_of(session, alice).ways[Event.NEW_LEAD] == {NoticeWay.PUSH, NoticeWay.EMAIL}


async def test_the_hour_of_the_digest_is_kept(tab: Tab, alice: Scope):
    await tab.open("/settings/notifications")
    await tab.send(NoticesState.save_digest({"digest_at": "08:00"}))
    state = await tab.state(NoticesState)
    assert (state.saved, state.form["digest_at"]) == ("digest", "08:00")
    with reading(alice) as session:
        row = row_of(session, alice)
    assert row is not None
    assert row.digest_next_at is not None
    assert row.digest_next_at > now()


async def test_how_long_a_lead_may_wait_is_for_those_who_may_change_settings(tab: Tab, tab_of: TabOf, alice: Scope):
    await tab.open("/settings/notifications")
    assert (await tab.state(AnswerTimeState)).form == {"answer_within": "15"}
    await tab.send(AnswerTimeState.save_answer_time({"answer_within": "soon"}))
    assert list((await tab.state(AnswerTimeState)).problems) == ["answer_within"]
    await tab.send(AnswerTimeState.save_answer_time({"answer_within": "45"}))
    agent = await tab_of(support.add_member(alice.customer_id, "agent@acme.example", Role.AGENT))
    await agent.open("/settings/notifications")
    state = await agent.state(AnswerTimeState)
    assert (state.form, state.may_save) == ({"answer_within": "45"}, False)
    await agent.send(AnswerTimeState.save_answer_time({"answer_within": "0"}))
    with reading(alice) as session:
        assert answer_within(session, alice) == 45
