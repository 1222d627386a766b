"""A drafted answer on the page: put into the box with what it is made of, and forgotten when it was sent."""

import pytest
from sqlmodel import col

from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.models import Conversation, Customer, Message, MessageStatus, Sender
from state.conversations import ConversationsState
from state.settings.business import BusinessState
from tests import support
from tests.hearing import read, read_all
from tests.state.conftest import TabOf


@pytest.fixture
def launched(alice: Scope) -> None:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()


@pytest.fixture
def talk(alice: Scope, launched: None) -> Conversation:
    lead = support.add_lead(alice, name="Neha Singh")
    found = support.add_conversation(alice, lead, last_inbound_at=now(), last_message_at=now())
    support.add_message(alice, found, "What is the price of cleaning?", status=MessageStatus.DELIVERED)
    return found


async def test_a_draft_goes_into_the_box_and_says_what_it_uses(
    tab_of: TabOf, alice: Scope, talk: Conversation, sqlite: str
) -> None:
    tab = await tab_of(alice)
    await tab.open("/settings/business")
    await tab.send(BusinessState.save_answers({"answer_facts": "Cleaning   costs ₹900\n\nOpen on Sundays"}))
    assert read(alice, Customer, col(Customer.id) == alice.customer_id).answer_facts == (
        "Cleaning costs ₹900\n\nOpen on Sundays"
    )
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.suggest_answer)
    state = await tab.state(ConversationsState)
    assert state.suggested == "A plain draft, made without a model. OpenAI is not connected."
    assert state.suggested_from == ["Fact: Cleaning costs ₹900", "Their message “What is the price of cleaning?”"]
    assert not state.suggesting
    assert talk.public_id in tab.scripts
    assert "Cleaning costs \\\\u20b9900." in tab.scripts.replace("₹", "\\\\u20b9")
    assert read_all(alice, Message, Message.sender == Sender.CUSTOMER) == []
    await tab.send(ConversationsState.send({"text": "Cleaning costs ₹900."}))
    state = await tab.state(ConversationsState)
    assert (state.suggested, state.suggested_from) == ("", [])


async def test_another_conversation_has_no_draft(tab_of: TabOf, alice: Scope, talk: Conversation, sqlite: str) -> None:
    other = support.add_conversation(alice, support.add_lead(alice), last_inbound_at=now())
    tab = await tab_of(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.suggest_answer)
    await tab.open(f"/conversations?open={other.public_id}")
    assert (await tab.state(ConversationsState)).suggested == ""


async def test_who_may_only_read_gets_no_draft(tab_of: TabOf, bob: Scope, talk: Conversation, sqlite: str) -> None:
    tab = await tab_of(bob)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.suggest_answer)
    assert (await tab.state(ConversationsState)).suggested == ""
    assert tab.errors
