"""The page of what was not delivered as a person uses it."""

import pytest

from services.core.clock import now
from services.core.scope import Scope
from services.db import transaction
from services.integrations import sandbox
from services.models import Channel, Customer, OutreachMessage, OutreachMessageStatus
from state.undelivered import UndeliveredState
from tests import support
from tests.hearing import read_all
from tests.state.conftest import TabOf
from tests.state.tabs import Tab

PATH = "/outreach/failed"


@pytest.fixture
async def tab(sqlite: str, tab_of: TabOf, alice: Scope) -> Tab:
    with transaction(alice) as session:
        customer = session.get_one(Customer, alice.customer_id)
        customer.launched_at, customer.address = now(), "1 MG Road, Bengaluru"
        sandbox.ensure_sandbox(session, customer)
    return await tab_of(alice)


def fail(scope: Scope, *why: str, status: OutreachMessageStatus = OutreachMessageStatus.FAILED) -> None:
    campaign = support.add_campaign(scope, type=Channel.EMAIL, name="Diwali", message_template="Hi")
    for words in why:
        contact = support.add_contact(scope, is_sandbox=True, published_for_enquiries=True)
        support.add_outreach_message(scope, campaign, contact, status=status, error_message=words)


def statuses(scope: Scope) -> list[str]:
    return [one.status.value for one in read_all(scope, OutreachMessage)]


async def test_messages_are_narrowed_by_reason_and_all_of_them_sent_again(tab: Tab, alice: Scope) -> None:
    fail(alice, "The mailbox is full", "The mailbox is full", "Refused as spam")
    await tab.open(PATH)
    page = await tab.state(UndeliveredState)
    assert (page.tab, page.counts) == ("failed", {"failed": "3", "doubt": "0", "answers": "0"})
    assert [one.words for one in page.reasons] == ["The mailbox is full (2)", "Refused as spam (1)"]
    await tab.send(UndeliveredState.filter_by("reason", "The mailbox is full"))
    assert len((await tab.state(UndeliveredState)).rows) == 2
    await tab.send(UndeliveredState.ask(True))
    assert (await tab.state(UndeliveredState)).asking is True
    await tab.send(UndeliveredState.retry_all())
    page = await tab.state(UndeliveredState)
    assert (page.asking, page.working, page.rows) == (False, False, [])
    assert statuses(alice) == ["pending", "pending", "failed"]
    await tab.send(UndeliveredState.clear_filters())
    (row,) = (await tab.state(UndeliveredState)).rows
    await tab.send(UndeliveredState.retry(row.id))
    assert statuses(alice) == ["pending"] * 3
    assert tab.errors == []


async def test_a_person_settles_what_is_in_doubt(tab: Tab, alice: Scope) -> None:
    fail(alice, "", "", status=OutreachMessageStatus.UNKNOWN)
    await tab.open(f"{PATH}?tab=doubt")
    first, second = (await tab.state(UndeliveredState)).rows
    assert (first.in_doubt, first.reason) == (True, "Being checked with the provider.")
    await tab.send(UndeliveredState.settle(first.id, True))
    await tab.send(UndeliveredState.settle(second.id, False))
    assert (await tab.state(UndeliveredState)).rows == []
    assert sorted(statuses(alice)) == ["pending", "sent"]


async def test_who_may_only_look_sends_nothing(tab_of: TabOf, tab: Tab, alice: Scope, bob: Scope) -> None:
    fail(alice, "Refused as spam")
    other = await tab_of(bob)
    await other.open(PATH)
    page = await other.state(UndeliveredState)
    assert (len(page.rows), page.may_retry) == (1, False)
    await other.send(UndeliveredState.retry(page.rows[0].id))
    await other.send(UndeliveredState.retry_all())
    assert statuses(alice) == ["failed"]
