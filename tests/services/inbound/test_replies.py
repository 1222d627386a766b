"""What a reply does: interest becomes a lead, a refusal never does."""

import pytest

from services.core.scope import Scope
from services.models import (
    Channel,
    Contact,
    Conversation,
    ConversationStatus,
    InboundEvent,
    InboundStatus,
    Intent,
    Lead,
    LeadSourceName,
    Message,
    MessageStatus,
    Notification,
    OutreachCampaign,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    Sender,
    Suppression,
)
from services.outreach.reply_address import reply_address
from tests import hearing, posting, support
from tests.hearing import read, read_all

SENT = OutreachMessageStatus.SENT


@pytest.fixture
def campaign(alice: Scope) -> OutreachCampaign:
    return support.add_campaign(alice)


@pytest.fixture
def contact(alice: Scope) -> Contact:
    return support.add_contact(alice, name="Neha Singh", phone="+919812345678", email="neha@singh.example")


@pytest.fixture
def message(alice: Scope, campaign: OutreachCampaign, contact: Contact) -> OutreachMessage:
    return support.add_outreach_message(alice, campaign, contact, status=SENT, provider_id="SM1", provider="twilio")


async def test_interest_makes_a_lead_with_the_whole_conversation(
    alice: Scope, contact: Contact, message: OutreachMessage
) -> None:
    ended = await hearing.whatsapp(alice, "+919812345678", "Yes, interested. Please call me.")
    assert ended.status is InboundStatus.DONE
    lead = read(alice, Lead)
    assert (lead.name, lead.source, lead.campaign_id[:4]) == ("Neha Singh", LeadSourceName.OUTREACH_RESPONSE, "out_")
    assert lead.original_contact_id == contact.id
    assert lead.intent is Intent.HOT
    assert lead.ai_analysis["reasons"]
    bubbles = [(m.sender, m.message_text, m.status) for m in read_all(alice, Message)]
    assert bubbles[0] == (Sender.CUSTOMER, "Hello", MessageStatus.READ)
    assert bubbles[1] == (Sender.LEAD, "Yes, interested. Please call me.", MessageStatus.DELIVERED)
    talk = read(alice, Conversation)
    assert (talk.unread_count, talk.status) == (1, ConversationStatus.OPEN)
    assert talk.last_inbound_at is not None
    after = read(alice, Contact)
    assert (after.outreach_status, after.converted_to_lead) == (OutreachStatus.RESPONDED, True)
    answered = read(alice, OutreachMessage)
    assert (answered.status, answered.response_text) == (OutreachMessageStatus.RESPONDED, bubbles[1][1])
    counted = read(alice, OutreachCampaign)
    assert (counted.response_count, counted.conversion_count) == (1, 1)
    assert read(alice, Notification).title == "New lead: Neha Singh"


async def test_the_same_event_handled_again_changes_nothing(alice: Scope, message: OutreachMessage) -> None:
    ended = await hearing.whatsapp(alice, "+919812345678", "Interested")
    await hearing.handle(alice.customer_id, ended.id)
    assert len(read_all(alice, Lead)) == 1
    assert len(read_all(alice, Message, Message.sender == Sender.LEAD)) == 1
    assert read(alice, OutreachCampaign).response_count == 1


async def test_a_second_answer_goes_on_with_the_conversation(alice: Scope, message: OutreachMessage) -> None:
    await hearing.whatsapp(alice, "+919812345678", "Interested")
    talk = read(alice, Conversation)
    with support.transaction(alice) as session:
        session.get_one(Conversation, talk.id).status = ConversationStatus.CLOSED
    await hearing.whatsapp(alice, "+919812345678", "What is the price?")
    talk = read(alice, Conversation)
    assert (talk.unread_count, talk.status) == (2, ConversationStatus.OPEN)
    assert talk.last_message_text == "What is the price?"
    counted = read(alice, OutreachCampaign)
    assert (counted.response_count, counted.conversion_count) == (1, 1)
    assert len(read_all(alice, Lead)) == 1


@pytest.mark.parametrize("text", ["STOP", "please remove my number", "mujhe message mat karo"])
async def test_whoever_says_stop_is_left_alone_on_every_channel(
    alice: Scope, campaign: OutreachCampaign, contact: Contact, message: OutreachMessage, text: str
) -> None:
    mail = support.add_campaign(alice, type=Channel.EMAIL)
    support.add_outreach_message(alice, mail, contact)
    await hearing.whatsapp(alice, "+919812345678", text)
    assert read_all(alice, Lead) == []
    assert {row.kind.value for row in read_all(alice, Suppression)} == {"phone", "email"}
    waiting = read(alice, OutreachMessage, OutreachMessage.channel == Channel.EMAIL)
    assert waiting.status is OutreachMessageStatus.CANCELLED
    counted = read(alice, OutreachCampaign, OutreachCampaign.id == campaign.id)
    assert (counted.response_count, counted.conversion_count) == (1, 0)
    assert read(alice, Contact).outreach_status is OutreachStatus.RESPONDED


