"""Files over the box: whose they are, what the chosen channel takes, how they are taken off and sent."""

import pytest
from sqlmodel import col

from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.models import Attachment, Conversation, Customer, Message, Sender
from state.conversations import ConversationsState
from tests import posting, support
from tests.hearing import read_all
from tests.state.conftest import TabOf
from tests.support import add_draft_file


@pytest.fixture
def talk(alice: Scope) -> Conversation:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
    posting.connect_cloud(alice, "101", "201")
    posting.connect_sendgrid(alice)
    lead = support.add_lead(alice, name="Neha Singh", phone="+919812345678", email="neha@home.example")
    return support.add_conversation(alice, lead, last_inbound_at=now())


async def test_a_file_stands_over_the_box_and_survives_a_reload(
    tab_of: TabOf, alice: Scope, talk: Conversation
) -> None:
    tab = await tab_of(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    assert (await tab.state(ConversationsState)).chips == []
    add_draft_file(alice, talk)
    await tab.send(ConversationsState.show_files)
    [chip] = (await tab.state(ConversationsState)).chips
    assert (chip.name, chip.problem) == ("Plan.pdf", "")
    again = await tab_of(alice)
    await again.open(f"/conversations?open={talk.public_id}")
    assert [one.id for one in (await again.state(ConversationsState)).chips] == [chip.id]
    assert tab.errors == again.errors == []


async def test_a_colleagues_files_are_not_shown_and_not_taken_off(
    tab_of: TabOf, alice: Scope, bob: Scope, talk: Conversation
) -> None:
    file = add_draft_file(alice, talk)
    colleague = support.add_member(alice.customer_id, "colleague@acme.example")
    for other in (colleague, bob):
        tab = await tab_of(other)
        await tab.open(f"/conversations?open={talk.public_id}")
        assert (await tab.state(ConversationsState)).chips == []
        await tab.send(ConversationsState.remove_file(file))
        assert len(tab.errors) == 1
    assert [one.public_id for one in read_all(alice, Attachment)] == [file]


async def test_another_business_neither_sees_nor_removes_it(
    tab_of: TabOf, alice: Scope, charlie: Scope, talk: Conversation
) -> None:
    file = add_draft_file(alice, talk)
    with transaction(charlie) as session:
        session.get_one(Customer, charlie.customer_id).launched_at = now()
    tab = await tab_of(charlie)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.show_files)
    await tab.send(ConversationsState.remove_file(file))
    assert (await tab.state(ConversationsState)).chips == []
    assert "Plan.pdf" not in tab.received
    assert [one.public_id for one in read_all(alice, Attachment)] == [file]


async def test_a_file_is_taken_off_again(tab_of: TabOf, alice: Scope, talk: Conversation) -> None:
    first, second = add_draft_file(alice, talk), add_draft_file(alice, talk, "Price.pdf")
    tab = await tab_of(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.remove_file(first))
    assert [one.id for one in (await tab.state(ConversationsState)).chips] == [second]
    await tab.send(ConversationsState.remove_file(first))  # in another tab it is gone already
    assert len(tab.errors) == 1
    assert [one.id for one in (await tab.state(ConversationsState)).chips] == [second]


async def test_the_chosen_channel_decides_what_it_takes(tab_of: TabOf, alice: Scope, talk: Conversation) -> None:
    add_draft_file(alice, talk, "rows.zip", b"PK\x05\x06" + bytes(18))
    tab = await tab_of(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.set_mode("whatsapp"))
    state = await tab.state(ConversationsState)
    assert state.chips[0].problem.startswith("WhatsApp takes JPEG")
    assert state.files_hint.startswith("Pictures up to")
    await tab.send(ConversationsState.set_mode("email"))
    state = await tab.state(ConversationsState)
    assert (state.chips[0].problem, state.files_hint[:5]) == ("", "Up to")
    assert tab.errors == []


async def test_what_the_channel_does_not_take_is_refused_and_kept(
    tab_of: TabOf, alice: Scope, talk: Conversation
) -> None:
    add_draft_file(alice, talk, "rows.zip", b"PK\x05\x06" + bytes(18))
    tab = await tab_of(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.set_mode("whatsapp"))
    await tab.send(ConversationsState.send({"text": "The rows", "subject": ""}))
    assert read_all(alice, Message, col(Message.sender) == Sender.CUSTOMER) == []
    assert [one.name for one in (await tab.state(ConversationsState)).chips] == ["rows.zip"]


async def test_files_go_with_the_answer_and_leave_the_box(tab_of: TabOf, alice: Scope, talk: Conversation) -> None:
    add_draft_file(alice, talk)
    add_draft_file(alice, talk, "Price.pdf")
    tab = await tab_of(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.set_mode("email"))
    await tab.send(ConversationsState.send({"text": "Both are enclosed", "subject": "Plan"}))
    [sent] = read_all(alice, Message, col(Message.sender) == Sender.CUSTOMER)
    assert {one.message_id for one in read_all(alice, Attachment)} == {sent.id}
    assert (await tab.state(ConversationsState)).chips == []
    assert tab.errors == []


async def test_without_an_account_the_paper_clip_says_so(tab_of: TabOf, alice: Scope) -> None:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
    lead = support.add_lead(alice, phone="+919812345678", email=None)
    talk = support.add_conversation(alice, lead, last_inbound_at=now())
    tab = await tab_of(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.set_mode("whatsapp"))
    assert "not connected" in (await tab.state(ConversationsState)).files_closed.casefold()
