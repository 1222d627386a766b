"""The leads page: tabs, filters, board, changes of one lead, leads added by hand."""

from datetime import datetime, timedelta

import pytest

from services.calls import actions
from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, transaction
from services.leads.queries import get_lead
from services.models import Customer, Intent, Lead, LeadSourceName, LeadStatus
from state.leads import LeadsState
from tests import support
from tests.state.conftest import TabOf
from tests.state.tabs import Tab


@pytest.fixture
def launched(alice: Scope, charlie: Scope) -> None:
    """Both businesses have finished the wizard, so their pages open."""
    for scope in (alice, charlie):
        with transaction(scope) as session:
            session.get_one(Customer, scope.customer_id).launched_at = now()


@pytest.fixture
async def tab(tab_of: TabOf, launched: None, alice: Scope) -> Tab:
    return await tab_of(alice)


def lead_now(scope: Scope, lead: Lead) -> Lead:
    with reading(scope) as session:
        return get_lead(session, lead.public_id)


async def shown(tab: Tab) -> LeadsState:
    return await tab.state(LeadsState)


async def test_a_tab_shows_its_leads_and_counts_all(tab: Tab, alice: Scope):
    support.add_lead(alice, name="Amit Patel", source=LeadSourceName.META_ADS)
    support.add_lead(alice, name="Neha Singh", source=LeadSourceName.OUTREACH_RESPONSE, channel="whatsapp")
    await tab.open("/leads?tab=meta")
    state = await shown(tab)
    assert [row.name for row in state.rows] == ["Amit Patel"]
    assert state.counts == {"all": "2", "outreach": "1", "meta": "1", "google": "0", "linkedin": "0", "manual": "0"}
    assert tab.errors == []


async def test_what_the_address_asks_for_and_does_not_exist_is_dropped(tab: Tab, alice: Scope):
    support.add_lead(alice)
    await tab.open("/leads?tab=nonsense&status=sold&intent=boiling&view=cards&sort=owner")
    state = await shown(tab)
    assert (state.tab, state.view, state.status_filter, len(state.rows)) == ("all", "list", "", 1)
    assert tab.errors == []


async def test_status_and_intent_narrow_the_list(tab: Tab, alice: Scope):
    support.add_lead(alice, name="Amit", intent=Intent.HOT, status=LeadStatus.QUALIFIED)
    support.add_lead(alice, name="Neha", intent=Intent.COLD, status=LeadStatus.QUALIFIED)
    support.add_lead(alice, name="Ravi", intent=Intent.HOT)
    await tab.open("/leads?status=qualified&intent=hot")
    state = await shown(tab)
    assert [row.name for row in state.rows] == ["Amit"]
    assert (state.status_filter, state.intent_filter) == ("Qualified", "Hot")
    await tab.send(LeadsState.clear_narrowing)
    assert len((await shown(tab)).rows) == 3


async def test_the_board_keeps_seven_columns_and_its_tab(tab: Tab, alice: Scope):
    support.add_lead(alice, source=LeadSourceName.META_ADS, status=LeadStatus.QUALIFIED)
    support.add_lead(alice)
    await tab.open("/leads?view=board&tab=meta")
    columns = (await shown(tab)).columns
    assert [column.title for column in columns][:3] == ["New", "Contacted", "Qualified"]
    assert [len(column.cards) for column in columns] == [0, 0, 1, 0, 0, 0, 0]


async def test_a_lead_is_moved_and_the_move_can_be_undone(tab: Tab, alice: Scope):
    lead = support.add_lead(alice, name="Amit")
    await tab.open("/leads?view=board")
    await tab.send(LeadsState.move(lead.public_id, "qualified"))
    assert lead_now(alice, lead).status == LeadStatus.QUALIFIED
    assert [len(column.cards) for column in (await shown(tab)).columns][:3] == [0, 0, 1]
    assert "success: Amit is now qualified" in tab.toasts
    assert "Undo" in tab.scripts