@pytest.mark.parametrize("text", ["Not interested, thanks", "Wrong number, I am not from this company"])
async def test_a_refusal_makes_no_lead_and_ends_the_writing(
    alice: Scope, contact: Contact, message: OutreachMessage, text: str
) -> None:
    mail = support.add_campaign(alice, type=Channel.EMAIL)
    support.add_outreach_message(alice, mail, contact)
    await hearing.whatsapp(alice, "+919812345678", text)
    assert read_all(alice, Lead) == []
    assert read_all(alice, Suppression) == []
    assert read(alice, Contact).outreach_status is OutreachStatus.RESPONDED
    waiting = read(alice, OutreachMessage, OutreachMessage.channel == Channel.EMAIL)
    assert waiting.status is OutreachMessageStatus.CANCELLED


async def test_a_machine_is_no_lead(alice: Scope, campaign: OutreachCampaign, contact: Contact) -> None:
    mail = support.add_campaign(alice, type=Channel.EMAIL)
    support.add_outreach_message(alice, mail, contact, status=SENT)
    away = await hearing.email(
        alice, "neha@singh.example", "I am away until Monday.", headers={"auto-submitted": "auto-replied"}
    )
    bounce = await hearing.email(
        alice,
        "mailer-daemon@mx.example",
        "Delivery to the following recipient failed permanently: neha@singh.example",
        subject="Delivery Status Notification (Failure)",
    )
    assert (away.status, bounce.status) == (InboundStatus.IGNORED, InboundStatus.IGNORED)
    assert read_all(alice, Lead) == []
    assert read(alice, Contact).outreach_status is OutreachStatus.PENDING
    assert read(alice, OutreachCampaign, OutreachCampaign.id == mail.id).response_count == 0


async def test_an_answer_from_another_address_is_known_by_its_reference(alice: Scope, contact: Contact) -> None:
    mail = support.add_campaign(alice, type=Channel.EMAIL)
    sent = support.add_outreach_message(alice, mail, contact, status=SENT)
    await hearing.email(
        alice, "personal@home.example", "Yes, tell me more", recipient=reply_address(sent.public_id, "r.example")
    )
    assert read(alice, Lead).original_contact_id == contact.id


async def test_an_answer_is_known_by_the_thread_that_it_belongs_to(alice: Scope, contact: Contact) -> None:
    mail = support.add_campaign(alice, type=Channel.EMAIL)
    sent = support.add_outreach_message(alice, mail, contact, status=SENT)
    thread = ["<root@other.example>", f"<{sent.public_id}@acme.example>"]
    await hearing.email(alice, "personal@home.example", "Yes, tell me more", references=thread)
    assert read(alice, Lead).original_contact_id == contact.id


async def test_a_stranger_on_whatsapp_becomes_a_lead_and_one_by_email_does_not(alice: Scope) -> None:
    posting.connect_twilio(alice, is_sandbox=True)
    mail = await hearing.email(alice, "spam@offers.example", "Buy our SEO services, interested?")
    assert mail.status is InboundStatus.IGNORED
    assert read_all(alice, Lead) == []
    await hearing.whatsapp(alice, "+919800000001", "What are your prices?", profile_name="Ravi")
    lead = read(alice, Lead)
    assert (lead.name, lead.source, lead.is_sandbox) == ("Ravi", LeadSourceName.MANUAL, True)


async def test_the_customers_own_number_is_no_lead(alice: Scope) -> None:
    with support.transaction(alice) as session:
        session.get_one(support.Customer, alice.customer_id).phone = "+919800000009"
    ended = await hearing.whatsapp(alice, "+919800000009", "Great, thanks!")
    assert ended.status is InboundStatus.IGNORED
    assert read_all(alice, Lead) == []


async def test_the_customer_is_told_of_a_new_lead_on_whatsapp(alice: Scope, message: OutreachMessage) -> None:
    posting.connect_twilio(alice)
    with support.transaction(alice) as session:
        session.get_one(support.Customer, alice.customer_id).phone = "+919800000009"
    await hearing.whatsapp(alice, "+919812345678", "Interested")
    notice = read(alice, Message, Message.sender == Sender.SYSTEM)
    assert (notice.status, notice.extra["recipient"]) == (MessageStatus.PENDING, "+919800000009")
    assert "Neha Singh" in notice.message_text
    assert notice.extra["template_id"]


async def test_a_lead_who_says_stop_keeps_the_conversation_and_hears_no_more(
    alice: Scope, message: OutreachMessage
) -> None:
    await hearing.whatsapp(alice, "+919812345678", "Interested")
    await hearing.whatsapp(alice, "+919812345678", "STOP")
    assert [m.message_text for m in read_all(alice, Message, Message.sender == Sender.LEAD)] == ["Interested", "STOP"]
    assert read_all(alice, Suppression)


async def test_a_reply_to_one_customer_is_unknown_to_another(
    alice: Scope, charlie: Scope, message: OutreachMessage
) -> None:
    """Charlie's provider tells of a message and a person that are Alice's."""
    ended = await hearing.email(
        charlie, "neha@singh.example", "Interested", recipient=reply_address(message.public_id, "r.example")
    )
    assert ended.status is InboundStatus.IGNORED
    assert read_all(alice, Lead) == []
    assert read(alice, OutreachMessage).status is SENT


async def test_another_customers_event_cannot_be_handled(alice: Scope, charlie: Scope) -> None:
    stored = hearing.event(alice, "reply", channel="whatsapp", sender="+919812345678", text="Interested")
    await hearing.handle(charlie.customer_id, stored.id or 0)
    assert read(alice, InboundEvent).status is InboundStatus.RECEIVED
    assert read_all(charlie, Lead) == []
