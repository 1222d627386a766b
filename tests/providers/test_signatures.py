"""Signatures as the providers publish them, and the shapes of what they post."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.core.errors import Invalid
from services.providers.base import Credentials, WebhookRequest, WebhookSource
from services.providers.meta.webhooks import pages_in
from services.providers.registry import provider

AT = datetime(2026, 11, 23, tzinfo=UTC)
SENDGRID_KEY = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8"
    "kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g=="
)
SENDGRID_SIGNATURE = "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM="
SENDGRID_BODY = (
    '[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address",'
    '"sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA",'
    '"sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",'
    '"smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n'
)


def source(name: str, **values: str) -> WebhookSource:
    return provider(name, WebhookSource, Credentials("http://127.0.0.1", values))


def request(
    url: str = "https://leads.example.com/x", body: str = "", at: datetime = AT, **headers: str
) -> WebhookRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return WebhookRequest(url, named, body.encode(), at)


@pytest.mark.parametrize(
    ("url", "body", "signature"),
    [
        (
            "https://mycompany.com/myapp.php?foo=1&bar=2",
            "CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309",
            "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        ),
        (
            "https://mycompany.com/myapp.php?foo=1&bar=2",
            "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234",
            "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
        ),
        (
            "https://leads.example.com/webhooks/twilio/status",
            "SmsSid=SM0123456789abcdef0123456789abcdef&MessageSid=SM0123456789abcdef0123456789abcdef"
            "&MessageStatus=delivered&To=whatsapp%3A%2B919812345678&From=whatsapp%3A%2B14155238886"
            "&AccountSid=AC0123456789abcdef0123456789abcdef&ApiVersion=2010-04-01",
            "L1S0elz8UoTAe95Xapr6vq+iSZ4=",
        ),
    ],
)
def test_twilio_signs_the_address_and_every_field(url: str, body: str, signature: str) -> None:
    twilio = source("twilio", auth_token="12345")
    assert twilio.verify(request(url, body, x_twilio_signature=signature))
    assert not twilio.verify(request(url + "3", body, x_twilio_signature=signature))
    assert not twilio.verify(request(url, body + "&a=b", x_twilio_signature=signature))
    assert not twilio.verify(request(url, body))
    assert not source("twilio").verify(request(url, body, x_twilio_signature=signature))


def test_sendgrid_signs_the_raw_bytes_with_their_time() -> None:
    signed = {
        "x_twilio_email_event_webhook_signature": SENDGRID_SIGNATURE,
        "x_twilio_email_event_webhook_timestamp": "1600112502",
    }
    at = datetime.fromtimestamp(1600112510, UTC)
    mail = source("sendgrid", public_key=SENDGRID_KEY)
    assert mail.verify(request(body=SENDGRID_BODY, at=at, **signed))
    assert not mail.verify(request(body=SENDGRID_BODY.rstrip(), at=at, **signed))
    assert not mail.verify(request(body=SENDGRID_BODY, at=AT, **signed))
    assert not mail.verify(
        request(body=SENDGRID_BODY, at=at, **{**signed, "x_twilio_email_event_webhook_signature": "%%%"})
    )
    [told] = mail.happenings(request(body=SENDGRID_BODY, at=at))
    assert (told.kind, told.data["status"], told.data["provider_id"]) == ("status", "bounced", "LRzXl_NHStOGhQ4kofSm_A")


def test_resend_signs_id_time_and_raw_bytes_as_the_published_example_does() -> None:
    stamp, body = 1614265330, '{"test": 2432232314}'
    good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    at = datetime.fromtimestamp(stamp + 4 * 60, UTC)
    signed = {"svix_id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "svix_timestamp": str(stamp), "svix_signature": good}
    resend = source("resend", webhook_secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert resend.verify(request(body=body, at=at, **signed))
    assert resend.verify(request(body=body, at=at, **{**signed, "svix_signature": f"v1,AAAA {good} v2,x"}))
    assert not resend.verify(request(body=body + " ", at=at, **signed))
    assert not resend.verify(request(body=body, at=at + timedelta(minutes=2), **signed))
    assert not resend.verify(request(body=body, at=at, **{**signed, "svix_id": "msg_other"}))
    assert not source("resend").verify(request(body=body, at=at, **signed))
    assert not source("resend", webhook_secret="whsec_%").verify(request(body=body, at=at, **signed))


def test_meta_signs_the_raw_bytes_with_the_apps_secret() -> None:
    body = '{"object":"page","entry":[]}'
    good = "sha256=3b38910fd4c2e5c834930c9fd805f746ee525de8bee6b29c36fbabcbb61670c2"
    meta = source("meta", app_secret="app_secret_123")
    assert meta.verify(request(body=body, x_hub_signature_256=good))
    assert not meta.verify(request(body=body + " ", x_hub_signature_256=good))
    assert not meta.verify(request(body=body, x_hub_signature_256=good.removeprefix("sha256=")))
    assert not meta.verify(request(body=body, x_hub_signature_256="sha256=é"))
    assert not meta.verify(request(body=body))
    assert not source("meta").verify(request(body=body, x_hub_signature_256=good))


def test_meta_gives_every_lead_of_entries_and_changes_whatever_type_its_ids_have() -> None:
    value = {"leadgen_id": 123123123123, "page_id": 1001, "form_id": 7, "created_time": 1440120384}
    lead = {"field": "leadgen", "value": value}
    body = {
        "object": "page",
        "entry": [
            {"id": "1001", "changes": [lead, {"field": "feed", "value": {}}, "nonsense"]},
            {"id": 2002, "changes": [{"field": "leadgen", "value": {"leadgen_id": "2"}}]},
            {"id": "3003"},
            "nonsense",
        ],
    }
    told = source("meta").happenings(request(body=json.dumps(body)))
    assert [(one.event_id, one.data["page_id"]) for one in told] == [("lead:123123123123", "1001"), ("lead:2", "2002")]
    assert pages_in(json.dumps(body).encode()) == ["1001", "2002", "3003"]


def test_google_sends_its_key_in_the_body_and_numbers_or_texts_as_ids() -> None:
    google = source("google_ads", webhook_key="secret")
    lead: dict[str, Any] = {
        "lead_id": "TeSter-123",
        "user_column_data": [
            {"column_name": "Full Name", "string_value": "Test Lead", "column_id": "FULL_NAME"},
            {"string_value": "+919812345678", "column_id": "PHONE_NUMBER"},
            {"string_value": "no id"},
        ],
        "form_id": 40000000000,
        "campaign_id": "123456",
        "google_key": "secret",
        "is_test": True,
        "something_new": {},
    }
    assert google.verify(request(body=json.dumps(lead)))
    assert not google.verify(request(body=json.dumps({**lead, "google_key": "other"})))
    assert not google.verify(request(body=json.dumps({**lead, "google_key": 5})))
    assert not source("google_ads").verify(request(body=json.dumps({**lead, "google_key": ""})))
    [told] = google.happenings(request(body=json.dumps(lead)))
    assert told.event_id == "lead:TeSter-123"
    assert (told.data["form_id"], told.data["campaign_ref"], told.data["is_test"]) == ("40000000000", "123456", True)
    assert told.data["answers"] == {"FULL_NAME": "Test Lead", "PHONE_NUMBER": "+919812345678"}


@pytest.mark.parametrize("name", ["meta", "google_ads", "sendgrid", "resend"])
@pytest.mark.parametrize("body", ["", "null", "[", '"text"', "5", "[[]]" * 3, "{"])
def test_a_body_that_is_not_the_providers_is_invalid_or_says_nothing(name: str, body: str) -> None:
    try:
        assert source(name).happenings(request(body=body)) == []
    except Invalid:
        return