@pytest.mark.parametrize("status", ["sold", "", "NEW "])
async def test_a_made_up_status_is_refused(tab: Tab, alice: Scope, status: str):
    lead = support.add_lead(alice)
    await tab.open("/leads")
    await tab.send(LeadsState.move(lead.public_id, status))
    assert tab.errors == ["There is no such status."]
    assert lead_now(alice, lead).status == LeadStatus.NEW


async def test_a_move_that_is_not_allowed_says_so(tab: Tab, alice: Scope):
    lead = support.add_lead(alice, status=LeadStatus.LOST)
    await tab.open("/leads")
    await tab.send(LeadsState.move(lead.public_id, "won"))
    assert tab.errors == ["A lead that is lost cannot become won."]


async def test_won_asks_for_the_amount_first(tab: Tab, alice: Scope):
    lead = support.add_lead(alice, name="Amit")
    await tab.open("/leads")
    await tab.send(LeadsState.move(lead.public_id, "won"))
    assert (await shown(tab)).winning == lead.public_id
    assert lead_now(alice, lead).status == LeadStatus.NEW
    await tab.send(LeadsState.win({"amount": "a lot"}))
    assert "rupees" in (await shown(tab)).won_problem
    await tab.send(LeadsState.win({"amount": "₹1,20,000"}))
    won = lead_now(alice, lead)
    assert (won.status, won.value_won_paise) == (LeadStatus.WON, 12_000_000)
    assert (await shown(tab)).winning == ""


async def test_cancelling_the_amount_changes_nothing(tab: Tab, alice: Scope):
    lead = support.add_lead(alice)
    await tab.open("/leads")
    await tab.send(LeadsState.move(lead.public_id, "won"))
    await tab.send(LeadsState.ask_win(False))
    await tab.send(LeadsState.win({"amount": "5"}))
    assert lead_now(alice, lead).status == LeadStatus.NEW


async def test_the_drawer_opens_from_the_address_and_takes_notes_and_an_owner(tab: Tab, alice: Scope):
    lead = support.add_lead(alice, name="Amit", lead_data={"answers": {"Budget": "₹80 L"}})
    await tab.open(f"/leads?open={lead.public_id}")
    state = await shown(tab)
    assert (state.lead.card.name, state.lead.answers[0].answer) == ("Amit", "₹80 L")
    await tab.send(LeadsState.assign_to(state.team[0].id))
    await tab.send(LeadsState.note({"note": "Wants the 7th floor"}))
    state = await shown(tab)
    assert state.lead.card.owner == "Alice"
    assert state.lead.events[0].detail == "Wants the 7th floor"
    await tab.send(LeadsState.assign_to(""))
    assert (await shown(tab)).lead.card.owner == ""
    assert tab.errors == []


async def test_an_empty_note_is_not_kept(tab: Tab, alice: Scope):
    lead = support.add_lead(alice)
    await tab.open(f"/leads?open={lead.public_id}")
    await tab.send(LeadsState.note({"note": "   "}))
    assert tab.errors == ["Write something first."]


async def test_a_call_is_scheduled_moved_and_cancelled(tab: Tab, alice: Scope):
    lead = support.add_lead(alice)
    await tab.open(f"/leads?open={lead.public_id}")
    await tab.send(LeadsState.open_call)
    state = await shown(tab)
    assert (state.calling, state.call_host, state.call_untold) == (True, "Alice", "No account for email is connected.")
    await tab.send(LeadsState.set_call_minutes("45"))
    chosen, words = (await shown(tab)).call_times[-1]
    await tab.send(LeadsState.schedule_call({"time": chosen, "note": "Site visit", "invitation": "on"}))
    state = await shown(tab)
    [call] = state.lead.calls
    assert (call.when.split(", ")[1], call.detail) == (words, "45 minutes, Alice calls, Site visit")
    assert (state.lead.card.status, state.calling) == ("meeting_scheduled", False)
    assert any(event.name == "_download" for event in tab.events)
    await tab.send(LeadsState.open_move(call.id))
    assert (await shown(tab)).call_day == call.day
    await tab.send(LeadsState.schedule_call({"other": "19:15", "note": "Site visit"}))
    assert (await shown(tab)).lead.calls[0].when.endswith("7:15 pm")
    await tab.send(LeadsState.cancel_call(call.id))
    assert (await shown(tab)).lead.calls[0].state == "Cancelled"
    assert tab.errors == []


