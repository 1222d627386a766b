"""A wait is the account's, or one recipient's alone."""

import time
from datetime import timedelta

import pytest
from sqlmodel import select

from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import Channel, Customer, OutreachMessage, OutreachMessageStatus
from services.outreach import approval, claiming, ledger, outcomes, queueing
from services.outreach.parcels import Lane, Outcome, Result
from tests import support
from tests.services.outreach.test_sending import HELLO, contacts
from tests.towns import Town


@pytest.mark.parametrize("only_recipient", [True, False])
async def test_a_recipients_wait_holds_nobody_else(acme_online: Scope, town: Town, only_recipient: bool) -> None:
    support.add_campaign(acme_online, message_template=HELLO)
    contacts(acme_online, 1)
    queueing.queue_due()
    await approval.sync()
    lane = Lane(acme_online.customer_id, Channel.WHATSAPP, is_chat=False)
    (parcel,) = claiming.take(lane, "worker", 5).parcels
    wait = timedelta(hours=25).total_seconds()
    with transaction(acme_online) as session:
        told = Outcome(parcel, Result.LATER, words="Later.", seconds=wait, only_recipient=only_recipient)
        outcomes.settle(session, [told])
    with reading(acme_online) as session:
        row = session.exec(select(OutreachMessage)).one()
        assert row.status == OutreachMessageStatus.PENDING
        assert row.send_at > now() + timedelta(hours=24)
        is_held = ledger.account_free_at(session, parcel.account.rate_key) > time.time() + 60
    assert is_held is not only_recipient
    assert town.received() == []


@pytest.mark.parametrize(("gap", "written"), [(0, 2), (3, 1)])
def test_without_a_gap_a_message_that_waits_holds_no_other_campaign_up(
    acme_online: Scope, gap: int, written: int
) -> None:
    with transaction(acme_online) as session:
        session.get_one(Customer, acme_online.customer_id).contact_gap_days = gap
    for channel in Channel:
        support.add_campaign(acme_online, type=channel, message_template=HELLO, subject_template="Hello")
    contacts(acme_online, 1)
    assert queueing.queue_due() == written
