"""Callbacks, early, late, twice and out of order."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlmodel import select

from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import (
    Channel,
    Contact,
    Message,
    MessageStatus,
    OutreachCampaign,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    Sender,
    Suppression,
)
from services.outreach.receipts import apply_status
from tests import support


def told(status: str, message: OutreachMessage | Message, **more: Any) -> dict[str, Any]:
    return {
        "status": status,
        "reference": message.public_id,
        "provider_id": "SM1",
        "at": now().isoformat(),
        **more,
    }


def apply(scope: Scope, *happenings: dict[str, Any]) -> list[bool]:
    with transaction(scope) as session:
        return [apply_status(session, one) for one in happenings]


@pytest.fixture
def sending(alice: Scope) -> OutreachMessage:
    """A message whose call has not come back yet."""
    campaign, contact = support.add_campaign(alice), support.add_contact(alice)
    return support.add_outreach_message(
        alice, campaign, contact, status=OutreachMessageStatus.SENDING, attempt_id="att_1"
    )


def stored(scope: Scope) -> tuple[OutreachMessage, OutreachCampaign, Contact]:
    with reading(scope) as session:
        return (
            session.exec(select(OutreachMessage)).one(),
            session.exec(select(OutreachCampaign)).one(),
            session.exec(select(Contact)).one(),
        )


@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read"])), ids="-".join)
def test_any_order_ends_in_the_furthest_state_and_counts_once(
    alice: Scope, sending: OutreachMessage, order: tuple[str, ...]
) -> None:
    apply(alice, *(told(status, sending) for status in (*order, *order)))
    message, campaign, contact = stored(alice)
    assert message.status == OutreachMessageStatus.READ
    assert message.provider_id == "SM1"
    assert (campaign.sent_count, campaign.delivered_count, campaign.read_count) == (1, 1, 1)
    assert contact.outreach_attempts == 1
    assert contact.outreach_status == OutreachStatus.SENT


def test_a_failure_is_the_end_and_a_later_sent_does_not_undo_it(alice: Scope, sending: OutreachMessage) -> None:
    failed = told("failed", sending, error_text="This number is not on WhatsApp.", about="address")
    apply(alice, failed, failed, told("sent", sending))
    message, campaign, _ = stored(alice)
    assert message.status == OutreachMessageStatus.FAILED
    assert campaign.failed_count == 1


def test_a_failure_after_the_delivery_is_kept_as_words_only(alice: Scope, sending: OutreachMessage) -> None:
    apply(alice, told("delivered", sending), told("failed", sending, error_text="Too late"))
    message, campaign, _ = stored(alice)
    assert message.status == OutreachMessageStatus.DELIVERED
    assert (message.error_message, campaign.failed_count) == ("Too late", 0)


def test_a_hard_bounce_marks_the_contact(alice: Scope) -> None:
    campaign = support.add_campaign(alice, type=Channel.EMAIL)
    message = support.add_outreach_message(
        alice, campaign, support.add_contact(alice), status=OutreachMessageStatus.SENT, sent_at=now()
    )
    apply(alice, told("bounced", message, error_text="550 no such user"))
    assert stored(alice)[2].outreach_status == OutreachStatus.BOUNCED


@pytest.mark.parametrize("status", ["complained", "unsubscribed"])
def test_a_complaint_suppresses_the_person_on_every_channel(alice: Scope, status: str) -> None:
    campaign = support.add_campaign(alice, type=Channel.EMAIL)
    contact = support.add_contact(alice)
    message = support.add_outreach_message(alice, campaign, contact, status=OutreachMessageStatus.SENT, sent_at=now())
    apply(alice, told(status, message))
    with reading(alice) as session:
        assert {one.value for one in session.exec(select(Suppression))} == {contact.phone, contact.email}


def test_another_customer_s_message_is_not_ours(alice: Scope, charlie: Scope, sending: OutreachMessage) -> None:
    assert apply(charlie, told("delivered", sending)) == [False]
    assert stored(alice)[0].status == OutreachMessageStatus.SENDING


def test_an_opened_mail_counts_as_opened(alice: Scope) -> None:
    campaign = support.add_campaign(alice, type=Channel.EMAIL)
    message = support.add_outreach_message(alice, campaign, support.add_contact(alice))
    apply(alice, told("opened", message, at=(now() + timedelta(minutes=5)).isoformat()))
    assert (stored(alice)[1].opened_count, stored(alice)[1].read_count) == (1, 0)


def test_ticks_of_an_answer_in_a_conversation(alice: Scope) -> None:
    talk = support.add_conversation(alice, support.add_lead(alice))
    message = support.add_message(alice, talk, sender=Sender.CUSTOMER, status=MessageStatus.SENDING)
    assert apply(alice, told("read", message), told("delivered", message)) == [True, True]
    with reading(alice) as session:
        found = session.exec(select(Message)).one()
        assert found.status == MessageStatus.READ
        assert found.delivered_at


def test_whoever_gets_no_more_advertising_today_is_left_alone_for_a_day(alice: Scope, sending: OutreachMessage) -> None:
    """What else waits for this person waits longer; the others' messages do not."""
    other, campaign = support.add_contact(alice), support.add_campaign(alice, name="Another")
    with reading(alice) as session:
        person = session.get_one(Contact, sending.contact_id)
    later = [support.add_outreach_message(alice, campaign, contact) for contact in (person, other)]
    apply(alice, told("failed", sending, about="resting", error_text="WhatsApp limits marketing messages."))
    with reading(alice) as session:
        rested, untouched = [session.get_one(OutreachMessage, one.id) for one in later]
        assert rested.send_at > now() + timedelta(hours=24)
        assert untouched.send_at <= now()
        assert session.get_one(OutreachMessage, sending.id).status == OutreachMessageStatus.FAILED
        assert session.exec(select(Suppression)).all() == []
