"""Follow-ups: each once, never too early, never to somebody who answered, stopped or became a lead."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import col, select

from services.compliance.actions import suppress
from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, transaction
from services.models import (
    CampaignStep,
    Channel,
    Contact,
    Customer,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    ScheduleType,
    StepCondition,
)
from services.outreach import approval, claiming, queueing, sending, steps
from services.outreach.parcels import Lane
from tests import support
from tests.towns import Town

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
SENT = OutreachMessageStatus.SENT
Follow = tuple[Channel, int, StepCondition]
MAIL: Follow = (Channel.EMAIL, 24, StepCondition.NONE)
CHAT: Follow = (Channel.WHATSAPP, 48, StepCondition.NOT_READ)


def people(scope: Scope, number: int, **values: Any) -> list[Contact]:
    free = {"is_sandbox": True, "published_for_enquiries": True}
    return [
        support.add_contact(
            scope, **{**free, "phone": f"+9198450{place:05}", "email": f"p{place}@clinic.example", **values}
        )
        for place in range(number)
    ]


def drip(scope: Scope, follow: Sequence[Follow], gap_days: int = 0, **values: Any) -> OutreachCampaign:
    with transaction(scope) as session:
        session.get_one(Customer, scope.customer_id).contact_gap_days = gap_days
    campaign = support.add_campaign(scope, **values)
    for place, (channel, hours, condition) in enumerate(follow):
        support.add(
            scope,
            CampaignStep(
                outreach_campaign_id=campaign.id or 0,
                number=place + 2,
                channel=channel,
                wait_hours=hours,
                condition=condition,
                subject=f"Follow-up {place + 1}",
                body="Did you see this, {{name|there}}?",
            ),
        )
    return campaign


def send_all(scope: Scope, at: datetime | None = None) -> None:
    with transaction(scope) as session:
        for row in session.exec(select(OutreachMessage).where(OutreachMessage.status == OutreachMessageStatus.PENDING)):
            row.status, row.sent_at, row.counted_at = SENT, at or now(), at or now()


def rows(scope: Scope) -> list[OutreachMessage]:
    with reading(scope) as session:
        return list(session.exec(select(OutreachMessage).order_by(col(OutreachMessage.id))))


async def test_a_follow_up_leaves_on_its_own_channel_after_its_wait(acme_online: Scope, town: Town) -> None:
    drip(acme_online, [MAIL], min_score=0)
    people(acme_online, 1)
    queueing.queue_due()
    await approval.sync()
    await sending.dispatch(linger=0)
    assert queueing.queue_due() == 0
    with transaction(acme_online) as session:
        session.exec(select(OutreachMessage)).one().sent_at = now() - timedelta(hours=24)
    assert queueing.queue_due() == 1
    await sending.dispatch(linger=0)
    (mail,) = town.received("sendgrid")
    assert mail["subject"] == "Follow-up 1"
    assert [(one.step, one.channel, one.sent_at is not None) for one in rows(acme_online)] == [
        (1, Channel.WHATSAPP, True),
        (2, Channel.EMAIL, True),
    ]


def test_two_workers_queue_a_follow_up_once_and_the_daily_limit_counts_it(acme_online: Scope) -> None:
    drip(acme_online, [MAIL], daily_limit=5, min_score=0, schedule_type=ScheduleType.EVERGREEN)
    people(acme_online, 8)
    with time_machine.travel(START, tick=False):
        assert queueing.queue_due() == 5
        send_all(acme_online)
    with time_machine.travel(START + timedelta(days=1), tick=False):
        with ThreadPoolExecutor(2) as pool:
            queued = list(pool.map(lambda _: steps.queue_due(), range(4)))
        assert sum(queued) == 5
        assert queueing.queue_due() == 0  # the follow-ups took the day's limit
    with time_machine.travel(START + timedelta(days=2), tick=False):
        send_all(acme_online)
        assert queueing.queue_due() == 3


def test_the_gap_between_messages_holds_within_a_sequence_too(acme_online: Scope) -> None:
    drip(acme_online, [MAIL], gap_days=3, min_score=0)
    people(acme_online, 1)
    with time_machine.travel(START, tick=False):
        queueing.queue_due()
        send_all(acme_online)
    with time_machine.travel(START + timedelta(days=2, hours=23), tick=False):
        assert queueing.queue_due() == 0
    with time_machine.travel(START + timedelta(days=3), tick=False):
        assert queueing.queue_due() == 1


def test_a_step_that_may_not_go_is_skipped_with_its_reason_and_the_next_has_its_turn(acme_online: Scope) -> None:
    campaign = drip(acme_online, [CHAT, MAIL, (Channel.WHATSAPP, 24, StepCondition.NONE)])
    reads, has_no_mail = people(acme_online, 2)
    with transaction(acme_online) as session:
        session.get_one(Contact, has_no_mail.id).email = None
        one = session.get_one(OutreachCampaign, campaign.id)
        one.min_score, one.target_contacts = 0, {"contact_ids": [reads.id, has_no_mail.id]}
    for day in range(9):
        with time_machine.travel(START + timedelta(days=day), tick=False):
            queueing.queue_due()
            send_all(acme_online)
            if not day:
                with transaction(acme_online) as session:
                    message = session.exec(select(OutreachMessage).where(OutreachMessage.contact_id == reads.id)).one()
                    message.status, message.read_at = OutreachMessageStatus.READ, now()
    found = {(row.contact_id, row.step): row.error_message for row in rows(acme_online)}
    assert found == {
        **{(reads.id, step): "" for step in (1, 3, 4)},
        (reads.id, 2): steps.HAS_READ,
        **{(has_no_mail.id, step): "" for step in (1, 2, 4)},
        (has_no_mail.id, 3): steps.NO_ADDRESS[Channel.EMAIL],
    }
    with reading(acme_online) as session:
        assert session.get_one(OutreachCampaign, campaign.id).status == OutreachCampaignStatus.COMPLETED


def test_a_campaign_completes_only_after_its_last_step(acme_online: Scope) -> None:
    campaign = drip(acme_online, [MAIL])
    people(acme_online, 1)
    seen = []
    for day in range(4):
        with time_machine.travel(START + timedelta(days=day), tick=False):
            queueing.queue_due(acme_online.customer_id)
            send_all(acme_online)
            queueing.queue_due(acme_online.customer_id)
        with reading(acme_online) as session:
            seen.append(session.get_one(OutreachCampaign, campaign.id).status)
    assert seen == [OutreachCampaignStatus.RUNNING, *[OutreachCampaignStatus.COMPLETED] * 3]


@pytest.mark.parametrize("change", ["answered", "read"])
def test_what_was_queued_before_an_answer_or_a_reading_does_not_leave(acme_online: Scope, change: str) -> None:
    drip(acme_online, [CHAT], min_score=0)
    (person,) = people(acme_online, 1)
    with time_machine.travel(START, tick=False):
        queueing.queue_due()
        send_all(acme_online)
    with time_machine.travel(START + timedelta(days=2), tick=False):
        assert queueing.queue_due() == 1
        with transaction(acme_online) as session:
            first, second = session.exec(select(OutreachMessage).order_by(col(OutreachMessage.id))).all()
            second.template_id = None  # as if approved
            if change == "read":
                first.read_at = now()
            else:
                session.get_one(Contact, person.id).outreach_status = OutreachStatus.RESPONDED
        taken = claiming.take(Lane(acme_online.customer_id, Channel.WHATSAPP, False), "w", 5)
        assert not taken.parcels
    words = steps.HAS_READ if change == "read" else steps.ANSWERED
    assert [row.error_message for row in rows(acme_online)] == ["", words]


def _happen(scope: Scope, person: Contact, event: str) -> None:
    """Something that ends, or does not end, one person's sequence."""
    with transaction(scope) as session:
        contact = session.get_one(Contact, person.id)
        if event == "answer":
            contact.outreach_status = OutreachStatus.RESPONDED
        elif event == "lead":
            contact.converted_to_lead = True
        elif event == "stop":
            suppress(session, scope, phone=contact.phone, email=contact.email, reason="opt_out", source="test")
        else:
            mine = select(OutreachMessage).where(OutreachMessage.contact_id == contact.id)
            for row in session.exec(mine.where(OutreachMessage.status == SENT)):
                row.status, row.read_at = OutreachMessageStatus.READ, now()


