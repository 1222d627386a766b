"""After a crash: what was never called goes back, what may have been is looked up first."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from granian.server.embed import Server
from sqlmodel import col, select

from leadgen_app.api import api
from services.conversations.actions import reply
from services.core.clock import now
from services.core.errors import Conflict
from services.core.scope import Scope
from services.core.settings import get_settings
from services.db import reading, transaction
from services.integrations.actions import disconnect
from services.models import (
    Contact,
    ConversationChannel,
    Message,
    MessageStatus,
    OutreachCampaign,
    OutreachMessage,
    OutreachMessageStatus,
    Sender,
)
from services.outreach import approval, queueing, reconciling, sending
from services.outreach.actions import resolve_unknown
from services.outreach.receipts import apply_status
from services.outreach.retrying import settle_answer
from services.providers.twilio.client import Twilio
from tests import support
from tests.databases import forget_settings
from tests.hearing import read_all
from tests.services.outreach.test_sending import HELLO, contacts
from tests.towns import Town

LONG_AGO = timedelta(hours=1)


async def queued(scope: Scope) -> None:
    support.add_campaign(scope, message_template=HELLO)
    contacts(scope, 1)
    queueing.queue_due()
    await approval.sync()


def crash_in(scope: Scope, status: OutreachMessageStatus, ago: timedelta = LONG_AGO) -> None:
    """As a killed sender leaves a row."""
    with transaction(scope) as session:
        row = session.exec(select(OutreachMessage)).one()
        row.status, row.worker, row.attempt_id = status, "dead", "att_dead"
        row.lease_until, row.send_at = now() - timedelta(seconds=1), now() - ago


def message_of(scope: Scope) -> OutreachMessage:
    with reading(scope) as session:
        return session.exec(select(OutreachMessage)).one()


async def test_a_claimed_row_was_never_called_and_goes_back(acme_online: Scope, town: Town) -> None:
    await queued(acme_online)
    crash_in(acme_online, OutreachMessageStatus.CLAIMED)
    assert await reconciling.reconcile() == 0
    assert message_of(acme_online).status == OutreachMessageStatus.PENDING
    await sending.dispatch(linger=0)
    assert len(town.received()) == 1


async def test_a_message_that_arrived_is_found_and_counted_once(acme_online: Scope, town: Town) -> None:
    await queued(acme_online)
    town.settings(faults={"twilio": {"lost_answer": 1}})
    await sending.dispatch(linger=0)
    town.settings(faults={})
    crash_in(acme_online, OutreachMessageStatus.SENDING, ago=timedelta(seconds=3))
    assert await reconciling.reconcile() == 1
    message = message_of(acme_online)
    assert message.status == OutreachMessageStatus.SENT
    assert message.provider_id == town.received()[0]["provider_id"]
    await sending.dispatch(linger=0)
    assert len(town.received()) == 1
    with reading(acme_online) as session:
        assert session.exec(select(OutreachCampaign)).one().sent_count == 1
        assert session.exec(select(Contact)).one().outreach_attempts == 1


async def test_a_message_that_never_arrived_is_sent_after_the_settling_time(acme_online: Scope, town: Town) -> None:
    await queued(acme_online)
    crash_in(acme_online, OutreachMessageStatus.SENDING, ago=timedelta(seconds=5))
    assert await reconciling.reconcile() == 1
    assert message_of(acme_online).status == OutreachMessageStatus.UNKNOWN
    await sending.dispatch(linger=0)
    assert town.received() == []
    crash_in(acme_online, OutreachMessageStatus.UNKNOWN)
    await reconciling.reconcile()
    assert message_of(acme_online).status == OutreachMessageStatus.PENDING
    await sending.dispatch(linger=0)
    assert len(town.received()) == 1


async def test_while_the_provider_is_down_the_doubt_remains(acme_online: Scope, town: Town) -> None:
    await queued(acme_online)
    crash_in(acme_online, OutreachMessageStatus.SENDING)
    town.settings(faults={"twilio": {"error": 1}})
    await reconciling.reconcile()
    message = message_of(acme_online)
    assert message.status == OutreachMessageStatus.UNKNOWN
    assert message.lease_until
    assert message.lease_until > now()


async def test_a_provider_that_cannot_be_asked_is_waited_for_and_its_report_settles_it(
    acme_online: Scope, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Twilio, "can_look_up", False)
    await queued(acme_online)
    crash_in(acme_online, OutreachMessageStatus.SENDING)
    await reconciling.reconcile()
    message = message_of(acme_online)
    assert (message.status, message.error_message) == (OutreachMessageStatus.UNKNOWN, reconciling.AWAITING_REPORT)
    assert message.lease_until
    assert message.lease_until > now() + timedelta(hours=4)
    assert await sending.dispatch(linger=0) == 0
    crash_in(acme_online, OutreachMessageStatus.UNKNOWN, ago=timedelta(hours=7))
    await reconciling.reconcile()
    message = message_of(acme_online)
    assert (message.lease_until, message.error_message) == (None, reconciling.FOR_A_PERSON)
    with transaction(acme_online) as session:
        assert apply_status(session, {"reference": message.public_id, "provider_id": "wamid.1", "status": "sent"})
    message = message_of(acme_online)
    assert (message.status, message.provider_id) == (OutreachMessageStatus.SENT, "wamid.1")
    assert await sending.dispatch(linger=0) == 0
    assert town.received() == []


async def test_without_an_account_a_person_decides(
    acme_online: Scope, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await queued(acme_online)
    crash_in(acme_online, OutreachMessageStatus.SENDING)
    monkeypatch.setenv("LEADGEN_SANDBOX", "false")
    forget_settings()
    with transaction(acme_online) as session:
        disconnect(session, acme_online, "twilio")
    await reconciling.reconcile()
    message = message_of(acme_online)
    assert (message.status, message.lease_until) == (OutreachMessageStatus.UNKNOWN, None)
    assert message.error_message == reconciling.FOR_A_PERSON
    assert await reconciling.reconcile() == 0
    with transaction(acme_online) as session:
        resolve_unknown(session, acme_online, message.public_id, was_sent=True)
    assert message_of(acme_online).status == OutreachMessageStatus.SENT


async def test_two_reconcilers_agree(acme_online: Scope, town: Town) -> None:
    await queued(acme_online)
    crash_in(acme_online, OutreachMessageStatus.SENDING)
    await asyncio.gather(reconciling.reconcile(), reconciling.reconcile())
    await sending.dispatch(linger=0)
    assert len(town.received()) == 1


async def test_an_answer_in_doubt_is_found_too(acme_online: Scope, town: Town) -> None:
    town.settings(enforce_window=False, faults={"twilio": {"lost_answer": 1}})
    lead = support.add_lead(acme_online, is_sandbox=True, phone="+919845055555")
    talk = support.add_conversation(acme_online, lead, last_inbound_at=now())
    support.add_message(acme_online, talk, "We are open.", sender=Sender.CUSTOMER)
    await sending.dispatch(linger=0)
    town.settings(faults={})
    with transaction(acme_online) as session:
        row = session.exec(select(Message)).one()
        assert row.status == MessageStatus.UNKNOWN
        row.lease_until = now() - timedelta(seconds=1)
    assert await reconciling.reconcile() == 1
    with reading(acme_online) as session:
        assert session.exec(select(Message)).one().status == MessageStatus.SENT
    assert len(town.received()) == 1


@pytest.fixture
async def files_served(
    acme_online: Scope, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Scope]:
    """Alice's business, whose files Twilio can fetch."""
    monkeypatch.setenv("LEADGEN_PUBLIC_URL", f"http://127.0.0.1:{unused_tcp_port}")
    forget_settings()
    server = Server(api, address="127.0.0.1", port=unused_tcp_port, interface="asgi", log_enabled=False)
    serving = asyncio.create_task(server.serve())
    yield acme_online
    server.stop()
    await serving