@pytest.mark.parametrize("form", [{}, {"time": "soon"}, {"other": "25:00"}, {"time": "2030-01-01T10:00:00"}])
async def test_a_call_at_an_impossible_time_is_explained_in_the_dialog(tab: Tab, alice: Scope, form: dict[str, str]):
    lead = support.add_lead(alice)
    await tab.open(f"/leads?open={lead.public_id}")
    await tab.send(LeadsState.open_call)
    await tab.send(LeadsState.schedule_call(form))
    state = await shown(tab)
    assert state.calling
    assert state.call_problem.startswith("Choose a")


async def test_a_time_that_is_taken_is_said_and_the_others_stay(tab: Tab, alice: Scope):
    lead, other = support.add_lead(alice), support.add_lead(alice)
    await tab.open(f"/leads?open={lead.public_id}")
    await tab.send(LeadsState.open_call)
    times = (await shown(tab)).call_times
    with transaction(alice) as session:
        actions.schedule_call(session, alice, other.public_id, datetime.fromisoformat(times[0][0]))
    await tab.send(LeadsState.schedule_call({"time": times[0][0]}))
    state = await shown(tab)
    assert (state.calling, state.call_problem) == (True, "That time was just taken. Choose another one.")
    assert state.call_times == times[1:]


async def test_a_lead_is_added_by_hand_and_opened(tab: Tab):
    await tab.open("/leads")
    await tab.send(LeadsState.set_adding(True))
    await tab.send(LeadsState.add({"name": "सीमा वर्मा", "phone": "98200 00000", "location": "Pune"}))
    state = await shown(tab)
    assert (state.adding, state.lead.card.name, state.lead.card.phone) == (False, "सीमा वर्मा", "+91 98200 00000")
    assert state.open_id == state.rows[0].id


async def test_a_wrong_phone_is_told_at_its_field(tab: Tab):
    await tab.open("/leads")
    await tab.send(LeadsState.set_adding(True))
    await tab.send(LeadsState.add({"name": "Amit", "phone": "12"}))
    state = await shown(tab)
    assert (state.adding, state.wrong_field) == (True, "phone")


async def test_open_chat_begins_a_conversation_where_there_is_none(tab: Tab, alice: Scope):
    lead = support.add_lead(alice)
    await tab.open("/leads")
    await tab.send(LeadsState.open_chat(lead.public_id, ""))
    assert tab.redirects[-1].startswith("/conversations?open=cnv_")


async def test_a_stranger_in_the_same_product_sees_and_changes_nothing(
    tab_of: TabOf, launched: None, alice: Scope, charlie: Scope
):
    lead = support.add_lead(alice, name="Amit Patel")
    tab = await tab_of(charlie)
    await tab.open(f"/leads?open={lead.public_id}")
    await tab.send(LeadsState.move(lead.public_id, "lost"))
    await tab.send(LeadsState.open_chat(lead.public_id, ""))
    assert "Amit" not in tab.received
    assert lead_now(alice, lead).status == LeadStatus.NEW


async def test_a_viewer_may_look_but_not_change(tab_of: TabOf, launched: None, alice: Scope, bob: Scope):
    lead = support.add_lead(alice)
    tab = await tab_of(bob)
    await tab.open("/leads")
    await tab.send(LeadsState.move(lead.public_id, "lost"))
    await tab.send(LeadsState.add({"name": "X", "phone": "98200 00000"}))
    assert len((await shown(tab)).rows) == 1
    assert tab.errors == ["Your role does not allow this. Ask an owner."] * 2


async def test_a_refresh_that_brings_nothing_new_sends_no_cards(tab: Tab, alice: Scope):
    support.add_lead(alice, name="Amit Patel", received_at=now() - timedelta(days=3))
    for view in ("board", "list"):
        await tab.open(f"/leads?view={view}")
        assert "Amit Patel" in tab.received
        tab.wire.deltas.clear()
        await tab.send(LeadsState.refresh)
        assert "Amit Patel" not in tab.received