@pytest.mark.parametrize("seed", range(4))
def test_never_a_step_after_an_answer_or_an_opt_out_and_never_before_its_wait(acme_online: Scope, seed: int) -> None:
    chance = random.Random(seed)
    follow: list[Follow] = [
        (chance.choice(list(Channel)), chance.randint(1, 60), chance.choice(list(StepCondition))) for _ in range(3)
    ]
    gap = timedelta(days=chance.choice((0, 0, 1)))
    limit, again = chance.randint(2, 9), ScheduleType.EVERGREEN
    drip(acme_online, follow, gap_days=gap.days, daily_limit=limit, min_score=0, schedule_type=again)
    everybody, ended, last_sent, at = people(acme_online, 6), set[int](), dict[int, datetime](), START
    for _ in range(10):
        at += timedelta(hours=chance.randint(3, 30))
        with time_machine.travel(at, tick=False):
            known = {row.id for row in rows(acme_online)}
            queueing.queue_due(chance.choice((0, acme_online.customer_id)))
            for row in rows(acme_online):
                if row.id in known or row.status != OutreachMessageStatus.PENDING:
                    continue
                assert row.contact_id not in ended
                if row.step > 1:
                    wait = timedelta(hours=follow[row.step - 2][1])
                    assert at - last_sent[row.contact_id] >= max(wait, gap)
            if chance.random() < 0.8:
                last_sent |= {
                    row.contact_id: at for row in rows(acme_online) if row.status == OutreachMessageStatus.PENDING
                }
                send_all(acme_online)
            if chance.random() < 0.4:
                person, event = chance.choice(everybody), chance.choice(("answer", "lead", "stop", "read"))
                _happen(acme_online, person, event)
                ended |= set() if event == "read" else {person.id or 0}
    each = [(row.contact_id, row.step) for row in rows(acme_online)]
    assert len(each) == len(set(each))
    assert len({row.step for row in rows(acme_online)}) > 1
