"""What a campaign would do, before it starts: the same people that permission and queueing choose, and the days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from services.campaigns.actions import save_outreach
from services.campaigns.outreach import outreach_rows
from services.campaigns.outreach_form import OutreachForm
from services.campaigns.plan import plan
from services.campaigns.steps import StepForm
from services.compliance.actions import ConsentLine, record_consent, suppress
from services.core.clock import now
from services.core.errors import Invalid
from services.core.scope import Scope
from services.db import reading, transaction
from services.integrations import sandbox
from services.models import (
    Channel,
    ConsentStatus,
    Contact,
    Customer,
    Integration,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    ScheduleType,
    VerificationStatus,
    WhatsAppReach,
)
from services.outreach import queueing
from services.outreach.forecast import PlannedDay, Room, Wave, by_day, forecast, sequence
from services.outreach.targets import matching
from tests import support

FORM = OutreachForm("Hello", Channel.WHATSAPP, "Hello {{name|there}}", min_score=60, daily_limit=2)


@pytest.fixture
def people(alice: Scope) -> Scope:
    """Somebody for each reason, and five who may be written to."""
    with transaction(alice) as session:
        customer = session.get_one(Customer, alice.customer_id)
        customer.whatsapp_reach = WhatsAppReach.PUBLISHED
        sandbox.ensure_sandbox(session, customer)
    free = {"published_for_enquiries": True, "is_sandbox": True}
    for _ in range(4):
        support.add_contact(alice, **free)
    agreed = support.add_contact(alice, is_sandbox=True)
    withdrew, stopped = support.add_contact(alice, **free), support.add_contact(alice, **free)
    support.add_contact(alice, **free, email="x@stopped.example", domain="stopped.example")
    support.add_contact(alice, **{**free, "phone": None})
    support.add_contact(alice, is_sandbox=True)
    support.add_contact(alice, **free, converted_to_lead=True)
    support.add_contact(alice, **free, verification_status=VerificationStatus.INVALID)
    support.add_contact(alice, **free, outreach_status=OutreachStatus.RESPONDED)
    support.add_contact(alice, **free, quality_score=20)
    waits, lately, before = (support.add_contact(alice, **free) for _ in range(3))
    del before
    with transaction(alice) as session:
        suppress(session, alice, phone=stopped.phone, reason="opt_out", source="test")
        suppress(session, alice, domain="stopped.example", reason="manual", source="test")
        for contact, status in ((agreed, ConsentStatus.GRANTED), (withdrew, ConsentStatus.WITHDRAWN)):
            for said in (ConsentStatus.GRANTED, status):
                record_consent(session, alice, ConsentLine(contact.phone or "", Channel.WHATSAPP, said))
    other = support.add_campaign(alice, name="Other")
    support.add_outreach_message(alice, other, waits)
    support.add_outreach_message(
        alice, other, lately, status=OutreachMessageStatus.SENT, counted_at=now() - timedelta(days=1)
    )
    return alice


def test_the_plan_counts_whom_the_campaign_would_queue_and_why_not_the_others(people: Scope) -> None:
    with reading(people) as session:
        found = plan(session, people, FORM)
    assert {one.key: one.number for one in found.left_out} == {
        "no_address": 1, "is_lead": 1, "suppressed": 3, "answered": 1, "invalid": 1, "needs_opt_in": 1,
        "in_campaign": 1, "gap": 1,
    }  # fmt: skip
    assert [one.number for one in found.days] == [2, 2, 2]
    assert (found.number, found.matching, found.unplanned) == (6, 16, 0)
    assert 6 * 120 < found.least_paise <= found.most_paise < 6 * 140
    with transaction(people) as session:
        save_outreach(session, people, FORM)
        mine = session.exec(select(OutreachCampaign).where(OutreachCampaign.name == "Hello")).one()
        mine.daily_limit = 100
        assert queueing.queue_campaign(session, mine) == found.number


def test_a_plan_needs_a_sound_form_and_an_account(sqlite: str, alice: Scope) -> None:
    support.add_contact(alice, published_for_enquiries=True)
    with reading(alice) as session:
        found = plan(session, alice, OutreachForm("Hello", Channel.EMAIL, "Hello", "A question"))
        assert (found.number, found.unplanned, found.provider) == (1, 1, "")
        with pytest.raises(Invalid):
            plan(session, alice, OutreachForm("Hello", Channel.EMAIL, "Hello", ""))


FIRST = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("total", "ahead", "rooms", "wanted"),
    [
        (5, 0, [(2, 9), (2, 9), (2, 9)], [2, 2, 1]),
        (5, 4, [(9, 3), (9, 3), (9, 3)], [0, 2, 3]),
        (5, 0, [(9, 3), (9, 0), (9, 3)], [3, 0, 2]),
        (0, 3, [(9, 9)], [0]),
    ],
)
def test_days_fill_up_under_what_each_allows(
    total: int, ahead: int, rooms: list[tuple[int, int]], wanted: list[int]
) -> None:
    found = forecast(total, ahead, FIRST, lambda day: Room(*rooms[(day - FIRST).days]))
    days = enumerate(wanted)
    assert found == [PlannedDay(FIRST + timedelta(days=place), number) for place, number in days if number]


def test_follow_ups_go_first_and_share_the_days_room() -> None:
    waves = [Wave("chat"), Wave("mail", 2), Wave("chat", 1)]
    found = sequence(4, 0, FIRST, waves, lambda _day, lane: Room(2, 9 if lane == "chat" else 1))
    days = [[((one.day - FIRST).days, one.number) for one in wave] for wave in found]
    assert days == [[(0, 2), (1, 2)], [(2, 1), (3, 1), (4, 1), (5, 1)], [(3, 1), (4, 1), (5, 1), (6, 1)]]
    assert [one.number for one in by_day(found)] == [2, 2, 1, 2, 2, 2, 1]


def test_a_plan_counts_follow_ups_and_names_a_channel_that_is_not_connected(people: Scope) -> None:
    steps = [StepForm(Channel.WHATSAPP, "Did you see this?", wait_hours=24)]
    with reading(people) as session:
        once, twice = plan(session, people, FORM), plan(session, people, replace(FORM, steps=steps))
    assert (twice.messages, twice.least_paise, twice.most_paise) == (12, once.least_paise, 2 * once.most_paise)
    assert [(one.day - twice.days[0].day).days for one in twice.days] == [0, 1, 2, 3, 4, 5]  # the gap is three days
    with transaction(people) as session:
        for row in session.exec(select(Integration).where(Integration.provider == "sendgrid")):
            session.delete(row)
    mails = [StepForm(Channel.EMAIL, "Did you see this?", "A question", 24)]
    with reading(people) as session:
        assert plan(session, people, replace(FORM, steps=mails)).unconnected == ["email"]


def test_what_nothing_allows_is_never_planned() -> None:
    assert forecast(3, 0, FIRST, lambda _day: Room(0, 9)) == []


@pytest.mark.parametrize(
    ("schedule", "later", "status"),
    [
        (ScheduleType.IMMEDIATE, 0, OutreachCampaignStatus.COMPLETED),
        (ScheduleType.SCHEDULED, 0, OutreachCampaignStatus.COMPLETED),
        (ScheduleType.DAILY, 1, OutreachCampaignStatus.RUNNING),
        (ScheduleType.EVERGREEN, 1, OutreachCampaignStatus.RUNNING),
    ],
)
def test_a_schedule_says_when_it_starts_and_whether_newcomers_are_written_to(
    sqlite: str, alice: Scope, schedule: ScheduleType, later: int, status: OutreachCampaignStatus
) -> None:
    start = datetime(2026, 11, 26, 6, tzinfo=UTC)
    with transaction(alice) as session:
        customer = session.get_one(Customer, alice.customer_id)
        customer.whatsapp_reach = WhatsAppReach.PUBLISHED
        sandbox.ensure_sandbox(session, customer)
    with time_machine.travel(start, tick=False) as clock:
        support.add_contact(alice, published_for_enquiries=True, is_sandbox=True)
        date_ = start + timedelta(hours=2) if schedule is ScheduleType.SCHEDULED else None
        form = OutreachForm("Hello", Channel.WHATSAPP, "Hello", schedule=schedule, schedule_date=date_)
        with transaction(alice) as session:
            save_outreach(session, alice, form)
        assert queueing.queue_due() == (0 if date_ else 1)
        clock.shift(timedelta(hours=3))
        assert queueing.queue_due() == (1 if date_ else 0)
        with transaction(alice) as session:
            session.exec(select(OutreachMessage)).one().status = OutreachMessageStatus.SENT
        clock.shift(timedelta(minutes=1))
        support.add_contact(alice, published_for_enquiries=True, is_sandbox=True)
        assert queueing.queue_due(alice.customer_id) == later
        with reading(alice) as session:
            assert session.exec(select(OutreachCampaign)).one().status == status


@pytest.mark.parametrize(
    "changes",
    [
        {"schedule": ScheduleType.SCHEDULED},
        {"schedule": ScheduleType.SCHEDULED, "schedule_date": datetime(2020, 1, 1, tzinfo=UTC)},
        {"send_from": "10:00"},
        {"send_from": "10:00", "send_until": "10:00"},
        {"send_from": "10:00", "send_until": "25:00"},
    ],
)
def test_a_schedule_that_cannot_be_is_refused(sqlite: str, alice: Scope, changes: dict[str, object]) -> None:
    with transaction(alice) as session, pytest.raises(Invalid):
        save_outreach(session, alice, OutreachForm("Hello", Channel.WHATSAPP, "Hello", **changes))  # type: ignore[arg-type]


def test_a_one_time_campaign_keeps_who_matched_and_an_evergreen_one_does_not(people: Scope) -> None:
    once = support.add_campaign(people, name="Once", daily_limit=2)
    again = support.add_campaign(people, name="Again", daily_limit=2, schedule_type=ScheduleType.EVERGREEN)
    with transaction(people) as session:
        assert queueing.queue_campaign(session, session.get_one(OutreachCampaign, once.id)) == 2
        late = session.exec(select(Contact).where(Contact.quality_score == 20)).one()
        late.quality_score, late.created_at = 99, now() - timedelta(days=1)
    with reading(people) as session:
        kept, open_ended = (session.get_one(OutreachCampaign, one.id) for one in (once, again))
        found = [
            set(session.exec(select(Contact.id).where(*matching(one, is_sandbox=True)))) for one in (kept, open_ended)
        ]
        assert [late.id in one for one in found] == [False, True]
        assert kept.targets_kept_at is not None
        assert outreach_rows(session, people.customer_id, Channel.WHATSAPP)[1].kept == 16
