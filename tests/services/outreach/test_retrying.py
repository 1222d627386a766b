"""Messages that failed are listed with why, and sent once more when a person asks for it."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from services.compliance.actions import suppress
from services.conversations.actions import reply
from services.core.clock import now
from services.core.errors import Conflict, NotAllowed, NotFound
from services.core.paging import PageRequest
from services.core.scope import Scope
from services.db import engine, reading, transaction
from services.models import (
    AuditLog,
    Channel,
    Contact,
    ConversationChannel,
    Message,
    MessageStatus,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    ScheduleType,
)
from services.outreach import queueing, retrying, sending
from services.outreach.retrying import AFTER_ACCEPTED, Retried, retry_answer, retry_matching, retry_message
from services.outreach.undelivered import Narrowed, Pile, pile_counts, reasons, undelivered
from tests import support
from tests.hearing import read_all
from tests.towns import Town

FAILED, UNKNOWN = OutreachMessageStatus.FAILED, OutreachMessageStatus.UNKNOWN


def campaign_of(scope: Scope, number: int, **values: object) -> list[OutreachMessage]:
    """Failed messages of one e-mail campaign, refused for want of a mailbox."""
    campaign = support.add_campaign(
        scope, type=Channel.EMAIL, name="Diwali", message_template="Hi", subject_template="Hi", failed_count=number,
        schedule_type=ScheduleType.IMMEDIATE,
    )  # fmt: skip
    filled = {"status": FAILED, "error_message": "The mailbox does not exist", "attempts": 3, **values}
    return [
        support.add_outreach_message(
            scope,
            campaign,
            support.add_contact(
                scope,
                name=f"P {n}",
                is_sandbox=True,
                published_for_enquiries=True,
                email=f"p{n}.{campaign.id}@acme.example",
            ),
            **filled,
        )
        for n in range(number)
    ]


def fresh(scope: Scope, message: OutreachMessage) -> OutreachMessage:
    with reading(scope) as session:
        return session.exec(select(OutreachMessage).where(OutreachMessage.public_id == message.public_id)).one()


def test_what_failed_is_listed_by_pile_reason_and_name(alice: Scope, charlie: Scope) -> None:
    first, second = campaign_of(alice, 2)
    (doubt,) = campaign_of(alice, 1, status=UNKNOWN, error_message="")
    campaign_of(charlie, 1)
    with reading(alice) as session:
        page = undelivered(session, alice, PageRequest(size=1), Pile.FAILED)
        assert [(row.id, row.name, row.source) for row in page.rows] == [(second.public_id, "P 1", "Diwali")]
        rest = undelivered(session, alice, PageRequest(size=1, after=page.next_after), Pile.FAILED)
        assert [row.id for row in rest.rows] == [first.public_id]
        assert (page.total, rest.next_after) == (2, "")
        (waiting,) = undelivered(session, alice, PageRequest(), Pile.IN_DOUBT).rows
        assert (waiting.id, waiting.is_in_doubt) == (doubt.public_id, True)
        assert reasons(session, alice) == [("The mailbox does not exist", 2)]
        assert pile_counts(session, alice) == {Pile.FAILED: 2, Pile.IN_DOUBT: 1, Pile.ANSWERS: 0}
        assert len(undelivered(session, alice, PageRequest("P 1"), Pile.FAILED).rows) == 1
        assert undelivered(session, alice, PageRequest(), Pile.FAILED, Narrowed(channel="whatsapp")).rows == []
        assert undelivered(session, alice, PageRequest(), Pile.FAILED, Narrowed(reason="Another")).rows == []


async def test_a_failed_message_goes_out_once_more_and_is_counted_once(acme_online: Scope, town: Town) -> None:
    (message,) = campaign_of(acme_online, 1)
    with transaction(acme_online) as session:
        retry_message(session, acme_online, message.public_id)
    with transaction(acme_online) as session, pytest.raises(Conflict):
        retry_message(session, acme_online, message.public_id)
    await sending.dispatch(linger=0)
    assert [one["reference"] for one in town.received("sendgrid")] == [message.public_id]
    (campaign,) = read_all(acme_online, OutreachCampaign)
    assert fresh(acme_online, message).status == OutreachMessageStatus.SENT
    assert (campaign.failed_count, campaign.sent_count) == (0, 1)
    assert [one.action for one in read_all(acme_online, AuditLog)].count("messages_retried") == 1


def test_what_the_provider_had_taken_waits_until_it_can_tell_two_apart(acme_online: Scope) -> None:
    at = now() - timedelta(hours=1)
    (message,) = campaign_of(acme_online, 1, sent_at=at, counted_at=at, provider="resend", provider_id="re_1")
    with transaction(acme_online) as session:
        retry_message(session, acme_online, message.public_id)
    after = fresh(acme_online, message)
    assert (after.status, after.sent_at, after.provider_id) == (OutreachMessageStatus.PENDING, None, "")
    assert after.send_at == at + AFTER_ACCEPTED
    (campaign,) = read_all(acme_online, OutreachCampaign)
    assert (campaign.failed_count, campaign.sent_count) == (0, -1)  # it was counted when it was taken


def test_whoever_may_not_be_written_to_stays_and_says_why(acme_online: Scope, bob: Scope) -> None:
    stopped, lead, fine = campaign_of(acme_online, 3)
    with transaction(acme_online) as session:
        suppress(session, acme_online, email=stopped.recipient, reason="opt_out", source="test")
        session.get_one(Contact, lead.contact_id).converted_to_lead = True
    with transaction(acme_online) as session, pytest.raises(Conflict, match="Asked you to stop"):
        retry_message(session, acme_online, stopped.public_id)
    with transaction(acme_online) as session:
        done = retry_matching(session, acme_online, Narrowed())
    assert (done.again, done.left.total(), done.after) == (1, 2, 0)
    assert fresh(acme_online, fine).status == OutreachMessageStatus.PENDING
    assert fresh(acme_online, stopped).status == FAILED
    for act in (retry_message, retry_answer):
        with transaction(bob) as session, pytest.raises(NotAllowed):
            act(session, bob, stopped.public_id)
        with transaction(acme_online) as session, pytest.raises(NotFound):
            act(session, acme_online, "om_none")


def test_all_are_taken_in_steps(acme_online: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrying, "AT_A_TIME", 2)
    campaign_of(acme_online, 5)
    total, steps = Retried(), 0
    while steps == 0 or total.after:
        with transaction(acme_online) as session:
            total += retry_matching(session, acme_online, Narrowed(), total.after)
        steps += 1
    assert (total.again, total.left, steps) == (5, Counter(), 3)


def test_only_those_who_were_searched_for_are_taken(acme_online: Scope) -> None:
    wanted, other = campaign_of(acme_online, 2)
    with transaction(acme_online) as session:
        done = retry_matching(session, acme_online, Narrowed(search=wanted.recipient.upper()))
    assert done.again == 1
    assert fresh(acme_online, wanted).status == OutreachMessageStatus.PENDING
    assert fresh(acme_online, other).status == FAILED


def test_a_campaign_that_was_through_goes_on_for_it_and_an_ended_one_does_not(acme_online: Scope) -> None:
    (message,) = campaign_of(acme_online, 1)
    daily = support.add_campaign(
        acme_online, type=Channel.EMAIL, name="Daily", message_template="Hi", subject_template="Hi", min_score=101 - 1
    )
    ended = support.add_outreach_message(
        acme_online, daily, support.add_contact(acme_online, is_sandbox=True, published_for_enquiries=True),
        status=FAILED,
    )  # fmt: skip
    with transaction(acme_online) as session:
        for campaign in session.exec(select(OutreachCampaign)):
            campaign.status, campaign.target_contacts = OutreachCampaignStatus.COMPLETED, {"contact_ids": [-1]}
            if campaign.name == "Daily":
                campaign.schedule_type, campaign.target_contacts = ScheduleType.DAILY, {}
    with transaction(acme_online) as session:
        retry_message(session, acme_online, message.public_id)
    with transaction(acme_online) as session, pytest.raises(Conflict, match="was ended"):
        retry_message(session, acme_online, ended.public_id)
    status = {one.name: one.status for one in read_all(acme_online, OutreachCampaign)}
    assert status == {"Diwali": OutreachCampaignStatus.RUNNING, "Daily": OutreachCampaignStatus.COMPLETED}
    assert queueing.queue_due() == 0


async def test_an_answer_that_failed_is_sent_again(acme_online: Scope, town: Town) -> None:
    lead = support.add_lead(acme_online, name="Asha", email="asha@acme.example", is_sandbox=True)
    talk = support.add_conversation(acme_online, lead, channel=ConversationChannel.EMAIL)
    with transaction(acme_online) as session:
        answer = reply(session, acme_online, talk.public_id, "Tomorrow at ten?", ConversationChannel.EMAIL)
        answer.status, answer.error_message, answer.attempts = MessageStatus.FAILED, "The mailbox is full", 12
    with reading(acme_online) as session:
        (row,) = undelivered(session, acme_online, PageRequest(), Pile.ANSWERS).rows
    assert (row.name, row.reason) == ("Asha", "The mailbox is full")
    with transaction(acme_online) as session:
        retry_answer(session, acme_online, row.id)
    await sending.dispatch(linger=0)
    (message,) = read_all(acme_online, Message)
    assert (message.status, message.error_message) == (MessageStatus.SENT, "")
    assert len(town.received("sendgrid")) == 1


def test_the_lists_are_read_along_an_index(alice: Scope, sqlite: str) -> None:
    campaign_of(alice, 3)
    asked: list[tuple[str, object]] = []
    event.listen(engine(), "before_cursor_execute", lambda *said: asked.append((said[2], said[3])))
    for pile, index in ((Pile.FAILED, "ix_outreach_message_not_delivered"), (Pile.ANSWERS, "ix_message_not_delivered")):
        with reading(alice) as session:
            asked.clear()
            undelivered(session, alice, PageRequest(), pile)
            driver: Any = session.connection().connection.driver_connection
            plans = [
                driver.execute(f"EXPLAIN QUERY PLAN {words}", given).fetchall()
                for words, given in list(asked)
                if words[0] == "S"
            ]
        assert [any(index in line[3] for line in plan) for plan in plans] == [True, True]
