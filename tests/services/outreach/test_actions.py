"""Single messages, e-mail with its links, and unsubscribing."""

import json
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from services.compliance.actions import suppress
from services.core.clock import now
from services.core.errors import Conflict, Invalid, NotAllowed, NotFound
from services.core.scope import Scope
from services.db import reading, system_reading, transaction
from services.models import (
    AuditLog,
    Channel,
    Contact,
    Customer,
    Job,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    ScheduleType,
    Suppression,
    WhatsAppReach,
)
from services.outreach import approval, queueing, sending
from services.outreach.actions import DirectText, send_now, send_or_say_why
from services.outreach.reply_address import reference_in
from services.outreach.unsubscribe import unsubscribe, unsubscriber_of
from services.outreach.writing import send_at
from services.queue import JobName
from tests import posting, support
from tests.services.outreach.test_sending import HELLO, contacts
from tests.towns import Town

TEXT = DirectText("Hi {{name|there}}, may I call you today?", "A question for {{company}}")


def person(scope: Scope, **values: object) -> Contact:
    filled = {"is_sandbox": True, "published_for_enquiries": True, "phone": "+919845010001", **values}
    return support.add_contact(scope, **filled)


async def test_a_single_whatsapp_is_a_template_and_the_second_is_the_next_step(acme_online: Scope, town: Town) -> None:
    contact = person(acme_online)
    for _ in range(2):
        with transaction(acme_online) as session:
            send_now(session, acme_online, contact.public_id, Channel.WHATSAPP, TEXT)
        await approval.sync()
        await sending.dispatch(linger=0)
        with transaction(acme_online) as session:  # WhatsApp takes the next after six seconds
            for one in session.exec(
                select(OutreachMessage).where(OutreachMessage.status == OutreachMessageStatus.SENT)
            ):
                one.sent_at = now() - timedelta(seconds=6)
    assert len(town.received()) == 2
    with reading(acme_online) as session:
        assert session.exec(select(OutreachCampaign)).one().name == "Direct messages"
        assert [one.step for one in session.exec(select(OutreachMessage))] == [1, 2]


