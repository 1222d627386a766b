"""Several accounts of one channel: the next one goes on, and nothing goes out through two."""

import time
from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import select

from services.core.clock import local_day, now
from services.core.errors import Conflict
from services.core.scope import Scope
from services.db import reading, system_transaction, transaction
from services.integrations.actions import REPLACED, mark_failing, save
from services.integrations.order import move_account, send_order
from services.integrations.queries import sending_accounts
from services.models import (
    Channel,
    Customer,
    Integration,
    Message,
    MessageStatus,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    ProviderRate,
    Sender,
)
from services.outreach import queueing, reconciling, sending, standing
from tests import support
from tests.services.outreach.test_sending import messages
from tests.towns import Town

FIRST, SECOND = "sendgrid", "resend"
SETTLED = timedelta(minutes=2)


@pytest.fixture
def two_accounts(acme_online: Scope) -> Scope:
    """E-mail leaves through SendGrid, then Resend, then the mail server."""
    with transaction(acme_online) as session:
        move_account(session, acme_online, SECOND, up=False)
        move_account(session, acme_online, SECOND, up=True)
    return acme_online


def campaign_for(scope: Scope, number: int) -> OutreachCampaign:
    campaign = support.add_campaign(
        scope, type=Channel.EMAIL, message_template="Hello", subject_template="Hello", daily_limit=500
    )
    for _ in range(number):
        support.add_contact(scope, is_sandbox=True, published_for_enquiries=True)
    assert queueing.queue_due() == number
    return campaign


def hurry(scope: Scope) -> None:
    """Every wait is over."""
    with transaction(scope) as session:
        for row in session.exec(select(OutreachMessage).where(OutreachMessage.sent_at == None)):  # noqa: E711
            if row.status == OutreachMessageStatus.UNKNOWN:
                row.lease_until = now()
                row.send_at = min(row.send_at, now() - SETTLED)
            row.send_at = min(row.send_at, now())
    with system_transaction() as session:
        for rate in session.exec(select(ProviderRate)):
            rate.next_at, rate.avoid_until, rate.failed_at = min(rate.next_at, time.time()), 0.0, 0.0


def accepted(town: Town) -> Counter[str]:
    return Counter(one["reference"] for name in (FIRST, SECOND, "smtp") for one in town.received(name))


async def until_all_left(scope: Scope, turns: int = 40) -> None:
    for _ in range(turns):
        await sending.dispatch(linger=0)
        hurry(scope)
        await reconciling.reconcile()
        if {one.status for one in messages(scope)} == {OutreachMessageStatus.SENT}:
            return
    raise AssertionError([(one.status, one.provider, one.error_message) for one in messages(scope)])


async def test_an_outage_with_lost_answers_loses_nothing_and_sends_nothing_twice(
    two_accounts: Scope, town: Town
) -> None:
    campaign_for(two_accounts, 40)
    town.settings(faults={FIRST: {"drop": 0.5, "lost_answer": 1}}, hang_seconds=0)
    await sending.dispatch(linger=0)
    town.settings(faults={})
    await until_all_left(two_accounts)
    found = accepted(town)
    assert found == Counter({one.public_id: 1 for one in messages(two_accounts)})
    at = {name: {one["reference"] for one in town.received(name)} for name in (FIRST, SECOND)}
    assert at[FIRST]
    assert at[SECOND]
    assert all(one.public_id in at[one.provider] for one in messages(two_accounts) if one.provider in at)


async def test_what_is_in_doubt_is_looked_up_where_it_is_and_goes_nowhere_else(two_accounts: Scope, town: Town) -> None:
    campaign_for(two_accounts, 1)
    town.settings(faults={FIRST: {"lost_answer": 1}}, hang_seconds=0)
    await sending.dispatch(linger=0)
    town.settings(faults={FIRST: {"drop": 1}})
    for _ in range(3):
        hurry(two_accounts)
        await reconciling.reconcile()
        await sending.dispatch(linger=0)
    assert accepted(town).total() == 1
    assert messages(two_accounts)[0].status == OutreachMessageStatus.UNKNOWN
    town.settings(faults={})
    await until_all_left(two_accounts)
    assert accepted(town).total() == 1
    assert messages(two_accounts)[0].provider == FIRST


async def test_what_is_in_doubt_at_a_replaced_account_is_left_to_a_person(two_accounts: Scope, town: Town) -> None:
    campaign_for(two_accounts, 1)
    town.settings(faults={FIRST: {"lost_answer": 1}}, hang_seconds=0)
    await sending.dispatch(linger=0)
    town.settings(faults={})
    with transaction(two_accounts) as session:
        save(session, two_accounts, FIRST, {"api_key": "SG.secret-of-the-tests", "from": "hello@acme.in"})
    await reconciling.reconcile()
    await sending.dispatch(linger=0)
    (message,) = messages(two_accounts)
    assert (message.status, message.lease_until) == (OutreachMessageStatus.UNKNOWN, None)
    assert message.error_message == REPLACED
    assert accepted(town).total() == 1


async def test_an_account_that_asks_to_wait_is_passed_over(two_accounts: Scope, town: Town) -> None:
    campaign_for(two_accounts, 5)
    town.settings(faults={FIRST: {"rate_limited": 1}})
    await sending.dispatch(linger=0.3)
    assert {(one.status, one.error_message) for one in messages(two_accounts)} == {(OutreachMessageStatus.SENT, "")}
    assert len(town.received(SECOND)) == 5


