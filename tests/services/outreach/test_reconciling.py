"""After a crash: what was never called goes back, what may have been is looked up first."""

from datetime import timedelta

import pytest
from sqlmodel import select

from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, transaction
from services.integrations.actions import disconnect
from services.models import (
    Contact,
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
from services.providers.twilio.client import Twilio
from tests import support
from tests.databases import forget_settings
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
    import asyncio

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
