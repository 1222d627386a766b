"""The shell: whose names and counts are shown, and what happens when the identity changes."""

import pytest

from services.accounts import sessions
from services.core.clock import now
from services.core.scope import Scope
from services.db import in_system_transaction, transaction
from services.live import notify
from services.models import Customer
from state.base import AppState
from tests import support
from tests.state.conftest import TabOf


@pytest.fixture
def launched(sqlite: str, acme: int) -> None:
    with transaction(Scope(acme)) as session:
        session.get_one(Customer, acme).launched_at = now()


async def test_the_shell_shows_the_signed_in_person_and_their_counts(tab_of: TabOf, launched: None, alice: Scope):
    support.add_contact(alice)
    tab = await tab_of(alice)
    await tab.send(AppState.load_shell)
    shell = await tab.state(AppState)
    assert (shell.user_name, shell.customer_name, shell.contact_count, shell.lead_count) == (
        "Alice",
        "Acme Dental",
        "1",
        "0",
    )
    assert tab.errors == []


async def test_a_stranger_gets_nothing_and_is_sent_to_sign_in(tab_of: TabOf, sqlite: str, alice: Scope):
    tab = await tab_of(None)
    await tab.send(AppState.load_shell)
    assert "Acme" not in tab.received
    assert "/login" in tab.scripts


async def test_a_revoked_session_stops_working_in_open_tabs(tab_of: TabOf, launched: None, alice: Scope):
    tab = await tab_of(alice)
    await tab.send(AppState.load_shell)
    await in_system_transaction(sessions.end, tab.cookie)
    await tab.send(AppState.mark_notifications_read)
    assert "/login" in tab.scripts


async def test_another_person_in_the_same_tab_finds_nothing_of_the_first(
    tab_of: TabOf, launched: None, alice: Scope, charlie: Scope
):
    tab, other = await tab_of(alice), await tab_of(charlie)
    await tab.send(AppState.load_shell)
    assert "Acme Dental" in tab.received
    tab.cookie = other.cookie
    tab.wire.deltas.clear()
    await tab.open("/login")
    assert "Acme" not in tab.received
    assert (await tab.state(AppState)).user_name == ""


async def test_notifications_are_read_by_pressing_the_bell(tab_of: TabOf, launched: None, alice: Scope):
    with transaction(alice) as session:
        notify(session, alice.customer_id, "lead", "Asha replied")
    tab = await tab_of(alice)
    await tab.send(AppState.load_shell)
    assert (await tab.state(AppState)).unseen_notifications == 1
    await tab.send(AppState.mark_notifications_read)
    assert (await tab.state(AppState)).unseen_notifications == 0


async def test_a_followed_notification_is_read(tab_of: TabOf, launched: None, alice: Scope):
    with transaction(alice) as session:
        notify(session, alice.customer_id, "lead", "Asha replied")
        notify(session, alice.customer_id, "lead", "Ravi replied")
    tab = await tab_of(alice)
    await tab.send(AppState.load_shell)
    newest = (await tab.state(AppState)).notifications[0]
    await tab.send(AppState.read_notification(newest.id))
    lines = (await tab.state(AppState)).notifications
    assert [(line.title, line.unread) for line in lines] == [("Ravi replied", False), ("Asha replied", True)]


async def test_search_finds_pages_and_the_own_contacts_only(
    tab_of: TabOf, launched: None, alice: Scope, charlie: Scope
):
    support.add_contact(alice, name="Conrad Dental")
    support.add_contact(charlie, name="Conrad Gym")
    tab = await tab_of(alice)
    await tab.send(AppState.search_everything("con"))
    found = (await tab.state(AppState)).search_results
    assert [hit.label for hit in found] == ["Contacts", "Conversations", "Do not contact", "Conrad Dental"]


async def test_one_cannot_switch_to_a_customer_one_does_not_belong_to(
    tab_of: TabOf, launched: None, alice: Scope, charlie: Scope
):
    with transaction(charlie) as session:
        foreign = session.get_one(Customer, charlie.customer_id).public_id
    tab = await tab_of(alice)
    await tab.send(AppState.switch_customer(foreign))
    assert "not found" in tab.errors[0]
