"""An ad form goes straight into the leads, once, and everyone who should hears of it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from services.core.scope import Scope
from services.models import (
    Activity,
    AdCampaign,
    AdPlatformName,
    Consent,
    Contact,
    Conversation,
    ConversationChannel,
    InboundEvent,
    InboundStatus,
    Integration,
    IntegrationStatus,
    Lead,
    LeadSourceName,
    LeadStatus,
    Message,
    MessageStatus,
    Notification,
    OutreachMessage,
    OutreachMessageStatus,
    Sender,
)
from tests import hearing, posting, support
from tests.hearing import read, read_all
from tests.websites import Site, serving

ASHA = {
    "FULL_NAME": "Asha Rao",
    "PHONE_NUMBER": "098123 45678",
    "EMAIL": "Asha@Rao.example",
    "CITY": "Bangalore",
    "PRICE_RANGE": "80 lakh",
}
PLAIN = {"FULL_NAME": "Asha Rao", "PHONE_NUMBER": "+919812345678"}


async def test_a_google_form_becomes_a_lead_with_its_answers(alice: Scope) -> None:
    posting.connect_google(alice)
    ended = await hearing.google_form(alice, **ASHA)
    assert ended.status is InboundStatus.DONE
    lead = read(alice, Lead)
    assert (lead.name, lead.phone, lead.email) == ("Asha Rao", "+919812345678", "asha@rao.example")
    assert (lead.source, lead.location, lead.platform_lead_id) == (LeadSourceName.GOOGLE_ADS, "Bengaluru", "g1")
    assert lead.lead_data["answers"] == {"Price range": "80 lakh"}
    assert lead.quality_score > 50
    talk = read(alice, Conversation)
    assert (talk.channel, talk.unread_count, talk.last_inbound_at) == (ConversationChannel.WHATSAPP, 1, None)
    first = read(alice, Message)
    assert (first.sender, first.message_text) == (Sender.LEAD, "Price range: 80 lakh")
    assert {line.channel for line in read_all(alice, Consent)} == {"whatsapp", "email"}
    assert read(alice, Notification).title == "New lead: Asha Rao"


async def test_the_owner_is_told_and_the_lead_is_thanked_on_whatsapp(alice: Scope) -> None:
    posting.connect_google(alice)
    posting.connect_twilio(alice)
    with support.transaction(alice) as session:
        session.get_one(support.Customer, alice.customer_id).phone = "+919800000009"
    await hearing.google_form(alice, **ASHA)
    notice, thanks = read_all(alice, Message, Message.sender == Sender.SYSTEM)
    assert {notice.status, thanks.status} == {MessageStatus.PENDING}
    assert notice.extra["recipient"] == "+919800000009"
    assert "Asha Rao" in notice.message_text
    assert "recipient" not in thanks.extra
    assert thanks.message_text.startswith("Hi Asha Rao, thank you for your enquiry with Acme Dental")


async def test_whoever_said_stop_once_is_a_lead_and_is_not_thanked(alice: Scope) -> None:
    posting.connect_google(alice)
    posting.connect_twilio(alice)
    await hearing.whatsapp(alice, "+919812345678", "STOP")
    await hearing.google_form(alice, **PLAIN)
    assert read(alice, Lead).name == "Asha Rao"
    assert read_all(alice, Message, Message.sender == Sender.SYSTEM) == []


async def test_a_test_form_is_shown_and_makes_no_lead(alice: Scope) -> None:
    ended = await hearing.google_form(alice, is_test=True, **ASHA)
    assert ended.status is InboundStatus.IGNORED
    assert read_all(alice, Lead) == []
    assert read_all(alice, Message) == []
    assert read(alice, Activity).text == "A test enquiry from Google Ads arrived"


async def test_a_form_without_any_address_makes_no_lead(alice: Scope) -> None:
    ended = await hearing.google_form(alice, FULL_NAME="Asha Rao")
    assert ended.status is InboundStatus.IGNORED
    assert read_all(alice, Lead) == []


async def test_a_second_form_of_the_same_person_opens_the_lead_again(alice: Scope) -> None:
    await hearing.google_form(alice, "g1", **PLAIN)
    with support.transaction(alice) as session:
        session.get_one(Lead, read(alice, Lead).id).status = LeadStatus.LOST
    await hearing.google_form(alice, "g2", **ASHA)
    lead = read(alice, Lead)
    assert (lead.status, lead.email, lead.platform_lead_id) == (LeadStatus.NEW, "asha@rao.example", "g1")
    assert read(alice, Conversation).unread_count == 2


async def test_a_contact_who_fills_in_a_form_is_written_to_by_no_campaign(alice: Scope) -> None:
    contact = support.add_contact(alice, phone="+919812345678")
    support.add_outreach_message(alice, support.add_campaign(alice), contact)
    await hearing.google_form(alice, **PLAIN)
    assert read(alice, Lead).original_contact_id == contact.id
    assert read(alice, Contact).converted_to_lead
    assert read(alice, OutreachMessage).status is OutreachMessageStatus.CANCELLED


async def test_the_ad_campaign_counts_its_leads_and_what_each_cost(alice: Scope) -> None:
    support.add(
        alice,
        AdCampaign(platform=AdPlatformName.GOOGLE, platform_form_id="f1", spent_paise=100_000, name="Flats"),
    )
    await hearing.google_form(alice, "g1", **PLAIN)
    await hearing.google_form(alice, "g2", FULL_NAME="Ravi", PHONE_NUMBER="+919812345679")
    campaign = read(alice, AdCampaign)
    assert (campaign.leads_generated, campaign.cost_per_lead_paise) == (2, 50_000)
    assert {lead.campaign_id for lead in read_all(alice, Lead)} == {campaign.public_id}


# Meta names the lead, Graph tells it ------------------------------------------------------------

LEAD = {
    "id": "901",
    "created_time": "2026-03-12T08:00:19+0000",
    "form_id": "f1",
    "field_data": [
        {"name": "full_name", "values": ["Asha Rao"]},
        {"name": "phone_number", "values": ["+919812345678"]},
        {"name": "what_is_your_budget?", "values": ["50-80L"]},
    ],
}


@pytest.fixture
async def graph() -> AsyncIterator[tuple[Site, dict[str, Any]]]:
    """A Graph API whose answer to lead 901 can be changed."""
    said: dict[str, Any] = {"status": 200, "body": LEAD}

    def answer(_request: web.Request) -> web.Response:
        return web.json_response(said["body"], status=said["status"])

    async with serving({"/v26.0/901": answer}) as site:
        yield site, said


def heard(scope: Scope, lead_id: str = "901") -> InboundEvent:
    return hearing.event(scope, "ad_lead", "meta", platform="meta", platform_lead_id=lead_id, page_id="1001")


async def test_a_meta_lead_is_read_from_graph_with_the_pages_own_token(alice: Scope, graph: Any) -> None:
    site, _ = graph
    posting.connect_meta(alice, base_url=site.url)
    await hearing.handle(alice.customer_id, heard(alice).id or 0)
    lead = read(alice, Lead)
    assert (lead.name, lead.source, lead.is_sandbox) == ("Asha Rao", LeadSourceName.META_ADS, False)
    assert lead.lead_data["answers"] == {"What is your budget?": "50-80L"}
    [request] = site.requests
    assert request.headers["Authorization"] == "Bearer page-token"
    assert "page-token" not in str(request.url)


async def test_metas_own_test_leads_make_no_lead(alice: Scope, graph: Any) -> None:
    site, said = graph
    posting.connect_meta(alice, base_url=site.url)
    dummy = [{"name": "full_name", "values": ["<test lead: dummy data for full_name>"]}]
    said["body"] = {**LEAD, "field_data": dummy}
    await hearing.handle(alice.customer_id, heard(alice).id or 0)
    assert read(alice, InboundEvent).status is InboundStatus.IGNORED
    assert read_all(alice, Lead) == []


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, {}), (429, {}), (400, {"error": {"code": 17, "is_transient": True, "message": "limit"}})],
)
async def test_when_graph_is_down_the_lead_is_read_later(
    alice: Scope, graph: Any, status: int, body: dict[str, Any]
) -> None:
    site, said = graph
    posting.connect_meta(alice, base_url=site.url)
    said.update(status=status, body=body)
    stored = heard(alice)
    await hearing.handle(alice.customer_id, stored.id or 0)
    event = read(alice, InboundEvent)
    assert (event.status, event.attempts) == (InboundStatus.RECEIVED, 1)
    said.update(status=200, body=LEAD)
    await hearing.handle(alice.customer_id, stored.id or 0)
    assert read(alice, Lead).name == "Asha Rao"


async def test_a_refused_token_is_shown_in_settings_and_the_lead_is_kept_for_later(alice: Scope, graph: Any) -> None:
    site, said = graph
    posting.connect_meta(alice, base_url=site.url)
    said.update(status=400, body={"error": {"code": 190, "message": "expired"}})
    await hearing.handle(alice.customer_id, heard(alice).id or 0)
    assert read(alice, InboundEvent).status is InboundStatus.RECEIVED
    assert read(alice, Integration).status is IntegrationStatus.FAILING
    assert read(alice, Notification).title == "An enquiry from Meta could not be read"


async def test_a_lead_that_graph_does_not_know_is_given_up_with_its_reason(alice: Scope, graph: Any) -> None:
    site, said = graph
    posting.connect_meta(alice, base_url=site.url)
    said.update(status=400, body={"error": {"code": 100, "message": "nope"}})
    await hearing.handle(alice.customer_id, heard(alice).id or 0)
    event = read(alice, InboundEvent)
    assert event.status is InboundStatus.FAILED
    assert event.error_message == "Meta does not know this lead, or the page may not read it."
    told = read(alice, Notification)
    assert told.title == "An enquiry from Meta could not be read"
    assert told.body.startswith(event.error_message)


async def test_an_id_that_would_reach_another_address_is_not_asked_for(alice: Scope, graph: Any) -> None:
    site, _ = graph
    posting.connect_meta(alice, base_url=site.url)
    await hearing.handle(alice.customer_id, heard(alice, "../me?x=").id or 0)
    assert read(alice, InboundEvent).status is InboundStatus.FAILED
    assert site.hits == []