async def two_files(scope: Scope, town: Town, arrived: tuple[bool, bool]) -> None:
    """Two files without words, handed to Twilio by a sender that died; `arrived` says which of them Twilio has."""
    town.settings(enforce_window=False)
    lead = support.add_lead(scope, is_sandbox=True, phone="+919845055555")
    talk = support.add_conversation(scope, lead, last_inbound_at=now())
    for name, came in zip(("Plan.pdf", "Prices.pdf"), arrived, strict=True):
        file = support.add_draft_file(scope, talk, name)
        with transaction(scope) as session:
            answer = reply(session, scope, talk.public_id, "", ConversationChannel.WHATSAPP, key=name, files=[file])
            answer.send_at = now() if came else now() + timedelta(days=1)
    await sending.dispatch(linger=0)
    with transaction(scope) as session:
        for row in session.exec(select(Message)):
            row.status, row.worker, row.attempt_id, row.provider_id = MessageStatus.SENDING, "dead", "att_dead", ""
            row.sent_at, row.provider, row.send_at = None, "twilio", now() - timedelta(seconds=1)
            row.lease_until = now() - timedelta(seconds=1)


async def look_when_all_is_settled(scope: Scope) -> None:
    """The time is over after which what a provider does not show was never sent."""
    with transaction(scope) as session:
        for row in session.exec(select(Message).where(col(Message.status).in_(["sending", "unknown"]))):
            row.lease_until = now() - timedelta(seconds=1)
            row.send_at = now() - timedelta(seconds=get_settings().send_settle_seconds + 1)
    await reconciling.reconcile()


