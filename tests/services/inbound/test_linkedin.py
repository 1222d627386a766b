"""An enquiry from a LinkedIn form: told by a webhook or found by a look, a lead once, gone when LinkedIn says so."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from services.core.clock import now
from services.core.scope import Scope
from services.inbound.handling import handle
from services.inbound.polling import poll_leads
from services.models import (
    Activity,
    Consent,
    Conversation,
    InboundEvent,
    InboundStatus,
    Integration,
    IntegrationStatus,
    Lead,
    LeadEvent,
    LeadSourceName,
    Message,
    MessageStatus,
    Notification,
)
from tests import hearing, posting, support
from tests.hearing import read, read_all
from tests.websites import Site, serving

FORM = {
    "id": 3162,
    "content": {
        "questions": [
            {"questionId": 1, "predefinedField": "FIRST_NAME"},
            {"questionId": 2, "predefinedField": "LAST_NAME"},
            {"questionId": 3, "predefinedField": "PHONE_NUMBER"},
            {"questionId": 4, "predefinedField": "EMAIL"},
            {"questionId": 5, "question": {"localized": {"en_US": "How big is your team?"}}},
        ]
    },
}
SAID = ("Asha", "Rao", "098123 45678", "Asha@Rao.example", "11 to 50")


def response(lead_id: str, said: tuple[str, ...] = SAID) -> dict[str, Any]:
    answers = [
        {"questionId": number, "answerDetails": {"textQuestionAnswer": {"answer": text}}}
        for number, text in enumerate(said, 1)
    ]
    return {
        "id": lead_id,
        "versionedLeadGenFormUrn": "urn:li:versionedLeadGenForm:(urn:li:leadGenForm:3162,1)",
        "submittedAt": int(now().timestamp() * 1000),
        "testLead": False,
        "formResponse": {"answers": answers},
    }


@pytest.fixture
async def linkedin() -> AsyncIterator[tuple[Site, dict[str, Any]]]:
    """LinkedIn with the responses in `said["leads"]`, answering `said["status"]`."""
    said: dict[str, Any] = {"status": 200, "leads": {"9bcd-4": response("9bcd-4")}}

    def answer(request: web.Request) -> web.Response:
        kind, _, one = request.path.removeprefix("/rest/").partition("/")
        if said["status"] != 200:
            return web.json_response({"status": said["status"]}, status=said["status"])
        if kind == "leadForms":
            return web.json_response(FORM)
        if one and one not in said["leads"]:
            return web.json_response({"status": 404}, status=404)
        return web.json_response(said["leads"][one] if one else {"elements": list(said["leads"].values())})

    pages = {f"/rest/{kind}": answer for kind in ("leadFormResponses", "leadNotifications", "leadForms/3162")}
    pages |= {f"/rest/leadFormResponses/{lead}": answer for lead in ("9bcd-4", "gone-4")}
    async with serving(pages) as site:
        yield site, said


async def handle_waiting(scope: Scope) -> None:
    for event in read_all(scope, InboundEvent, InboundEvent.status == InboundStatus.RECEIVED):
        await handle(scope.customer_id, event.id)


async def test_a_webhook_becomes_a_lead_with_the_forms_own_words(alice: Scope, linkedin: Any) -> None:
    account = posting.connect_linkedin(alice, base_url=linkedin[0].url)
    post = posting.linkedin_post(account)
    assert await posting.send(post, post) == [200, 200]
    await handle_waiting(alice)
    lead = read(alice, Lead)
    assert (lead.name, lead.phone, lead.email) == ("Asha Rao", "+919812345678", "asha@rao.example")
    assert (lead.source, lead.platform_lead_id, lead.is_sandbox) == (LeadSourceName.LINKEDIN_ADS, "9bcd-4", False)
    assert lead.lead_data["answers"] == {"How big is your team?": "11 to 50"}
    assert read(alice, Message).message_text == "How big is your team?: 11 to 50"
    assert read(alice, Activity).text == "Asha Rao sent an enquiry from LinkedIn Ads"
    sent = linkedin[0].requests[0]
    assert (sent.headers["Authorization"], sent.headers["X-Restli-Protocol-Version"]) == ("Bearer token", "2.0.0")


async def test_only_what_linkedin_signed_is_believed(alice: Scope) -> None:
    account = posting.connect_linkedin(alice)
    assert await posting.send(posting.linkedin_post(account, secret="another")) == [403]
    assert read_all(alice, InboundEvent) == []


async def test_the_address_proves_that_it_knows_the_secret(alice: Scope) -> None:
    account = posting.connect_linkedin(alice)
    twilio = posting.connect_twilio(alice)
    path = f"/api/webhooks/linkedin/{account.endpoint_key}"
    async with posting.web() as client:
        good = await client.get(path, params={"challengeCode": "abc-1", "applicationId": "7"})
        bad = [
            (await client.get(path)).status_code,
            (await client.get("/api/webhooks/linkedin/unknown", params={"challengeCode": "abc-1"})).status_code,
            (await client.get(f"/api/webhooks/twilio/{twilio.endpoint_key}")).status_code,
        ]
    proof = hmac.new(posting.LINKEDIN_SECRET.encode(), b"abc-1", hashlib.sha256).hexdigest()
    assert good.json() == {"challengeCode": "abc-1", "challengeResponse": proof}
    assert bad == [403, 404, 404]


async def test_a_look_finds_what_no_webhook_told_and_a_late_webhook_adds_nothing(alice: Scope, linkedin: Any) -> None:
    account = posting.connect_linkedin(alice, base_url=linkedin[0].url)
    await poll_leads()
    await handle_waiting(alice)
    assert read(alice, Lead).name == "Asha Rao"
    assert await posting.send(posting.linkedin_post(account)) == [200]
    await poll_leads()
    assert len(read_all(alice, InboundEvent)) == 1
    assert "polled_until" in read(alice, Integration).detail


async def test_a_look_that_is_refused_shows_where_the_keys_are(alice: Scope, linkedin: Any) -> None:
    posting.connect_linkedin(alice, base_url=linkedin[0].url)
    linkedin[1]["status"] = 401
    await poll_leads()
    row = read(alice, Integration)
    assert row.status is IntegrationStatus.FAILING
    assert "access token" in row.error_message
    linkedin[1]["status"] = 503
    await poll_leads()
    assert "polled_until" not in read(alice, Integration).detail


async def test_a_test_lead_makes_no_lead(alice: Scope, linkedin: Any) -> None:
    account = posting.connect_linkedin(alice, base_url=linkedin[0].url)
    linkedin[1]["leads"]["9bcd-4"]["testLead"] = True
    await posting.send(posting.linkedin_post(account))
    await handle_waiting(alice)
    assert read_all(alice, Lead) == []
    assert read(alice, Activity).text == "A test enquiry from LinkedIn Ads arrived"


async def test_a_deleted_lead_is_forgotten_with_everything_that_came_of_it(alice: Scope, linkedin: Any) -> None:
    account = posting.connect_linkedin(alice, base_url=linkedin[0].url)
    await posting.send(posting.linkedin_post(account))
    await handle_waiting(alice)
    await posting.send(posting.linkedin_post(account, action="DELETED"))
    await handle_waiting(alice)
    for table in (Lead, LeadEvent, Conversation, Message, Notification, Consent):
        assert read_all(alice, table) == []
    assert [line.kind for line in read_all(alice, Activity)] == ["lead_erased"]


async def test_a_lead_deleted_before_it_was_read_is_never_made(alice: Scope, linkedin: Any) -> None:
    account = posting.connect_linkedin(alice, base_url=linkedin[0].url)
    await posting.send(posting.linkedin_post(account), posting.linkedin_post(account, action="DELETED"))
    await handle_waiting(alice)
    made, gone = read_all(alice, InboundEvent)
    assert (made.status, gone.status) == (InboundStatus.IGNORED, InboundStatus.IGNORED)
    assert read_all(alice, Lead) == []


async def test_a_deleted_form_of_a_known_lead_takes_only_its_own_words(alice: Scope, linkedin: Any) -> None:
    account = posting.connect_linkedin(alice, base_url=linkedin[0].url)
    await hearing.google_form(alice, FULL_NAME="Asha Rao", PHONE_NUMBER="+919812345678", BUDGET="80 lakh")
    await posting.send(posting.linkedin_post(account))
    await handle_waiting(alice)
    assert len(read_all(alice, Message)) == 2
    await posting.send(posting.linkedin_post(account, action="DELETED"))
    await handle_waiting(alice)
    lead = read(alice, Lead)
    assert (lead.source, lead.lead_data["answers"]) == (LeadSourceName.GOOGLE_ADS, {"Budget": "80 lakh"})
    assert read(alice, Message).message_text == "Budget: 80 lakh"


async def test_a_lead_is_not_deleted_while_a_message_to_it_is_being_sent(alice: Scope, linkedin: Any) -> None:
    account = posting.connect_linkedin(alice, base_url=linkedin[0].url)
    await posting.send(posting.linkedin_post(account))
    await handle_waiting(alice)
    sending = support.add_message(alice, read(alice, Conversation), status=MessageStatus.SENDING)
    await posting.send(posting.linkedin_post(account, action="DELETED"))
    await handle_waiting(alice)
    assert read(alice, Lead).name == "Asha Rao"
    with support.transaction(alice) as session:
        session.get_one(Message, sending.id).status = MessageStatus.SENT
    await handle_waiting(alice)
    assert read_all(alice, Lead) == []


async def test_another_customers_account_hears_nothing(alice: Scope, charlie: Scope, linkedin: Any) -> None:
    account = posting.connect_linkedin(alice, base_url=linkedin[0].url)
    posting.connect_linkedin(charlie, "5002", base_url=linkedin[0].url)
    await posting.send(posting.linkedin_post(account))
    await handle_waiting(alice)
    await handle_waiting(charlie)
    assert (len(read_all(alice, Lead)), read_all(charlie, Lead)) == (1, [])
