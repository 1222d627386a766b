"""Answers that did not go out: sent again, or settled by a person, in the conversation and on the list of them all."""

import pytest

from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.models import Conversation, Customer, Message, MessageStatus, Sender
from state.conversations import ConversationsState
from state.undelivered import UndeliveredState
from tests import posting, support
from tests.hearing import read_all
from tests.state.conftest import TabOf

ASKED, DECIDE = "No confirmation yet: we are asking whether it arrived.", "Look at the provider, then decide."


@pytest.fixture
def talk(alice: Scope) -> Conversation:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
    posting.connect_cloud(alice, "101", "201")
    lead = support.add_lead(alice, name="Neha Singh", phone="+919812345678")
    return support.add_conversation(alice, lead, last_inbound_at=now())


def answer(scope: Scope, talk: Conversation, status: MessageStatus, **values: object) -> Message:
    return support.add_message(scope, talk, "Tomorrow?", sender=Sender.CUSTOMER, status=status, **values)


def statuses(scope: Scope) -> list[str]:
    return [one.status.value for one in read_all(scope, Message)]


async def test_an_answer_that_failed_is_sent_again_from_its_conversation(
    tab_of: TabOf, alice: Scope, talk: Conversation
) -> None:
    row = answer(alice, talk, MessageStatus.FAILED, error_message="The number is wrong.")
    tab = await tab_of(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    line = (await tab.state(ConversationsState)).lines[-1]
    assert (line.undelivered, line.problem) == ("failed", "Not sent. The number is wrong.")
    await tab.send(ConversationsState.send_again(row.public_id))
    line = (await tab.state(ConversationsState)).lines[-1]
    assert (line.undelivered, line.status, statuses(alice)) == ("", "pending", ["pending"])
    await tab.send(ConversationsState.send_again(row.public_id))
    assert tab.errors == ["This message is not among the failed ones any more."]


@pytest.mark.parametrize(("was_sent", "becomes"), [(True, "sent"), (False, "pending")])
async def test_a_person_says_what_became_of_an_answer_once_the_provider_is_not_asked_any_more(
    tab_of: TabOf, alice: Scope, talk: Conversation, was_sent: bool, becomes: str
) -> None:
    row = answer(alice, talk, MessageStatus.UNKNOWN, lease_until=now(), error_message="In doubt.")
    tab = await tab_of(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    line = (await tab.state(ConversationsState)).lines[-1]
    assert (line.undelivered, line.problem) == ("", ASKED)
    await tab.send(ConversationsState.settle_answer(row.public_id, was_sent))
    assert (tab.errors, statuses(alice)) == (["We are still asking the provider about this message."], ["unknown"])
    with transaction(alice) as session:
        asked = session.get_one(Message, row.id)
        asked.lease_until, asked.error_message = None, DECIDE
    await tab.send(ConversationsState.refresh)
    line = (await tab.state(ConversationsState)).lines[-1]
    assert (line.undelivered, line.problem) == ("unsure", DECIDE)
    await tab.send(ConversationsState.settle_answer(row.public_id, was_sent))
    assert (statuses(alice), (await tab.state(ConversationsState)).lines[-1].undelivered) == ([becomes], "")


async def test_the_list_of_what_was_not_delivered_offers_the_same(
    tab_of: TabOf, alice: Scope, talk: Conversation
) -> None:
    failed = answer(alice, talk, MessageStatus.FAILED)
    answer(alice, talk, MessageStatus.UNKNOWN, lease_until=now())
    waits = answer(alice, talk, MessageStatus.UNKNOWN)
    tab = await tab_of(alice)
    await tab.open("/outreach/failed?tab=answers")
    rows = (await tab.state(UndeliveredState)).rows
    assert [(row.in_doubt, row.may_settle) for row in rows] == [(True, True), (True, False), (False, True)]
    await tab.send(UndeliveredState.send_again(failed.public_id))
    await tab.send(UndeliveredState.settle_answer(waits.public_id, True))
    assert (statuses(alice), tab.errors) == (["pending", "unknown", "sent"], [])


async def test_a_campaigns_message_and_who_may_only_look_change_nothing(
    tab_of: TabOf, alice: Scope, bob: Scope, talk: Conversation
) -> None:
    answer(alice, talk, MessageStatus.FAILED, extra={"outreach_message_id": "outm_1"})
    row = answer(alice, talk, MessageStatus.FAILED)
    tab = await tab_of(bob)
    await tab.open(f"/conversations?open={talk.public_id}")
    lines = (await tab.state(ConversationsState)).lines
    assert [line.undelivered for line in lines if line.kind == "mine"] == ["", "failed"]
    await tab.send(ConversationsState.send_again(row.public_id))
    await tab.send(ConversationsState.settle_answer(row.public_id, True))
    assert statuses(alice) == ["failed", "failed"]
