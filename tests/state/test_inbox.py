"""Two people in the inbox at once."""

from datetime import timedelta

import pytest

from services.conversations.types import Present
from services.core.clock import now
from services.core.scope import Role, Scope
from services.db import transaction
from services.models import Conversation, Customer, LeadEvent, Message, MessageStatus, Sender
from state.conversations import ConversationsState
from state.presence import PresenceState, said
from tests import support
from tests.hearing import read_all
from tests.state.conftest import TabOf
from tests.state.tabs import Tab


@pytest.fixture
def ravi(alice: Scope) -> Scope:
    """Alice's colleague; their business has finished the wizard."""
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
    return support.add_member(alice.customer_id, "ravi@acme.example", Role.AGENT)


@pytest.fixture
def talk(alice: Scope) -> Conversation:
    at = now() - timedelta(minutes=5)
    opened = support.add_conversation(alice, support.add_lead(alice, name="Neha"), last_inbound_at=at)
    support.add_message(alice, opened, "Price?", sent_at=at, status=MessageStatus.DELIVERED)
    return opened


@pytest.fixture
async def tabs(tab_of: TabOf, alice: Scope, ravi: Scope, talk: Conversation) -> tuple[Tab, Tab]:
    """Alice's and Ravi's, with the same conversation open."""
    two = await tab_of(alice), await tab_of(ravi)
    for tab in two:
        await tab.open(f"/conversations?open={talk.public_id}")
        await tab.send(PresenceState.here(talk.public_id))
    return two


async def write(tab: Tab, text: str, key: str = "") -> None:
    await tab.send(ConversationsState.send({"text": text, "key": key}))


def sent(scope: Scope) -> list[str]:
    return [one.message_text for one in read_all(scope, Message) if one.sender == Sender.CUSTOMER]


async def test_a_double_click_sends_once(tabs: tuple[Tab, Tab], alice: Scope):
    await write(tabs[0], "From ₹45 lakh", "k1")
    await write(tabs[0], "From ₹45 lakh", "k1")
    assert sent(alice) == ["From ₹45 lakh"]
    assert tabs[0].errors == []


async def test_a_double_click_keeps_a_note_once(tabs: tuple[Tab, Tab], alice: Scope):
    await tabs[0].send(ConversationsState.set_mode("note"))
    for key in ("k1", "k1", "k2"):
        await write(tabs[0], "Loan is approved", key)
    assert [one.text for one in read_all(alice, LeadEvent) if one.kind == "note"] == ["Loan is approved"] * 2


async def test_who_answers_second_is_asked_once_and_may_send_anyway(tabs: tuple[Tab, Tab], alice: Scope):
    first, second = tabs
    await write(first, "From ₹45 lakh", "k1")
    await write(second, "Price is on the site", "k2")
    state = await second.state(ConversationsState)
    assert state.asking
    assert state.colleague.startswith("Alice answered ")
    assert state.colleague_text == "From ₹45 lakh"
    assert sent(alice) == ["From ₹45 lakh"]
    await second.send(ConversationsState.send_anyway)
    assert "requestSubmit" in second.scripts
    await write(second, "Price is on the site", "k2")
    assert sent(alice) == ["From ₹45 lakh", "Price is on the site"]
    assert not (await second.state(ConversationsState)).asking


async def test_a_colleagues_answer_is_said_before_anything_is_sent(tabs: tuple[Tab, Tab], alice: Scope):
    await write(tabs[0], "From ₹45 lakh", "k1")
    await tabs[1].send(ConversationsState.refresh)
    state = await tabs[1].state(ConversationsState)
    assert (state.asking, state.colleague_text) == (False, "From ₹45 lakh")
    await tabs[1].send(ConversationsState.leave_it)
    assert (await tabs[1].state(ConversationsState)).colleague == ""
    await tabs[0].send(ConversationsState.refresh)
    assert (await tabs[0].state(ConversationsState)).colleague == "", "one's own answer is no colleague's"


async def test_an_answer_that_was_there_when_the_thread_opened_is_known(tabs: tuple[Tab, Tab], alice: Scope):
    await write(tabs[0], "From ₹45 lakh", "k1")
    await tabs[1].send(ConversationsState.close_row)
    await tabs[1].send(ConversationsState.open_row((await tabs[0].state(ConversationsState)).open_id))
    await write(tabs[1], "And parking is free", "k2")
    assert sent(alice) == ["From ₹45 lakh", "And parking is free"]


async def test_each_tab_says_who_else_looks_and_writes(tabs: tuple[Tab, Tab], talk: Conversation):
    first, second = tabs
    await first.send(PresenceState.refresh)
    assert (await first.state(PresenceState)).words == "Ravi is looking at this"
    await second.send(PresenceState.typing(talk.public_id))
    await first.send(PresenceState.refresh)
    state = await first.state(PresenceState)
    assert (state.words, state.writing) == ("Ravi is writing…", True)
    await write(second, "Hello", "k1")
    await first.send(PresenceState.refresh)
    assert (await first.state(PresenceState)).words == "Ravi is looking at this"
    await second.send(PresenceState.away(talk.public_id))
    await first.send(PresenceState.refresh)
    assert (await first.state(PresenceState)).words == ""


async def test_another_business_sees_nobody(tabs: tuple[Tab, Tab], tab_of: TabOf, charlie: Scope, talk: Conversation):
    stranger = await tab_of(charlie)
    await stranger.send(PresenceState.here(talk.public_id))
    assert stranger.errors == ["The conversation was not found."]
    assert "Ravi" not in stranger.received


def test_writers_are_named_alone() -> None:
    ravi, meera, anil = Present("Ravi", True), Present("Meera", False), Present("Anil", True)
    assert said([ravi, meera]) == "Ravi is writing…"
    assert said([ravi, anil, meera]) == "Ravi and Anil are writing…"
    assert said([meera, Present("Zoya", False)]) == "Meera and Zoya are looking at this"
    assert said([]) == ""


async def test_a_conversation_is_put_away_and_brought_back(tabs: tuple[Tab, Tab]):
    tab = tabs[0]
    await tab.send(ConversationsState.snooze("tomorrow"))
    state = await tab.state(ConversationsState)
    assert state.rows == []
    assert state.snoozed.startswith("Snoozed until ")
    assert state.snoozed.endswith("9:00 am, or until they write")
    await tab.send(ConversationsState.filter_by("status", "snoozed"))
    assert [row.snoozed[:6] for row in (await tab.state(ConversationsState)).rows] == ["Until "]
    await tab.send(ConversationsState.unsnooze)
    await tab.send(ConversationsState.filter_by("status", ""))
    state = await tab.state(ConversationsState)
    assert (len(state.rows), state.snoozed) == (1, "")
    await tab.send(ConversationsState.snooze("never"))
    assert tab.errors == ["Choose until when."]
