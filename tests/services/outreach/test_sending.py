"""From a running campaign to what the provider received."""

from datetime import timedelta

import pytest
from sqlmodel import select

from services.core.clock import now
from services.core.scope import Scope, system_scope
from services.db import reading, transaction
from services.models import (
    ApprovalStatus,
    Channel,
    Contact,
    Conversation,
    Customer,
    Message,
    MessageStatus,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    Sender,
    SendingLimit,
    Template,
    TemplateApproval,
    TemplateStatus,
)
from services.outreach import approval, queueing, sending
from tests import support
from tests.towns import Town

HELLO = "Hi {{first_name|there}}, we help {{industry}} businesses in {{city}}. Interested? {{business}}"


def contacts(scope: Scope, number: int) -> list[Contact]:
    return [
        support.add_contact(scope, is_sandbox=True, published_for_enquiries=True, phone=f"+9198450{10000 + place}")
        for place in range(number)
    ]


def messages(scope: Scope) -> list[OutreachMessage]:
    with reading(scope) as session:
        return list(session.exec(select(OutreachMessage).order_by(OutreachMessage.id)))


def campaign_of(scope: Scope) -> OutreachCampaign:
    with reading(scope) as session:
        return session.exec(select(OutreachCampaign)).one()


async def send_everything(linger: float = 0.0) -> int:
    queueing.queue_due()
    await approval.sync()
    return await sending.dispatch(linger=linger)


async def test_a_whatsapp_campaign_reaches_every_contact_once_with_an_approved_template(
    acme_online: Scope, town: Town
) -> None:
    support.add_campaign(acme_online, message_template=HELLO)
    contacts(acme_online, 5)
    assert await send_everything() == 5
    assert await send_everything() == 0
    received = town.received()
    sent = messages(acme_online)
    assert {one["reference"] for one in received} == {one.public_id for one in sent}
    assert {one["body"] for one in received} == {one.message_content for one in sent}
    assert all(one["data"]["content_sid"] for one in received)
    assert {one.status for one in sent} == {OutreachMessageStatus.SENT}
    assert campaign_of(acme_online).sent_count == 5
    with reading(acme_online) as session:
        assert {one.outreach_status for one in session.exec(select(Contact))} == {OutreachStatus.SENT}
        assert session.exec(select(SendingLimit).where(SendingLimit.subject == "whatsapp")).one().used == 5
        assert session.exec(select(Template)).one().status == TemplateStatus.APPROVED


async def test_what_we_keep_is_what_the_recipient_reads(acme_online: Scope, town: Town) -> None:
    support.add_campaign(acme_online, message_template=HELLO)
    support.add_contact(
        acme_online,
        is_sandbox=True,
        published_for_enquiries=True,
        name="Priya Sharma",
        industry="dental clinics",
        city="Pune",
        phone="+919845012345",
    )
    await send_everything()
    body = town.received()[0]["body"]
    assert body.startswith("Hi Priya, we help dental clinics businesses in Pune. Interested? Acme Dental")
    assert "STOP" in body


async def test_a_paused_campaign_sends_nothing_more(acme_online: Scope, town: Town) -> None:
    campaign = support.add_campaign(acme_online, message_template=HELLO)
    contacts(acme_online, 3)
    queueing.queue_due()
    await approval.sync()
    with transaction(acme_online) as session:
        session.get_one(OutreachCampaign, campaign.id).status = OutreachCampaignStatus.PAUSED
    await sending.dispatch(linger=0)
    assert town.received() == []


async def test_the_daily_limit_of_the_customer_holds_the_rest_back_until_tomorrow(
    acme_online: Scope, town: Town
) -> None:
    with transaction(acme_online) as session:
        session.get_one(Customer, acme_online.customer_id).daily_limit_whatsapp = 2
    support.add_campaign(acme_online, message_template=HELLO)
    contacts(acme_online, 5)
    await send_everything()
    assert len(town.received()) == 2
    waiting = [one for one in messages(acme_online) if one.status == OutreachMessageStatus.PENDING]
    assert len(waiting) == 3
    assert all(one.send_at > now() for one in waiting)


async def test_a_campaign_queues_no_more_than_its_own_daily_limit(acme_online: Scope, town: Town) -> None:
    support.add_campaign(acme_online, message_template=HELLO, daily_limit=3)
    contacts(acme_online, 5)
    with transaction(system_scope(acme_online.customer_id)) as session:
        campaign = session.exec(select(OutreachCampaign)).one()
        assert queueing.queue_campaign(session, campaign) == 3
        assert queueing.queue_campaign(session, campaign) == 0
        assert campaign.next_queue_at
        assert campaign.next_queue_at > now()


async def test_a_person_suppressed_after_queueing_is_not_written_to(acme_online: Scope, town: Town) -> None:
    support.add_campaign(acme_online, message_template=HELLO)
    stopped, *_ = contacts(acme_online, 2)
    queueing.queue_due()
    await approval.sync()
    with transaction(acme_online) as session:
        session.get_one(Contact, stopped.id).published_for_enquiries = False
    await sending.dispatch(linger=0)
    assert [one["recipient"] for one in town.received()] != [stopped.phone]
    assert len(town.received()) == 1
    by_contact = {one.contact_id: one for one in messages(acme_online)}
    assert by_contact[stopped.id or 0].status == OutreachMessageStatus.CANCELLED