async def test_two_files_that_both_arrived_are_both_found(files_served: Scope, town: Town) -> None:
    await two_files(files_served, town, (True, True))
    assert await reconciling.reconcile() == 2
    rows = read_all(files_served, Message)
    assert [row.status for row in rows] == [MessageStatus.SENT] * 2
    assert {row.provider_id for row in rows} == {one["provider_id"] for one in town.received()}


async def test_two_files_of_which_none_arrived_are_sent_once(files_served: Scope, town: Town) -> None:
    await two_files(files_served, town, (False, False))
    await look_when_all_is_settled(files_served)
    assert [row.status for row in read_all(files_served, Message)] == [MessageStatus.PENDING] * 2
    await sending.dispatch(linger=0)
    assert len(town.received()) == 2


@pytest.mark.parametrize("arrived", [(True, False), (False, True)])
async def test_of_two_files_of_which_one_arrived_a_person_says_which(
    files_served: Scope, town: Town, arrived: tuple[bool, bool]
) -> None:
    await two_files(files_served, town, arrived)
    await reconciling.reconcile()
    with transaction(files_served) as session, pytest.raises(Conflict, match="still asking"):
        settle_answer(session, files_served, read_all(files_served, Message)[0].public_id, was_sent=False)
    await look_when_all_is_settled(files_served)
    rows = read_all(files_served, Message)
    assert [(row.status, row.error_message) for row in rows] == [(MessageStatus.UNKNOWN, reconciling.FOR_A_PERSON)] * 2
    await sending.dispatch(linger=0)
    assert len(town.received()) == 1
    for row, came in zip(rows, arrived, strict=True):
        with transaction(files_served) as session:
            settle_answer(session, files_served, row.public_id, was_sent=came)
    await sending.dispatch(linger=0)
    assert [row.status for row in read_all(files_served, Message)] == [MessageStatus.SENT] * 2
    assert len(town.received()) == 2


async def test_the_other_file_is_waited_for_while_it_is_on_its_way(files_served: Scope, town: Town) -> None:
    await two_files(files_served, town, (False, True))
    with transaction(files_served) as session:
        _, second = session.exec(select(Message).order_by(col(Message.id)))
        second.lease_until = soon = now() + timedelta(seconds=20)
    assert await reconciling.reconcile() == 0
    assert [row.lease_until for row in read_all(files_served, Message)] == [soon] * 2
