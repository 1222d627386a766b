"""Saved replies: made in Settings, written in a conversation."""

from services.conversations.saved_replies import ReplyForm, save_reply
from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.models import Customer, SavedReply
from state.conversations import ConversationsState
from state.settings.saved_replies import SavedRepliesState
from tests import support
from tests.hearing import read_all
from tests.state.conftest import TabOf


async def test_a_reply_is_made_changed_and_removed(tab_of: TabOf, alice: Scope) -> None:
    tab = await tab_of(alice)
    await tab.open("/settings/replies")
    await tab.send(SavedRepliesState.begin)
    await tab.send(SavedRepliesState.save({"title": "Prices", "shortcut": "two words", "body": "From ₹5 lakh"}))
    state = await tab.state(SavedRepliesState)
    assert (list(state.problems), state.is_open) == (["shortcut"], True)
    await tab.send(SavedRepliesState.save({"title": "Prices", "shortcut": "/price", "body": "From ₹5 lakh"}))
    [row] = (await tab.state(SavedRepliesState)).rows
    assert (row.title, row.shortcut, row.body) == ("Prices", "price", "From ₹5 lakh")
    await tab.send(SavedRepliesState.edit(row.id))
    await tab.send(SavedRepliesState.save({"title": "Prices", "shortcut": "price", "body": "From ₹6 lakh"}))
    state = await tab.state(SavedRepliesState)
    assert ([one.body for one in state.rows], state.is_open) == (["From ₹6 lakh"], False)
    await tab.send(SavedRepliesState.remove(row.id))
    assert (await tab.state(SavedRepliesState)).rows == []
    assert tab.errors == []


async def test_who_may_only_look_changes_nothing(tab_of: TabOf, alice: Scope, bob: Scope, sqlite: str) -> None:
    with transaction(alice) as session:
        reply = save_reply(session, alice, ReplyForm("Prices", "price", "From ₹5 lakh"))
    tab = await tab_of(bob)
    await tab.open("/settings/replies")
    await tab.send(SavedRepliesState.begin)
    await tab.send(SavedRepliesState.save({"title": "Mine", "shortcut": "mine", "body": "Text"}))
    await tab.send(SavedRepliesState.remove(reply.public_id))
    assert [one.title for one in read_all(alice, SavedReply)] == ["Prices"]
    assert len(tab.errors) == 3


async def test_in_a_conversation_it_is_offered_and_written_for_the_person(tab_of: TabOf, alice: Scope) -> None:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).launched_at = now()
        reply = save_reply(session, alice, ReplyForm("Hello", "hi", 'Namaste {{first_name|there}}, "welcome"'))
    talk = support.add_conversation(alice, support.add_lead(alice, name="Neha Singh"))
    tab = await tab_of(alice)
    await tab.open(f"/conversations?open={talk.public_id}")
    [offered] = (await tab.state(ConversationsState)).saved_replies
    assert (offered.shortcut, offered.glimpse) == ("hi", 'Namaste {{first_name|there}}, "welcome"')
    await tab.send(ConversationsState.write_saved(reply.public_id))
    assert r"Namaste Neha, \"welcome\"" in tab.scripts.replace("\\\\", "\\")
    assert tab.errors == []