async def test_a_single_mail_carries_its_links_and_no_personal_data_in_its_arguments(
    acme_online: Scope, town: Town
) -> None:
    contact = person(acme_online, email="priya@clinic.example", company="Priya's Clinic")
    with transaction(acme_online) as session:
        message = send_now(session, acme_online, contact.public_id, Channel.EMAIL, TEXT)
    await sending.dispatch(linger=0)
    (received,) = town.received("sendgrid")
    headers = received["data"]["headers"]
    assert received["subject"] == "A question for Priya's Clinic"
    assert received["data"]["custom_args"] == {"leadgen_ref": message.public_id}
    assert "/u/" in headers["List-Unsubscribe"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert reference_in(received["data"]["reply_to"]) == message.public_id
    assert "Unsubscribe: http" in received["body"]
    assert "1 MG Road" in received["body"]


def test_nobody_writes_to_a_person_who_said_stop_or_never_agreed(acme_online: Scope) -> None:
    unpublished = person(acme_online, published_for_enquiries=False)
    stopped = person(acme_online, phone="+919845010002")
    lead = person(acme_online, phone="+919845010003", converted_to_lead=True)
    with transaction(acme_online) as session:
        suppress(session, acme_online, phone=stopped.phone, reason="opt_out", source="test")
    for contact, words in ((unpublished, "opt-in"), (stopped, "asked you to stop"), (lead, "lead now")):
        with transaction(acme_online) as session, pytest.raises(Conflict, match=words):
            send_now(session, acme_online, contact.public_id, Channel.WHATSAPP, TEXT)


def test_a_bad_text_a_viewer_and_a_stranger_are_refused(acme_online: Scope, bob: Scope, charlie: Scope) -> None:
    contact = person(acme_online)
    with transaction(acme_online) as session, pytest.raises(Invalid):
        send_now(session, acme_online, contact.public_id, Channel.WHATSAPP, DirectText("Hi {{nmae}}"))
    with transaction(bob) as session, pytest.raises(NotAllowed):
        send_now(session, bob, contact.public_id, Channel.WHATSAPP, TEXT)
    with transaction(charlie) as session, pytest.raises(NotFound):
        send_now(session, charlie, contact.public_id, Channel.WHATSAPP, TEXT)


def test_the_unsubscribe_link_suppresses_the_person_on_every_channel_and_twice_is_once(alice: Scope) -> None:
    from services.outreach.texts import unsubscribe_url

    contact = support.add_contact(alice)
    campaign = support.add_campaign(alice, type=Channel.EMAIL)
    message = support.add_outreach_message(alice, campaign, contact)
    other = support.add_outreach_message(alice, support.add_campaign(alice), contact)
    token = unsubscribe_url(message.public_id).rpartition("/")[2]
    for _ in range(2):
        with system_reading() as session:
            found = unsubscriber_of(session, token)
        assert found
        with transaction(alice) as session:
            unsubscribe(session, found)
    with reading(alice) as session:
        assert {one.value for one in session.exec(select(Suppression))} == {contact.phone, contact.email}
        assert session.get_one(OutreachMessage, other.id).status == OutreachMessageStatus.CANCELLED
    with system_reading() as session:
        assert unsubscriber_of(session, "forged.token") is None


def test_a_scheduled_campaign_starts_at_its_time_and_not_before(acme_online: Scope) -> None:
    contacts(acme_online, 2)
    later = support.add_campaign(
        acme_online,
        message_template=HELLO,
        status=OutreachCampaignStatus.SCHEDULED,
        schedule_type=ScheduleType.SCHEDULED,
        schedule_date=now() + timedelta(hours=1),
    )
    assert queueing.queue_due() == 0
    with transaction(acme_online) as session:
        session.get_one(OutreachCampaign, later.id).schedule_date = now()
    assert queueing.queue_due() == 2


def test_a_daily_campaign_waits_for_its_hour_unless_new_contacts_ask(acme_online: Scope) -> None:
    support.add_campaign(acme_online, message_template=HELLO, schedule_type=ScheduleType.DAILY)
    contacts(acme_online, 1)
    assert queueing.queue_due() == 1
    support.add_contact(acme_online, is_sandbox=True, published_for_enquiries=True, phone="+919845099999")
    assert queueing.queue_due() == 0
    assert queueing.queue_due(acme_online.customer_id) == 1


def test_only_contacts_that_match_are_written_to_and_the_best_come_first(acme_online: Scope) -> None:
    support.add_campaign(acme_online, message_template=HELLO, min_score=60, target_contacts={"cities": ["Pune"]})
    good = {"is_sandbox": True, "published_for_enquiries": True, "city": "Pune"}
    support.add_contact(acme_online, **good, quality_score=70, name="Second", phone="+919845010001")
    support.add_contact(acme_online, **good, quality_score=90, name="First", phone="+919845010002")
    support.add_contact(acme_online, **good, quality_score=50, phone="+919845010003")
    support.add_contact(acme_online, **{**good, "city": "Delhi"}, phone="+919845010004")
    support.add_contact(acme_online, **good, phone=None)
    support.add_contact(acme_online, **good, converted_to_lead=True, phone="+919845010005")
    assert queueing.queue_due() == 2
    with reading(acme_online) as session:
        texts = [one.message_content for one in session.exec(select(OutreachMessage).order_by(OutreachMessage.id))]
    assert [text.split(",")[0] for text in texts] == ["Hi First", "Hi Second"]


def test_a_campaign_to_chosen_people_completes_when_each_was_written_to(acme_online: Scope) -> None:
    chosen, _other = contacts(acme_online, 2)
    campaign = support.add_campaign(
        acme_online, message_template=HELLO, target_contacts={"contact_ids": [chosen.id]}, min_score=99
    )
    assert queueing.queue_due() == 1
    with transaction(acme_online) as session:
        session.exec(select(OutreachMessage)).one().status = OutreachMessageStatus.SENT
    queueing.queue_due(acme_online.customer_id)
    with reading(acme_online) as session:
        assert session.get_one(OutreachCampaign, campaign.id).status == OutreachCampaignStatus.COMPLETED


def test_a_campaign_without_an_account_is_paused_and_says_why(alice: Scope) -> None:
    campaign = support.add_campaign(alice, message_template=HELLO)
    support.add_contact(alice, published_for_enquiries=True)
    assert queueing.queue_due() == 0
    with reading(alice) as session:
        assert session.get_one(OutreachCampaign, campaign.id).status == OutreachCampaignStatus.PAUSED


def test_real_people_are_left_alone_at_night(acme_online: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    from services.outreach.senders import Account, account_for

    contact = support.add_contact(acme_online, phone="+919845010001")
    with reading(acme_online) as session:
        customer = session.get_one(Customer, acme_online.customer_id)
        simulated = account_for(session, customer, Channel.WHATSAPP)
    assert simulated
    from dataclasses import replace

    real: Account = replace(simulated, credentials=replace(simulated.credentials, is_sandbox=False))
    night = now().replace(hour=20, minute=0)  # 01:30 in India
    campaign = OutreachCampaign(name="Hello", type=Channel.WHATSAPP)
    assert send_at(customer, contact, campaign, Channel.WHATSAPP, real, night) > night
    assert send_at(customer, contact, campaign, Channel.WHATSAPP, simulated, night) == night


def test_queueing_wakes_the_sender_in_the_same_transaction(acme_online: Scope, sqlite: str) -> None:
    support.add_campaign(acme_online, message_template=HELLO)
    contacts(acme_online, 1)
    queueing.queue_due()
    with reading(acme_online) as session:
        names = [job.name for job in session.exec(select(Job))]
    assert JobName.DISPATCH_MESSAGES in names
    assert JobName.SYNC_TEMPLATES in names
    assert json.dumps(names)


@pytest.mark.parametrize(
    ("changes", "at", "words"),
    [
        ({"daily_limit_whatsapp": 0}, "2026-11-25T06:00", "daily limit for this channel"),
        ({"daily_budget_paise": 100}, "2026-11-25T06:00", "budget for messages is used up"),
        ({}, "2026-11-25T18:00", "quiet hours or days off last until 26 Nov, 09:00"),
        ({}, "2026-11-24T06:00", "quiet hours or days off last until 25 Nov, 09:00"),  # Guru Nanak's birthday
        ({"whatsapp_reach": WhatsAppReach.OPTED_IN}, "2026-11-25T06:00", "opt-in"),
    ],
)
async def test_a_refused_single_message_says_why_and_stands_in_the_audit_log(
    sqlite: str, alice: Scope, changes: dict[str, object], at: str, words: str
) -> None:
    posting.connect_twilio(alice)
    contact = person(alice, is_sandbox=False)
    with transaction(alice) as session:
        customer = session.get_one(Customer, alice.customer_id)
        for name, value in {"whatsapp_reach": WhatsAppReach.PUBLISHED, **changes}.items():
            setattr(customer, name, value)
    with time_machine.travel(f"{at}+00:00"), pytest.raises(Conflict, match=words):
        await send_or_say_why(alice, contact.public_id, Channel.WHATSAPP, TEXT)
    with reading(alice) as session:
        (line,) = session.exec(select(AuditLog).where(AuditLog.action == "message_refused"))
        assert words in line.detail["why"]
        assert not session.exec(select(OutreachMessage)).all()
