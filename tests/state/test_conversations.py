"""The conversations page: inbox views, one thread, answering, closing."""

from datetime import timedelta

import pytest

from services.conversations.queries import get_conversation
from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import (
    Channel,
    Conversation,
    ConversationChannel,
    ConversationStatus,
    Customer,
    Lead,
    Message,
    MessageStatus,
    Sender,
    Template,
    TemplateStatus,
)
from services.outreach.texts import content_of
from services.templates.rules import TO_OURSELVES
from state.conversations import ConversationsState
from tests import support
from tests.hearing import read_all
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


def begin(scope: Scope, *, hours_ago: float = 1, lead: Lead | None = None, **values: object) -> Conversation:
    """A WhatsApp conversation in which the lead wrote one line `hours_ago`."""
    at = now() - timedelta(hours=hours_ago)
    filled = {"last_inbound_at": at, "last_message_at": at, "last_message_text": "Interested", "unread_count": 1}
    talk = support.add_conversation(scope, lead or support.add_lead(scope), **{**filled, **values})
    support.add_message(scope, talk, "Interested", sent_at=at, status=MessageStatus.DELIVERED)
    return talk


def talk_now(scope: Scope, talk: Conversation) -> Conversation:
    with reading(scope) as session:
        return get_conversation(session, talk.public_id)[0]


async def shown(tab: Tab) -> ConversationsState:
    return await tab.state(ConversationsState)


async def test_the_inbox_shows_open_conversations_latest_first_and_counts_views(tab: Tab, alice: Scope):
    mine = support.add_lead(alice, name="Mine", assigned_to=alice.user_id)
    begin(alice, lead=mine, hours_ago=2)
    begin(alice, lead=support.add_lead(alice, name="Nobodys"))
    begin(alice, lead=support.add_lead(alice, name="Done"), status=ConversationStatus.CLOSED)
    await tab.open("/conversations")
    state = await shown(tab)
    assert [row.name for row in state.rows] == ["Nobodys", "Mine"]
    assert (state.n_all, state.n_mine, state.n_nobody) == (2, 1, 1)
    await tab.send(ConversationsState.show_tab("mine"))
    assert [row.name for row in (await shown(tab)).rows] == ["Mine"]
    await tab.send(ConversationsState.filter_by("status", "closed"))
    await tab.send(ConversationsState.show_tab("all"))
    assert [row.name for row in (await shown(tab)).rows] == ["Done"]


async def test_filters_that_do_not_exist_are_dropped(tab: Tab, alice: Scope):
    begin(alice)
    await tab.open("/conversations?tab=theirs&status=lost&channel=pigeon&unread=maybe")
    assert len((await shown(tab)).rows) == 1
    assert tab.errors == []


async def test_opening_reads_the_thread_and_marks_it_read(tab: Tab, alice: Scope):
    talk = begin(alice, lead=support.add_lead(alice, name="Amit Patel", phone="+919820000000"))
    await tab.open(f"/conversations?open={talk.public_id}")
    state = await shown(tab)
    assert (state.name, state.reach, state.mode) == ("Amit Patel", "+91 98200 00000", "whatsapp")
    assert [line.kind for line in state.lines] == ["day", "theirs"]
    assert state.mode_left.startswith("22 h 5")
    assert talk_now(alice, talk).unread_count == 0


async def test_an_answer_is_queued_and_shown(tab: Tab, alice: Scope):
    talk = begin(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.send({"text": "Namaste, tomorrow at 11?"}))
    line, moved = (await shown(tab)).lines[-2:]
    assert (line.kind, line.text, line.status, line.by) == ("mine", "Namaste, tomorrow at 11?", "pending", "Alice")
    assert (moved.kind, moved.text) == ("happened", "New → Contacted by Alice")
    assert "composer" in tab.scripts
    assert tab.errors == []


async def test_a_refused_answer_stays_in_the_box(tab: Tab, alice: Scope):
    talk = begin(alice, hours_ago=25)
    await tab.open(f"/conversations?open={talk.public_id}")
    state = await shown(tab)
    assert "24 hours" in state.mode_closed
    assert "write an email" in state.mode_closed
    await tab.send(ConversationsState.send({"text": "Hello?"}))
    assert tab.errors[0].startswith("WhatsApp lets you write freely only within 24 hours")
    assert "composer" not in tab.scripts
    assert len(read_all(alice, Message)) == 1


async def test_outside_the_24_hours_an_email_can_be_written(tab: Tab, alice: Scope):
    talk = begin(alice, hours_ago=25)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.set_mode("email"))
    assert (await shown(tab)).mode_closed == ""
    await tab.send(ConversationsState.send({"text": "Here is the price list."}))
    sent = read_all(alice, Message)[-1]
    assert (sent.channel, sent.sender, sent.subject) == (ConversationChannel.EMAIL, Sender.CUSTOMER, "Your enquiry")


