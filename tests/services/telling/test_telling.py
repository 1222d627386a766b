"""From what happened to the message in somebody's hand: once, by the ways they chose, when they want it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from services.core.clock import now
from services.core.errors import Invalid
from services.core.scope import Role, Scope
from services.db import system_transaction, transaction
from services.live import notify
from services.models import (
    Customer,
    Membership,
    NoticeDelivery,
    NoticeStatus,
    NoticeWay,
    Notification,
    TalkPresence,
)
from services.outreach import approval
from services.telling import delivering
from services.telling.actions import save_phone, save_quiet, save_ways
from services.telling.queries import choices_of, own_addresses
from services.telling.rules import Event
from tests import hearing, support
from tests.towns import Town

EMAIL, WHATSAPP = NoticeWay.EMAIL, NoticeWay.WHATSAPP


def happened(scope: Scope, kind: str = "lead_new", title: str = "New lead: Neha", **more: object) -> None:
    with transaction(scope) as session:
        notify(session, scope.customer_id, kind, title, str(more.get("body", "wants braces")), "/conversations?open=c1")


def tell() -> None:
    asyncio.run(delivering.tell())


def choose(scope: Scope, **ways: set[NoticeWay]) -> None:
    with transaction(scope) as session:
        save_ways(session, scope, {Event(event): chosen for event, chosen in ways.items()}, hides_text=False)


def deliveries(scope: Scope) -> list[NoticeDelivery]:
    return hearing.read_all(scope, NoticeDelivery)


def mails(town: Town) -> list[dict]:
    return town.received("sendgrid")


def test_a_new_lead_is_mailed_to_everyone_who_did_not_choose_otherwise(acme_online: Scope, bob: Scope, town: Town):
    support.add_member(acme_online.customer_id, "carol@acme.example", Role.AGENT)
    happened(acme_online)
    tell()
    assert sorted(mail["recipient"] for mail in mails(town)) == ["alice@acme.example", "carol@acme.example"]
    mail = mails(town)[0]
    assert mail["subject"] == "New lead: Neha"
    assert "wants braces" in mail["body"]
    assert "/conversations?open=c1" in mail["body"]
    assert {row.status for row in deliveries(acme_online) if row.way is EMAIL} == {NoticeStatus.SENT}


def test_nobody_is_told_twice_however_often_the_job_runs(acme_online: Scope, town: Town):
    happened(acme_online)

    async def three_at_once() -> None:
        await asyncio.gather(*(delivering.tell() for _ in range(3)))

    asyncio.run(three_at_once())
    tell()
    assert len(mails(town)) == 1


def test_whoever_chose_nothing_hears_nothing(acme_online: Scope, town: Town):
    choose(acme_online, new_lead=set(), call={EMAIL})
    happened(acme_online)
    happened(acme_online, "call", "Neha chose a time for a call")
    tell()
    assert [mail["subject"] for mail in mails(town)] == ["Neha chose a time for a call"]


def test_whatsapp_comes_by_a_template_to_the_persons_own_number(acme_online: Scope, town: Town):
    choose(acme_online, new_lead={WHATSAPP})
    with transaction(acme_online) as session:
        assert save_phone(session, acme_online, "98765 43210") == "+919876543210"
    happened(acme_online)
    tell()  # asks for the approval, which the sandbox gives at once
    for _attempt in range(40):
        asyncio.run(approval.sync(acme_online.customer_id))
        with time_machine.travel(now() + timedelta(seconds=5)):
            tell()
        if town.received("twilio"):
            break
    (told,) = town.received("twilio")
    assert told["recipient"] == "+919876543210"
    assert "New lead: Neha – wants braces" in told["body"]


def test_the_phone_that_the_business_is_told_on_is_not_told_again(acme_online: Scope, town: Town):
    choose(acme_online, new_lead={WHATSAPP})
    with transaction(acme_online) as session:
        save_phone(session, acme_online, "+919876543210")
        session.get_one(Customer, acme_online.customer_id).phone = "+919876543210"
    happened(acme_online)
    tell()
    assert deliveries(acme_online) == []


def test_a_wrong_number_is_said_at_its_field(alice: Scope):
    with transaction(alice) as session, pytest.raises(Invalid) as wrong:
        save_phone(session, alice, "12345")
    assert wrong.value.field == "phone"


def test_quiet_hours_hold_everything_until_one_summary(acme_online: Scope, town: Town):
    choose(acme_online, new_lead={EMAIL}, answer={EMAIL})
    with transaction(acme_online) as session:
        save_quiet(session, acme_online, "21:00", "08:00")
    night = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)  # 22:30 in India
    with time_machine.travel(night, tick=True):
        for name in ("Neha", "Ravi", "Amit"):
            happened(acme_online, title=f"New lead: {name}")
        happened(acme_online, "answer", "Sita answered by email")
        tell()
        assert mails(town) == []
    with time_machine.travel(datetime(2026, 11, 28, 2, 31, tzinfo=UTC), tick=True):
        tell()
        tell()
    (mail,) = mails(town)
    assert mail["subject"] == "While you were away: 3 new leads, 1 new answer"
    for name in ("Neha", "Ravi", "Amit", "Sita"):
        assert name in mail["body"]


def test_half_of_the_quiet_hours_is_refused(alice: Scope):
    with transaction(alice) as session, pytest.raises(Invalid) as wrong:
        save_quiet(session, alice, "21:00", "")
    assert wrong.value.field == "quiet_until"


def test_a_flood_is_told_as_one(acme_online: Scope, town: Town):
    for number in range(12):
        happened(acme_online, title=f"New lead: Number {number}")
    tell()
    (mail,) = mails(town)
    assert mail["subject"] == "While you were away: 12 new leads"


def test_a_provider_that_is_down_is_tried_again_later(acme_online: Scope, town: Town):
    town.settings(faults={"sendgrid": {"rate_limited": 1}})
    happened(acme_online)
    tell()
    town.settings(faults={})
    (row,) = [one for one in deliveries(acme_online) if one.way is EMAIL]
    assert (row.status, row.attempts) == (NoticeStatus.PENDING, 1)
    assert row.due_at > now()
    with time_machine.travel(row.due_at + timedelta(seconds=1), tick=True):
        tell()
    assert len(mails(town)) == 1


def died_in_mid_call(scope: Scope) -> None:
    """What a killed process leaves: on record as sending, its lease over, the message perhaps accepted."""
    with transaction(scope) as session:
        for row in hearing.in_order(session, NoticeDelivery):
            row.status, row.sent_at = NoticeStatus.SENDING, None
            row.lease_until = now() - timedelta(seconds=1)


def test_what_arrived_before_the_process_died_is_found_and_not_sent_again(acme_online: Scope, town: Town):
    choose(acme_online, new_lead={EMAIL})
    happened(acme_online)
    tell()
    died_in_mid_call(acme_online)
    tell()
    assert len(mails(town)) == 1
    assert [row.status for row in deliveries(acme_online)] == [NoticeStatus.SENT]


def test_what_never_left_is_sent_once_the_provider_must_know_of_it(acme_online: Scope, town: Town):
    choose(acme_online, new_lead={EMAIL})
    happened(acme_online)
    tell()
    died_in_mid_call(acme_online)
    with transaction(acme_online) as session:
        for row in hearing.in_order(session, NoticeDelivery):
            row.attempt_id = "ntc_never_left"
    tell()
    assert len(mails(town)) == 1  # perhaps it is on its way yet
    with time_machine.travel(now() + timedelta(seconds=120)):
        tell()
        with time_machine.travel(now() + timedelta(seconds=10)):
            tell()
    assert len(mails(town)) == 2


def test_a_mail_that_bounced_is_not_called_sent(acme_online: Scope, town: Town):
    choose(acme_online, new_lead={EMAIL})
    happened(acme_online)
    tell()
    (row,) = deliveries(acme_online)
    (event,) = hearing.statuses(
        acme_online, {"reference": row.attempt_id, "status": "bounced", "error_text": "No such mailbox"}
    )
    (row,) = deliveries(acme_online)
    assert (event.status, row.status, row.error_message) == ("done", NoticeStatus.FAILED, "No such mailbox")


def test_whoever_left_the_business_is_not_told(acme_online: Scope, town: Town):
    with transaction(acme_online) as session:
        save_quiet(session, acme_online, "21:00", "08:00")
    with time_machine.travel(datetime(2026, 11, 27, 17, 0, tzinfo=UTC), tick=True):
        happened(acme_online)
        tell()
    with system_transaction() as session:
        for row in hearing.in_order(session, Membership, Membership.user_id == acme_online.user_id):
            session.delete(row)
    with time_machine.travel(datetime(2026, 11, 28, 2, 31, tzinfo=UTC), tick=True):
        tell()
    assert mails(town) == []
    assert {row.status for row in deliveries(acme_online)} == {NoticeStatus.DROPPED}


async def test_an_answer_is_told_to_whom_the_lead_belongs(alice: Scope, bob: Scope):
    lead = support.add_lead(alice, phone="+919800000001", assigned_to=bob.user_id)
    support.add_conversation(alice, lead)
    await hearing.whatsapp(alice, "+919800000001", "Is Monday all right?")
    await hearing.whatsapp(alice, "+919800000001", "Or Tuesday?")
    first, second = hearing.read_all(alice, Notification)
    assert {first.user_id, second.user_id} == {bob.user_id}
    assert (first.body, second.body) == ("Is Monday all right?", "Or Tuesday?")
    assert first.read_at is not None
    assert second.read_at is None


async def test_whoever_is_looking_at_the_conversation_is_not_told_of_the_answer(alice: Scope):
    choose(alice, answer={EMAIL})
    lead = support.add_lead(alice, phone="+919800000002")
    talk = support.add_conversation(alice, lead)
    support.add(alice, TalkPresence(conversation_id=talk.id or 0, user_id=alice.user_id, seen_at=now()))
    await hearing.whatsapp(alice, "+919800000002", "Hello?")
    await delivering.tell()
    assert deliveries(alice) == []


async def test_what_a_member_answers_to_a_notice_is_no_lead(alice: Scope):
    choose(alice, new_lead={WHATSAPP})
    with transaction(alice) as session:
        save_phone(session, alice, "+919876543210")
        assert own_addresses(session, alice.customer_id) == {"alice@acme.example", "+919876543210"}
    event = await hearing.whatsapp(alice, "+919876543210", "Great, thank you")
    assert "your own number" in event.error_message


def test_choices_are_ones_own(alice: Scope, bob: Scope, charlie: Scope):
    choose(alice, new_lead={WHATSAPP})
    with transaction(bob) as session:
        assert choices_of(session, bob).ways[Event.NEW_LEAD] == frozenset()
    with transaction(charlie) as session:
        assert choices_of(session, charlie).ways[Event.NEW_LEAD] == {NoticeWay.PUSH, EMAIL}
    with transaction(alice) as session:
        assert choices_of(session, alice).ways[Event.NEW_LEAD] == {WHATSAPP}
