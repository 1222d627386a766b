"""The real claiming code under every limit at once, with a clock of its own and nobody to send to."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import time_machine
from sqlmodel import select

from services.core.clock import local_day, now
from services.core.scope import Scope, system_scope
from services.db import insert_ignoring, reading, transaction
from services.integrations import sandbox
from services.integrations.queries import find
from services.models import (
    Channel,
    Contact,
    Customer,
    OutreachMessage,
    OutreachMessageStatus,
    SendingLimit,
    Usage,
    WhatsAppReach,
)
from services.outreach import claiming, ledger, outcomes, queueing, reconciling
from services.outreach.parcels import Lane, Outcome, Parcel, Result
from services.outreach.prices import Category, price
from tests import support
from tests.services.outreach.simulation import check_people

START = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
PEOPLE, A_DAY, ACCOUNT, TIER, DAYS = 260, 32, 28, 25, 16
PRICE = price("twilio", Category.MARKETING, START.date()).paise
BUDGET = 27 * PRICE + 5
FATES = (Result.SENT, Result.SENT, Result.SENT, Result.SENT, Result.LATER, Result.REFUSED, Result.UNSURE, None)


def prepare(scope: Scope) -> None:
    """Two campaigns that want the same people; every kind of limit close to every other."""
    with transaction(scope) as session:
        customer = session.get_one(Customer, scope.customer_id)
        customer.whatsapp_reach, customer.daily_limit_whatsapp = WhatsAppReach.PUBLISHED, A_DAY
        customer.daily_budget_paise, customer.contact_gap_days = BUDGET, 4
        sandbox.ensure_sandbox(session, customer)
        session.flush()
        account = find(session, "twilio")
        assert account
        account.daily_limit, account.people_a_day, account.warm_up_from = ACCOUNT, TIER, date(2026, 11, 2)
        rows = [
            {"name": f"Contact {place}", "phone": f"+9198450{10_000 + place}", "quality_score": 80, "is_sandbox": True,
             "published_for_enquiries": True}
            for place in range(PEOPLE)
        ]  # fmt: skip
        insert_ignoring(session, Contact, rows)
    for name, limit in (("First", 18), ("Second", 15)):
        campaign = support.add_campaign(scope, name=name, message_template="Hi", daily_limit=limit)
        with transaction(scope) as session:
            people = session.exec(select(Contact)).all()
            chosen = [one for one in people if name == "First" or (one.id or 0) % 2]
            session.add_all(
                OutreachMessage(outreach_campaign_id=campaign.id or 0, contact_id=one.id or 0,
                                channel=Channel.WHATSAPP, recipient=one.phone or "", message_content="Hi",
                                send_at=START)
                for one in chosen
            )  # fmt: skip


def settle(scope: Scope, parcels: list[Parcel], chance: random.Random) -> list[tuple[int, datetime]]:
    """What the provider received: (contact, moment). A fate of None is a sender that died after its calls."""
    gone: list[tuple[int, datetime]] = []
    found: list[Outcome] = []
    for parcel in parcels:
        fate = chance.choice(FATES)
        if fate in {Result.SENT, Result.UNSURE, None}:
            gone.append((parcel.row_id, now()))
        if fate:
            found.append(Outcome(parcel, fate, provider_id=f"SM{parcel.attempt_id}", seconds=0.0))
    if found:
        with transaction(system_scope(scope.customer_id)) as session:
            outcomes.settle(session, found)
    return gone


def reconcile(scope: Scope, gone: list[tuple[int, datetime]]) -> None:
    """Whatever is in doubt is found at the provider when it had left."""
    with transaction(system_scope(scope.customer_id)) as session:
        for doubt in reconciling._take_stock(session):
            row = session.get_one(OutreachMessage, doubt.row_id)
            assert row.id in {number for number, _ in gone}
            ledger.record_sent(session, row, doubt.since)


def test_the_real_claims_never_go_over_a_limit_and_count_what_left(sqlite: str, alice: Scope) -> None:
    prepare(alice)
    chance, lane = random.Random(11), Lane(alice.customer_id, Channel.WHATSAPP, False)
    gone: list[tuple[int, datetime]] = []
    with time_machine.travel(START, tick=False) as clock:
        for hour in range(DAYS * 3):
            clock.move_to(START + timedelta(hours=8 * hour, minutes=-(hour % 5)))
            for _ in range(3):
                taken = [claiming.take(lane, f"worker {number}", 60) for number in range(2)]
                for batch in taken:
                    gone += settle(alice, list(batch.parcels), chance)
                clock.shift(timedelta(seconds=40 if chance.random() < 0.8 else -20))
            clock.shift(timedelta(minutes=5))
            reconcile(alice, gone)
        check(alice, gone)
        assert queueing.queue_due(alice.customer_id) == 0


def check(scope: Scope, gone: list[tuple[int, datetime]]) -> None:
    with reading(scope) as session:
        rows = {row.id: row for row in session.exec(select(OutreachMessage))}
        counted = {(one.subject, one.day): one.used for one in session.exec(select(SendingLimit))}
        usage = session.exec(select(Usage)).all()
    assert len({number for number, _ in gone}) == len(gone) > 200  # nothing twice
    sent = Counter(local_day(at, "Asia/Kolkata") for _, at in gone)
    assert {day: number for (subject, day), number in counted.items() if subject == "whatsapp" and number} == sent
    for (subject, day), number in counted.items():
        first = rows[next(iter(rows))].outreach_campaign_id
        most = {"whatsapp": A_DAY, "sandbox:account:twilio": ACCOUNT, "sandbox:paise": BUDGET}
        assert number <= most.get(subject, 18 if subject == f"campaign:{first}" else 15), (subject, day)
    assert counted["sandbox:account:twilio", date(2026, 11, 2)] <= 20  # the first day of the warm-up
    by_person: dict[int, datetime] = {}
    for number, at in sorted(gone, key=lambda one: one[1]):
        before = by_person.get(rows[number].contact_id)
        assert before is None or at - before >= timedelta(days=4)
        by_person[rows[number].contact_id] = at
    check_people(sorted(((rows[number].recipient, at) for number, at in gone), key=lambda one: one[1]), TIER)
    assert sum(one.quantity for one in usage) == len(gone)
    assert sum(one.cost_paise for one in usage) == len(gone) * PRICE
    in_order = (OutreachMessageStatus.SENT, OutreachMessageStatus.PENDING, OutreachMessageStatus.FAILED)
    assert {row.status for row in rows.values()} <= set(in_order)


async def test_what_nobody_may_send_today_waits_with_its_reason(sqlite: str, alice: Scope) -> None:
    prepare(alice)
    lane = Lane(alice.customer_id, Channel.WHATSAPP, False)
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).daily_budget_paise = PRICE - 1
    assert claiming.take(lane, "worker", 60).parcels == ()
    with reading(alice) as session:
        waiting = session.exec(select(OutreachMessage)).all()
    assert {row.error_message for row in waiting} == {"Waits for tomorrow: today's budget for messages is used up."}
    assert min(row.send_at for row in waiting) > now()
