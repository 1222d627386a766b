"""The inbox's search: people and what was said, and the conversation opened there."""

import pytest

from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.models import ConversationStatus, Customer, Message, MessageStatus, Sender
from state.conversations import ConversationsState
from tests import support
from tests.hearing import read_all
from tests.state.conftest import TabOf
from tests.state.tabs import Tab


@pytest.fixture
async def tab(tab_of: TabOf, alice: Scope) -> Tab:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
    return await tab_of(alice)


async def shown(tab: Tab) -> ConversationsState:
    return await tab.state(ConversationsState)


async def test_a_search_finds_people_and_what_was_said_and_opens_it_there(tab: Tab, alice: Scope):
    neha = support.add_conversation(alice, support.add_lead(alice, name="Neha Garden"))
    ravi = support.add_conversation(alice, support.add_lead(alice, name="Ravi"), status=ConversationStatus.CLOSED)
    first = support.add_message(alice, ravi, "A garden flat, please", status=MessageStatus.DELIVERED)
    support.add_message(alice, ravi, "And the price", status=MessageStatus.DELIVERED)
    await tab.open("/conversations")
    await tab.send(ConversationsState.search_for("garden"))
    state = await shown(tab)
    assert [row.id for row in state.rows] == [neha.public_id]
    [found] = state.said
    assert (found.name, found.talk, found.closed, found.by) == ("Ravi", ravi.public_id, True, "")
    assert [part.text for part in found.parts if part.is_found] == ["garden"]
    await tab.send(ConversationsState.open_said(found.talk, found.id))
    state = await shown(tab)
    assert (state.open_id, state.name, state.has_newer) == (ravi.public_id, "Ravi", False)
    assert f"at={first.public_id}" in tab.scripts
    assert "scrollIntoView" in tab.scripts
    await tab.send(ConversationsState.show_newest)
    assert tab.errors == []


async def test_a_link_to_a_message_opens_there_and_answering_goes_back_to_the_newest(tab: Tab, alice: Scope):
    talk = support.add_conversation(alice, support.add_lead(alice), last_inbound_at=now())
    with transaction(alice) as session:
        for number in range(600):
            line = {"sender": Sender.LEAD, "message_text": f"Line {number}", "channel": talk.channel}
            session.add(Message(conversation_id=talk.id or 0, status=MessageStatus.DELIVERED, **line))
    first = read_all(alice, Message)[0]
    await tab.open(f"/conversations?open={talk.public_id}&at={first.public_id}")
    state = await shown(tab)
    texts = [line.text for line in state.lines if line.kind == "theirs"]
    assert (texts[0], texts[-1], state.has_newer) == ("Line 0", "Line 50", True)
    assert first.public_id in tab.scripts
    await tab.send(ConversationsState.send({"text": "Namaste"}))
    state = await shown(tab)
    assert (state.has_newer, [line.text for line in state.lines if line.kind == "mine"]) == (False, ["Namaste"])


async def test_more_of_what_was_said_is_shown_on_demand(tab: Tab, alice: Scope):
    talk = support.add_conversation(alice, support.add_lead(alice))
    for number in range(25):
        support.add_message(alice, talk, f"price {number}", status=MessageStatus.DELIVERED)
    await tab.open("/conversations?q=price")
    assert (len((await shown(tab)).said), (await shown(tab)).said_more) == (20, True)
    await tab.send(ConversationsState.show_more_said)
    assert (len((await shown(tab)).said), (await shown(tab)).said_more) == (25, False)