async def test_a_refused_number_fails_in_words_and_the_contact_is_invalid(acme_online: Scope, town: Town) -> None:
    support.add_campaign(acme_online, message_template=HELLO)
    support.add_contact(acme_online, is_sandbox=True, published_for_enquiries=True, phone="+919", email=None)
    await send_everything()
    message = messages(acme_online)[0]
    assert message.status == OutreachMessageStatus.FAILED
    assert message.error_message == "This is not a valid phone number."
    with reading(acme_online) as session:
        assert session.exec(select(Contact)).one().outreach_status == OutreachStatus.BOUNCED
        assert session.exec(select(SendingLimit).where(SendingLimit.subject == "whatsapp")).one().used == 0


async def test_a_provider_that_is_down_gets_the_message_later(acme_online: Scope, town: Town) -> None:
    support.add_campaign(acme_online, message_template=HELLO)
    contacts(acme_online, 1)
    queueing.queue_due()
    await approval.sync()
    town.settings(faults={"twilio": {"rate_limited": 1}})
    await sending.dispatch(linger=0)
    message = messages(acme_online)[0]
    assert message.status == OutreachMessageStatus.PENDING
    assert message.send_at > now()
    assert message.error_message
    assert town.received() == []
    with reading(acme_online) as session:
        assert session.exec(select(SendingLimit).where(SendingLimit.subject == "whatsapp")).one().used == 0


async def test_a_lost_answer_leaves_the_message_unknown_not_sent_again(acme_online: Scope, town: Town) -> None:
    support.add_campaign(acme_online, message_template=HELLO)
    contacts(acme_online, 1)
    queueing.queue_due()
    await approval.sync()
    town.settings(faults={"twilio": {"lost_answer": 1}})
    await sending.dispatch(linger=0)
    assert messages(acme_online)[0].status == OutreachMessageStatus.UNKNOWN
    assert len(town.received()) == 1


async def test_an_answer_in_a_conversation_is_sent_as_free_text_within_the_window(
    acme_online: Scope, town: Town
) -> None:
    town.settings(enforce_window=False)
    lead = support.add_lead(acme_online, is_sandbox=True, phone="+919845055555")
    talk = support.add_conversation(acme_online, lead, last_inbound_at=now() - timedelta(hours=1))
    support.add_message(acme_online, talk, "We are open until eight.", sender=Sender.CUSTOMER)
    await sending.dispatch(linger=0)
    (received,) = town.received()
    assert received["body"] == "We are open until eight."
    assert not received["data"]["content_sid"]
    with reading(acme_online) as session:
        sent = session.exec(select(Message)).one()
        assert sent.status == MessageStatus.SENT
        assert sent.provider_id == received["provider_id"]


async def test_outside_the_window_a_notice_waits_for_its_template(acme_online: Scope, town: Town) -> None:
    lead = support.add_lead(acme_online, is_sandbox=True, phone="+919845055555")
    talk = support.add_conversation(acme_online, lead)
    support.add_message(acme_online, talk, "Thank you for asking.", sender=Sender.SYSTEM)
    await sending.dispatch(linger=0)
    assert town.received() == []
    await approval.sync()
    with transaction(acme_online) as session:
        session.exec(select(Message)).one().send_at = now()
    await sending.dispatch(linger=0)
    (received,) = town.received()
    assert received["body"] == "Thank you for asking."
    assert received["data"]["content_sid"]


async def test_a_suppressed_lead_gets_no_answer(acme_online: Scope, town: Town) -> None:
    from services.compliance.actions import suppress

    lead = support.add_lead(acme_online, is_sandbox=True, phone="+919845055555")
    talk = support.add_conversation(acme_online, lead, last_inbound_at=now())
    with transaction(acme_online) as session:
        suppress(session, acme_online, phone=lead.phone, reason="opt_out", source="test")
    support.add_message(acme_online, talk, "One more thing", sender=Sender.CUSTOMER)
    await sending.dispatch(linger=0)
    assert town.received() == []
    with reading(acme_online) as session:
        assert session.exec(select(Message)).one().status == MessageStatus.FAILED
        assert session.exec(select(Conversation)).one()


async def test_a_simulated_contact_is_never_written_to_through_a_real_account(
    acme_online: Scope, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.integrations.actions import save

    support.add_campaign(acme_online, message_template=HELLO)
    contacts(acme_online, 1)
    queueing.queue_due()
    await approval.sync()
    monkeypatch.setenv("LEADGEN_TWILIO_URL", town.address)
    keys = {"account_sid": "AC" + "1" * 32, "auth_token": "2" * 32, "from": "+919876543210"}
    with transaction(acme_online) as session:
        save(session, acme_online, "twilio", keys)
        template = session.exec(select(Template)).one()
        approved = {"template_id": template.id or 0, "provider": "twilio", "status": ApprovalStatus.APPROVED}
        session.add(TemplateApproval(**approved))
        session.get_one(Customer, acme_online.customer_id).quiet_from = "09:00"  # equal: no quiet hours
    await sending.dispatch(linger=0)
    assert town.received() == []
    assert messages(acme_online)[0].status == OutreachMessageStatus.CANCELLED


async def test_conversations_go_before_campaigns(acme_online: Scope, town: Town) -> None:
    support.add_campaign(acme_online, message_template=HELLO)
    contacts(acme_online, 3)
    queueing.queue_due()
    await approval.sync()
    lead = support.add_lead(acme_online, is_sandbox=True, phone="+919845055555")
    talk = support.add_conversation(acme_online, lead, last_inbound_at=now())
    answer = support.add_message(acme_online, talk, "Yes", sender=Sender.CUSTOMER)
    await sending.dispatch(linger=0)
    assert town.received()[0]["reference"] == answer.public_id
    assert campaign_of(acme_online).type == Channel.WHATSAPP
