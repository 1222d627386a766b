"""When a second message is in order."""

from datetime import timedelta

import pytest
from sqlmodel import select

from services.contacts.actions import add_to_campaign
from services.contacts.follow_up import follow_up, suggested_text
from services.contacts.types import Selection
from services.core.clock import now
from services.core.errors import Conflict, NotAllowed, NotFound
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import Channel, Job, OutreachMessageStatus
from services.queue import JobName
from services.templates.rules import problems, subject_problems
from tests.support import add_campaign, add_contact, add_outreach_message

LONG_AGO = timedelta(days=3)


def _written(scope: Scope, times: int = 1, status: OutreachMessageStatus = OutreachMessageStatus.SENT, ago=LONG_AGO):
    contact, campaign = add_contact(scope), add_campaign(scope)
    for step in range(1, times + 1):
        add_outreach_message(scope, campaign, contact, status=status, step=step, sent_at=now() - ago)
    return contact


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"times": 0}, "not written to this contact yet"),
        ({"status": OutreachMessageStatus.RESPONDED}, "already answered"),
        ({"status": OutreachMessageStatus.PENDING}, "still on its way"),
        ({"status": OutreachMessageStatus.FAILED}, "not written to this contact yet"),
        ({"ago": timedelta(hours=2)}, "less than a day ago"),
        ({"times": 3}, "Leave it at that"),
    ],
)
def test_a_follow_up_out_of_order_is_refused_and_says_why(alice: Scope, values: dict, words: str):
    contact = _written(alice, **values)
    with transaction(alice) as session, pytest.raises(Conflict) as refused:
        follow_up(session, alice, contact.public_id, Channel.EMAIL)
    assert words in refused.value.message


def test_the_way_a_follow_up_goes_is_that_of_every_single_message(alice: Scope):
    contact = _written(alice)
    with transaction(alice) as session, pytest.raises(Conflict) as refused:
        follow_up(session, alice, contact.public_id, Channel.EMAIL)
    assert "not connected" in refused.value.message or "cannot write" in refused.value.message


def test_only_those_who_may_send_and_only_their_own(alice: Scope, bob: Scope, charlie: Scope):
    contact = _written(alice)
    with transaction(bob) as session, pytest.raises(NotAllowed):
        follow_up(session, bob, contact.public_id, Channel.EMAIL)
    with transaction(charlie) as session, pytest.raises(NotFound):
        follow_up(session, charlie, contact.public_id, Channel.EMAIL)


@pytest.mark.parametrize("channel", list(Channel))
def test_the_suggested_words_can_be_sent(channel: Channel):
    text = suggested_text(channel)
    assert problems(text.body, channel) == []
    assert channel == Channel.WHATSAPP or subject_problems(text.subject) == []


def test_contacts_chosen_for_a_campaign_are_queued_at_once_for_their_own_customer(alice: Scope):
    contact, campaign = add_contact(alice), add_campaign(alice)
    with transaction(alice) as session:
        add_to_campaign(session, alice, Selection(ids=(contact.public_id,)), campaign.public_id)
    with reading(alice) as session:
        if session.get_bind().dialect.name == "sqlite":
            jobs = session.exec(select(Job).where(Job.name == JobName.QUEUE_OUTREACH)).all()
            assert [job.args for job in jobs] == [{"owner_id": alice.customer_id}]