async def test_what_is_over_an_accounts_limit_leaves_through_the_next(two_accounts: Scope, town: Town) -> None:
    with transaction(two_accounts) as session:
        zone = session.get_one(Customer, two_accounts.customer_id).zone
        for row in session.exec(select(Integration)):
            if row.provider == FIRST:
                row.daily_limit = 3
            elif row.provider == SECOND:
                row.warm_up_from = local_day(now(), zone)
                row.daily_limit = 4
            elif row.provider == "smtp":
                row.daily_limit = 1
    campaign_for(two_accounts, 10)
    await sending.dispatch(linger=0.3)
    assert [len(town.received(name)) for name in (FIRST, SECOND, "smtp")] == [3, 4, 1]
    waiting = [one for one in messages(two_accounts) if one.status == OutreachMessageStatus.PENDING]
    assert len(waiting) == 2
    assert all(one.send_at > now() and "account" in one.error_message for one in waiting)


async def test_an_hour_without_any_account_is_waited_out(two_accounts: Scope, town: Town) -> None:
    """Turn after turn finds nobody: the rest grows to five minutes, no message is given up, and then all leave."""
    campaign = campaign_for(two_accounts, 40)
    with transaction(two_accounts) as session:
        for name in (SECOND, "smtp"):
            mark_failing(session, two_accounts.customer_id, name, "The key is wrong.")
    town.settings(faults={FIRST: {"error": 1}})
    for turn in range(14):
        await sending.dispatch(linger=0)
        with reading(two_accounts) as session:
            rate = session.exec(select(ProviderRate)).one()
        assert rate.failures == turn + 1
        assert rate.avoid_until - rate.failed_at == pytest.approx(min(2.0 * 2**turn, 300.0))
        hurry(two_accounts)
        await reconciling.reconcile()
    assert not town.received(FIRST)
    with reading(two_accounts) as session:
        assert session.get_one(OutreachCampaign, campaign.id).status == OutreachCampaignStatus.RUNNING
    town.settings(faults={})
    await until_all_left(two_accounts)
    assert accepted(town) == Counter({one.public_id: 1 for one in messages(two_accounts)})
    with reading(two_accounts) as session:
        assert session.exec(select(ProviderRate)).one().failures == 0


async def test_an_account_that_refuses_its_keys_is_replaced_and_nothing_is_paused(
    two_accounts: Scope, town: Town
) -> None:
    campaign = campaign_for(two_accounts, 3)
    with transaction(two_accounts) as session:
        mark_failing(session, two_accounts.customer_id, FIRST, "The key is wrong.")
    await sending.dispatch(linger=0)
    assert len(town.received(SECOND)) == 3
    with reading(two_accounts) as session:
        assert session.get_one(OutreachCampaign, campaign.id).status == OutreachCampaignStatus.RUNNING


@pytest.mark.parametrize(("failures", "seconds"), [(1, 2), (2, 4), (5, 32), (8, 256), (9, 300), (10_000, 300)])
def test_the_rest_grows_and_is_bounded(failures: int, seconds: int) -> None:
    assert standing.rest_seconds(failures) == seconds


def test_the_customer_chooses_the_order(acme_online: Scope) -> None:
    def order() -> list[str]:
        with reading(acme_online) as session:
            return [row.provider for row in sending_accounts(session, Channel.WHATSAPP)]

    assert order() == ["twilio"]
    with transaction(acme_online) as session:
        places = {one.provider: one.sends for one in send_order(session, acme_online) if one.channel == "whatsapp"}
        assert places == {"twilio": True, "whatsapp_cloud": False, "gupshup": False, "wati": False}
        move_account(session, acme_online, "whatsapp_cloud", up=True)
    assert order() == ["whatsapp_cloud", "twilio", "gupshup", "wati"]
    with transaction(acme_online) as session, pytest.raises(Conflict):
        move_account(session, acme_online, "whatsapp_cloud", up=True)


async def test_a_person_is_answered_from_the_number_that_they_wrote_to(acme_online: Scope, town: Town) -> None:
    town.settings(enforce_window=False)
    lead = support.add_lead(acme_online, is_sandbox=True, phone="+919845055555")
    talk = support.add_conversation(acme_online, lead, last_inbound_at=now() - timedelta(hours=1))
    support.add_message(acme_online, talk, "Open?", sender=Sender.LEAD, provider="gupshup", status=MessageStatus.SENT)
    support.add_message(acme_online, talk, "Until eight.", sender=Sender.CUSTOMER)
    await sending.dispatch(linger=0)
    assert [one["body"] for one in town.received("gupshup")] == ["Until eight."]
    assert town.received("twilio") == []
    with transaction(acme_online) as session:
        session.delete(session.exec(select(Integration).where(Integration.provider == "gupshup")).one())
    support.add_message(acme_online, talk, "Until nine.", sender=Sender.CUSTOMER)
    await sending.dispatch(linger=0)
    with reading(acme_online) as session:
        last = session.exec(select(Message).order_by(Message.id.desc())).first()  # pyright: ignore
        assert last
        assert last.error_message == "Waiting for WhatsApp to approve the text."
