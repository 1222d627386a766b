"""Resend: what its errors and events mean, and an answer from the sandbox that is read in full."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from services.core.errors import ProviderDown, ProviderRefused, ProviderUnsure, Refusal
from services.providers import base
from services.providers.base import Credentials, Messenger, WebhookRequest, WebhookSource
from services.providers.mail import ReplyReader
from services.providers.registry import provider
from services.providers.resend.errors import REFUSALS, refusal
from tests.providers.conftest import Mailbox, line_to
from tests.towns import Town

pytestmark = pytest.mark.filterwarnings("default::ResourceWarning")

A, REQUEST = Refusal.ACCOUNT, Refusal.REQUEST
# status, name, message → kind, about
ERRORS = [
    (400, "validation_error", "The request body is not valid JSON.", ProviderRefused, REQUEST),
    (422, "validation_error", "Invalid `to` field. The email address needs to …", ProviderRefused, Refusal.ADDRESS),
    (422, "validation_error", "Invalid `from` field.", ProviderRefused, A),
    (403, "validation_error", "The acme.in domain is not verified. Please, add it", ProviderRefused, A),
    (422, "missing_required_field", "Missing `subject` field.", ProviderRefused, REQUEST),
    (422, "invalid_parameter", "The id must be a UUID.", ProviderRefused, REQUEST),
    (422, "invalid_attachment", "No content.", ProviderRefused, REQUEST),
    (422, "invalid_from_address", "Invalid from.", ProviderRefused, A),
    (422, "invalid_access", "Access must be full_access or sending_access", ProviderRefused, A),
    (422, "invalid_region", "Region must be …", ProviderRefused, A),
    (400, "invalid_idempotency_key", "The key must be between 1-256 chars.", ProviderRefused, REQUEST),
    (401, "missing_api_key", "Missing API key.", ProviderRefused, A),
    (403, "invalid_api_key", "API key is invalid", ProviderRefused, A),
    (401, "restricted_api_key", "This key is restricted to only send emails", ProviderRefused, A),
    (451, "security_error", "We may have found a security issue.", ProviderRefused, A),
    (404, "not_found", "Email not found", ProviderRefused, REQUEST),
    (405, "method_not_allowed", "Method is not allowed", ProviderRefused, REQUEST),
    (429, "monthly_quota_exceeded", "You have reached your monthly quota.", ProviderRefused, A),
    (429, "daily_quota_exceeded", "You have reached your daily quota.", ProviderDown, None),
    (429, "rate_limit_exceeded", "Too many requests.", ProviderDown, None),
    (409, "invalid_idempotent_request", "Same key, another payload", ProviderUnsure, None),
    (409, "concurrent_idempotent_requests", "In progress", ProviderUnsure, None),
    (500, "application_error", "Internal server error", ProviderUnsure, None),
    (500, "internal_server_error", "Internal server error", ProviderUnsure, None),
    (502, "", "<html>", ProviderUnsure, None),
    (401, "", "", ProviderRefused, A),
    (418, "", "", ProviderRefused, REQUEST),
]


@pytest.mark.parametrize(("status", "name", "message", "kind", "about"), ERRORS)
def test_every_error_has_an_outcome_and_words(
    status: int, name: str, message: str, kind: type, about: Refusal | None
) -> None:
    error = refusal(httpx.Response(status, json={"statusCode": status, "name": name, "message": message}))
    assert type(error) is kind
    assert getattr(error, "about", None) == about
    assert error.message[0].isupper()


def test_no_error_of_the_table_is_untested_and_waits_are_what_resend_asks_for() -> None:
    assert {name for _, name, *_ in ERRORS if name} == set(REFUSALS)
    slow = refusal(httpx.Response(429, json={"name": "rate_limit_exceeded"}, headers={"retry-after": "7"}))
    used_up = refusal(httpx.Response(429, json={"name": "daily_quota_exceeded"}))
    assert (slow.retry_after, used_up.retry_after) == (7.0, 3600.0)  # pyright: ignore


EVENTS = [
    ("email.sent", {}, "sent", REQUEST),
    ("email.delivered", {}, "delivered", REQUEST),
    ("email.opened", {}, "opened", REQUEST),
    ("email.clicked", {"click": {"link": "https://x.in"}}, "clicked", REQUEST),
    ("email.complained", {}, "complained", REQUEST),
    ("email.bounced", {"bounce": {"type": "Permanent", "subType": "General"}}, "bounced", Refusal.ADDRESS),
    ("email.bounced", {"bounce": {"type": "Transient", "subType": "MailboxFull"}}, "blocked", REQUEST),
    ("email.suppressed", {"suppressed": {"type": "OnAccountSuppressionList"}}, "bounced", Refusal.ADDRESS),
    ("email.suppressed", {"suppressed": {"type": "complaint"}}, "complained", REQUEST),
    ("email.failed", {"failed": {"reason": "reached_daily_quota"}}, "failed", A),
    ("email.failed", {"failed": {"reason": "something_new"}}, "failed", REQUEST),
    ("email.delivery_delayed", {}, "", None),
    ("email.scheduled", {}, "", None),
    ("domain.updated", {}, "", None),
]


def test_a_click_says_by_what_and_where_to() -> None:
    click = {"link": "https://x.in", "userAgent": "Mimecast", "ipAddress": "1.2.3.4", "timestamp": "2026-11-01"}
    body = json.dumps({"type": "email.clicked", "data": {"email_id": "e1", "click": click}}).encode()
    request = WebhookRequest("https://x/y", {"svix-id": "msg_1"}, body, datetime.now(UTC))
    (told,) = provider("resend", WebhookSource, Credentials("")).happenings(request)
    assert (told.data["agent"], told.data["link"], told.data["machine"]) == ("Mimecast", "https://x.in", False)


@pytest.mark.parametrize(("kind", "data", "status", "about"), EVENTS)
def test_every_event_says_its_status(kind: str, data: dict, status: str, about: Refusal | None) -> None:
    data = {"email_id": "e1", "tags": {"leadgen_ref": "om_1"}, **data}
    body = json.dumps({"type": kind, "created_at": "2026-11-01T10:00:00.000Z", "data": data}).encode()
    request = WebhookRequest("https://x/y", {"svix-id": "msg_1"}, body, datetime.now(UTC))
    told = provider("resend", WebhookSource, Credentials("")).happenings(request)
    assert [one.data["status"] for one in told] == ([status] if status else [])
    for one in told:
        assert (one.event_id, one.data["provider_id"], one.data["reference"]) == ("msg_1", "e1", "om_1")
        assert one.data["about"] == about
        assert one.data["at"] == "2026-11-01T10:00:00+00:00"


async def test_a_repeated_key_is_sent_once_and_another_text_under_it_is_not(town: Town, mailbox: Mailbox) -> None:
    line = line_to("resend", town, mailbox)
    messenger = provider("resend", Messenger, line.credentials)
    message = line.message(
        "om_k", html="<p>Hello</p>", reply_to="r@in.acme.example", unsubscribe_url="https://u.in/u/1"
    )
    first, again = await messenger.send(message), await messenger.send(message)
    assert first == again
    (received,) = town.received("resend")
    headers = {"List-Unsubscribe": "<https://u.in/u/1>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert received["data"]["headers"] == {"Message-ID": "<om_k@acme.example>", **headers}
    assert received["data"]["reply_to"] == "r@in.acme.example"
    with pytest.raises(ProviderUnsure):
        await messenger.send(replace(message, text="Something else"))
    assert len(town.received("resend")) == 1


async def test_an_answer_is_named_by_the_webhook_and_read_in_full(town: Town, mailbox: Mailbox) -> None:
    line = line_to("resend", town, mailbox)
    await provider("resend", Messenger, line.credentials).send(line.message("om_a"))
    said = {"provider": "resend", "from": line.recipient, "text": "Yes, call me.\nWhen?", "profile_name": "Priya"}
    town.say(**said)
    source = provider("resend", WebhookSource, line.credentials)
    for number in range(1, 5):
        requests = await mailbox.wait_for(number)
        replies = [one for request in requests for one in source.happenings(request) if one.kind == "reply"]
        if replies:
            break
    (named,) = replies
    assert "text" not in named.data
    letter = await provider("resend", ReplyReader, line.credentials).read_reply(named.data)
    assert (letter["sender"], letter["text"], letter["profile_name"]) == (line.recipient, said["text"], "Priya")
    assert "<om_a@acme.example>" in letter["references"]
    assert letter["message_id"] == named.data["message_id"]


async def test_the_connection_test_names_the_domain(town: Town, mailbox: Mailbox) -> None:
    credentials = line_to("resend", town, mailbox).credentials
    assert (
        await provider("resend", base.Testable, credentials).test() == "Connected to Resend: acme.example is verified."
    )
    other = replace(credentials, values={**credentials.values, "from": "a@other.in"})
    assert "other.in is not verified" in await provider("resend", base.Testable, other).test()