async def test_a_lead_without_email_is_offered_whatsapp_and_notes_alone(tab: Tab, alice: Scope):
    talk = begin(alice, lead=support.add_lead(alice, email=None), hours_ago=25)
    await tab.open(f"/conversations?open={talk.public_id}")
    state = await shown(tab)
    assert [view.key for view in state.channels] == ["whatsapp"]
    assert "call them" in state.mode_closed
    await tab.send(ConversationsState.set_mode("email"))
    assert (await shown(tab)).mode == "whatsapp"


async def test_a_note_is_kept_for_the_team_and_sent_to_nobody(tab: Tab, alice: Scope):
    talk = begin(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.set_mode("note"))
    await tab.send(ConversationsState.send({"text": "Loan is pre-approved"}))
    line = (await shown(tab)).lines[-1]
    assert (line.kind, line.by, line.text) == ("note", "Alice", "Loan is pre-approved")
    assert len(read_all(alice, Message)) == 1


async def test_a_conversation_is_closed_and_opened_again(tab: Tab, alice: Scope):
    talk = begin(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.close_talk)
    state = await shown(tab)
    assert (state.closed, state.rows) == (True, [])
    await tab.send(ConversationsState.reopen_talk)
    assert talk_now(alice, talk).status == ConversationStatus.OPEN


async def test_the_status_of_the_lead_changes_from_here(tab: Tab, alice: Scope):
    lead = support.add_lead(alice)
    talk = begin(alice, lead=lead)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.move(lead.public_id, "qualified"))
    state = await shown(tab)
    assert state.lead.card.status == "qualified"
    assert (state.lines[-1].kind, state.lines[-1].text) == ("happened", "New → Qualified by Alice")


async def test_a_long_thread_shows_its_end_and_more_on_demand(tab: Tab, alice: Scope):
    talk = begin(alice)
    for number in range(120):
        support.add_message(alice, talk, f"Line {number}", sent_at=now(), status=MessageStatus.DELIVERED)
    await tab.open(f"/conversations?open={talk.public_id}")
    state = await shown(tab)
    assert (state.has_older, state.lines[-1].text) == (True, "Line 119")
    await tab.send(ConversationsState.show_older)
    state = await shown(tab)
    assert (state.has_older, state.lines[1].text) == (False, "Interested")


async def test_what_arrives_appears_by_itself_and_what_was_chosen_stays(tab: Tab, alice: Scope):
    talk = begin(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.set_mode("note"))
    support.add_message(alice, talk, "Are you there?", sent_at=now(), status=MessageStatus.DELIVERED)
    await tab.send(ConversationsState.refresh)
    state = await shown(tab)
    assert (state.lines[-1].text, state.mode) == ("Are you there?", "note")


async def test_another_business_finds_no_conversation_of_ours(
    tab_of: TabOf, launched: None, alice: Scope, charlie: Scope
):
    talk = begin(alice, lead=support.add_lead(alice, name="Amit Patel"))
    tab = await tab_of(charlie)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.send({"text": "Hello"}))
    assert "Amit" not in tab.received
    assert tab.errors[0] == "The conversation was not found."
    assert len(read_all(alice, Message)) == 1


async def test_a_viewer_reads_but_cannot_answer_or_close(tab_of: TabOf, launched: None, alice: Scope, bob: Scope):
    talk = begin(alice)
    tab = await tab_of(bob)
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.send({"text": "Hello"}))
    await tab.send(ConversationsState.close_talk)
    assert tab.errors == ["Your role does not allow this. Ask an owner."] * 2
    assert len((await shown(tab)).lines) == 2


async def test_who_gave_no_name_is_not_named_twice(tab: Tab, alice: Scope):
    talk = begin(alice, lead=support.add_lead(alice, name="", company="", phone="+919820000000", email=None))
    await tab.open(f"/conversations?open={talk.public_id}")
    state = await shown(tab)
    assert (state.name, state.reach) == ("+91 98200 00000", "No name given yet")


async def test_after_the_24_hours_an_approved_template_is_offered_and_sent(tab: Tab, alice: Scope):
    lead = support.add_lead(alice, name="Amit Patel")
    talk = support.add_conversation(alice, lead, last_inbound_at=now() - timedelta(hours=30))
    body = "Hello {{name}}, are you still looking? Acme Dental. Reply STOP to opt out."
    with transaction(alice) as session:
        customer = session.get_one(Customer, alice.customer_id)
        kept = Template(name="Still looking", channel=Channel.WHATSAPP, body=body, status=TemplateStatus.APPROVED)
        kept.content_body = content_of(body, customer).body
        session.add(kept)
        session.add(Template(name=TO_OURSELVES, channel=Channel.WHATSAPP, body="x", status=TemplateStatus.APPROVED))
    await tab.open(f"/conversations?open={talk.public_id}")
    await tab.send(ConversationsState.set_mode("whatsapp"))
    state = await shown(tab)
    assert "Send an approved template" in state.mode_closed
    assert [one.name for one in state.templates] == ["Still looking"]
    await tab.send(ConversationsState.send_template(state.templates[0].id))
    assert tab.errors == []
    sent = next(one for one in read_all(alice, Message) if one.extra.get("template_id"))
    assert sent.message_text.startswith("Hello Amit Patel, are you still looking?")
