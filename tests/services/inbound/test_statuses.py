"""Receipts in any order, twice and late: the end is the same."""

from itertools import permutations
from typing import Any

import pytest

from services.compliance.queries import suppressed_reason
from services.core.clock import now
from services.core.scope import Scope
from services.models import (
    Channel,
    Contact,
    InboundEvent,
    InboundStatus,
    OutreachCampaign,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
)
from tests import hearing, support
from tests.hearing import read, read_all

ORDERS = sorted(permutations(["sent", "delivered", "read"]))


def receipt(message: OutreachMessage, status: str) -> dict[str, Any]:
    return {"provider_id": message.provider_id, "reference": message.public_id, "status": status}


@pytest.fixture
def message(alice: Scope) -> OutreachMessage:
    return support.add_outreach_message(
        alice,
        support.add_campaign(alice),
        support.add_contact(alice),
        status=OutreachMessageStatus.SENT,
        sent_at=now(),
        provider_id="SM1",
        provider="twilio",
    )


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_every_order_ends_at_read_and_counts_once(alice: Scope, message: OutreachMessage, order: list[str]) -> None:
    hearing.statuses(alice, *(receipt(message, status) for status in (*order, *order)))
    assert read(alice, OutreachMessage).status is OutreachMessageStatus.READ
    counted = read(alice, OutreachCampaign)
    assert (counted.delivered_count, counted.read_count, counted.failed_count) == (1, 1, 0)


def test_a_failure_after_the_delivery_is_kept_as_words(alice: Scope, message: OutreachMessage) -> None:
    hearing.statuses(
        alice, receipt(message, "delivered"), {**receipt(message, "failed"), "error_text": "Could not deliver."}
    )
    row = read(alice, OutreachMessage)
    assert (row.status, row.error_message) == (OutreachMessageStatus.DELIVERED, "Could not deliver.")
    assert read(alice, OutreachCampaign).failed_count == 0


def test_a_late_sent_does_not_undo_a_failure(alice: Scope, message: OutreachMessage) -> None:
    hearing.statuses(alice, receipt(message, "failed"), receipt(message, "sent"), receipt(message, "failed"))
    assert read(alice, OutreachMessage).status is OutreachMessageStatus.FAILED
    assert read(alice, OutreachCampaign).failed_count == 1


def test_a_receipt_that_comes_before_its_message_waits_for_it(alice: Scope) -> None:
    [early] = hearing.statuses(alice, {"provider_id": "SM7", "status": "delivered"})
    assert (early.status, early.attempts) == (InboundStatus.RECEIVED, 1)
    support.add_outreach_message(
        alice, support.add_campaign(alice), support.add_contact(alice), status="sent", provider_id="SM7"
    )
    with support.transaction(alice) as session:
        session.get_one(InboundEvent, early.id).handle_at = now()
    hearing.handle_statuses(0)
    assert read(alice, InboundEvent).status is InboundStatus.DONE
    assert read(alice, OutreachMessage).status is OutreachMessageStatus.DELIVERED


def test_a_receipt_for_nothing_of_ours_is_given_up_with_its_reason(alice: Scope) -> None:
    hearing.statuses(alice, {"provider_id": "SM-nobody", "status": "delivered"})
    for _ in range(10):
        with support.transaction(alice) as session:
            for event in hearing.in_order(session, InboundEvent):
                event.handle_at = now()
        hearing.handle_statuses(alice.customer_id)
    event = read(alice, InboundEvent)
    assert event.status is InboundStatus.IGNORED
    assert event.error_message == "It speaks of a message that is not known here."


def test_one_bad_receipt_does_not_hold_up_the_others(alice: Scope, message: OutreachMessage) -> None:
    bad, good = hearing.statuses(
        alice, {**receipt(message, "failed"), "about": "no such thing"}, receipt(message, "delivered")
    )
    assert (bad.status, good.status) == (InboundStatus.FAILED, InboundStatus.DONE)
    assert read(alice, OutreachMessage).status is OutreachMessageStatus.DELIVERED


def test_a_batch_of_sixty_is_swept_whole(alice: Scope) -> None:
    """Three messages, each told four times of five statuses."""
    campaign = support.add_campaign(alice)
    messages = [
        support.add_outreach_message(
            alice, campaign, support.add_contact(alice), status="sent", sent_at=now(), provider_id=f"SM{number}"
        )
        for number in range(3)
    ]
    told = [
        receipt(message, status)
        for _copy in range(4)
        for status in ("read", "sent", "delivered", "failed", "opened")
        for message in messages
    ]
    ended = hearing.statuses(alice, *told)
    assert {event.status for event in ended} == {InboundStatus.DONE}
    assert {row.status for row in read_all(alice, OutreachMessage)} == {OutreachMessageStatus.READ}
    counted = read(alice, OutreachCampaign)
    assert (counted.delivered_count, counted.read_count, counted.failed_count) == (3, 3, 0)


def test_a_receipt_of_another_customer_changes_nothing(alice: Scope, charlie: Scope, message: OutreachMessage) -> None:
    hearing.statuses(charlie, receipt(message, "read"))
    assert read(alice, OutreachMessage).status is OutreachMessageStatus.SENT


def test_a_delivery_after_a_failure_is_a_delivery(alice: Scope, message: OutreachMessage) -> None:
    hearing.statuses(alice, receipt(message, "failed"), receipt(message, "delivered"))
    assert read(alice, OutreachMessage).status is OutreachMessageStatus.DELIVERED
    counted = read(alice, OutreachCampaign)
    assert (counted.delivered_count, counted.failed_count) == (1, 0)


@pytest.mark.parametrize(("status", "bounced"), [("bounced", True), ("blocked", False)])
def test_only_a_hard_bounce_closes_the_mailbox_and_only_the_mailbox(alice: Scope, status: str, bounced: bool) -> None:
    contact = support.add_contact(alice, email="nobody@gone.example", published_for_enquiries=True)
    campaign = support.add_campaign(alice, type=Channel.EMAIL)
    sent = support.add_outreach_message(alice, campaign, contact, status="sent", sent_at=now(), provider_id="M1")
    hearing.statuses(alice, receipt(sent, status))
    assert (read(alice, Contact).outreach_status is OutreachStatus.BOUNCED) is bounced
    with support.transaction(alice) as session:
        both = {"phone": contact.phone, "email": contact.email}
        assert (suppressed_reason(session, **both, channel=Channel.EMAIL) == "hard_bounce") is bounced
        assert suppressed_reason(session, **both, channel=Channel.WHATSAPP) == ""


@pytest.mark.parametrize("status", ["complained", "unsubscribed"])
def test_a_complaint_closes_every_channel(alice: Scope, status: str) -> None:
    contact = support.add_contact(alice)
    campaign = support.add_campaign(alice, type=Channel.EMAIL)
    sent = support.add_outreach_message(alice, campaign, contact, status="sent", sent_at=now(), provider_id="M1")
    hearing.statuses(alice, receipt(sent, status))
    with support.transaction(alice) as session:
        assert suppressed_reason(session, phone=contact.phone, channel=Channel.WHATSAPP)
        assert suppressed_reason(session, email=contact.email, channel=Channel.EMAIL)
