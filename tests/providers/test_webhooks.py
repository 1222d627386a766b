"""Signatures by the vendors' own vectors, and every shape of what they post."""

import json
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from twilio.request_validator import RequestValidator

from services.core.errors import Invalid
from services.providers.base import Credentials, WebhookRequest
from services.providers.sendgrid.client import SendGrid
from services.providers.twilio.client import Twilio

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TWILIO = Twilio(Credentials("", {"auth_token": "12345"}))
STATUS_URL = "https://leads.example.com/webhooks/twilio/status"
STATUS = {
    "SmsSid": "SM0123456789abcdef0123456789abcdef",
    "MessageSid": "SM0123456789abcdef0123456789abcdef",
    "MessageStatus": "delivered",
    "To": "whatsapp:+919812345678",
    "From": "whatsapp:+14155238886",
    "AccountSid": "AC0123456789abcdef0123456789abcdef",
    "ApiVersion": "2010-04-01",
}
KEY = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6w"
    "EA3F+g=="
)
SIGNATURE = "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM="
EVENTS = (
    b'[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address",'
    b'"sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9O'
    b'SFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",'
    b'"smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n'
)
SIGNED_AT = datetime.fromtimestamp(1600112502, UTC)


def form(url: str, fields: dict[str, str | list[str]], signature: str = "") -> WebhookRequest:
    return WebhookRequest(url, {"x-twilio-signature": signature}, urlencode(fields, doseq=True).encode(), NOW)


def events(body: bytes, at: datetime = SIGNED_AT, signature: str = SIGNATURE) -> WebhookRequest:
    headers = {
        "content-type": "application/json",
        "x-twilio-email-event-webhook-signature": signature,
        "x-twilio-email-event-webhook-timestamp": "1600112502",
    }
    return WebhookRequest("https://x.example/api/webhooks/sendgrid/k", headers, body, at)


@pytest.mark.parametrize("signature", ["L1S0elz8UoTAe95Xapr6vq+iSZ4=", "wrong", "", "ünïcode"])
def test_twilio_signature_vector(signature: str) -> None:
    assert TWILIO.verify(form(STATUS_URL, STATUS, signature)) == (signature == "L1S0elz8UoTAe95Xapr6vq+iSZ4=")


def test_twilio_signs_over_repeated_values() -> None:
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    fields = {"Sid": "CA123", "SidAccount": "AC123", "Digits": ["5678", "1234", "1234"]}
    assert TWILIO.verify(form(url, fields, "IK+Dwps556ElfBT0I3Rgjkr1wJU="))


def test_a_body_that_is_no_form_is_not_believed() -> None:
    request = WebhookRequest(STATUS_URL, {"x-twilio-signature": "x"}, b"\xff\xfe", NOW)
    assert not TWILIO.verify(request)
    with pytest.raises(Invalid):
        TWILIO.happenings(request)


@pytest.mark.parametrize(
    ("status", "ours"),
    [("sent", "sent"), ("delivered", "delivered"), ("read", "read"), ("undelivered", "failed"), ("failed", "failed")],
)
def test_twilio_statuses_carry_our_reference(status: str, ours: str) -> None:
    (told,) = TWILIO.happenings(form(f"{STATUS_URL}?ref=om_1", {**STATUS, "MessageStatus": status}))
    assert told.event_id == f"{STATUS['MessageSid']}:{status}"
    assert (told.kind, told.data["status"], told.data["reference"]) == ("status", ours, "om_1")


@pytest.mark.parametrize("status", ["queued", "accepted", "sending", "scheduled"])
def test_a_message_on_its_way_is_no_news(status: str) -> None:
    assert TWILIO.happenings(form(STATUS_URL, {**STATUS, "MessageStatus": status})) == []


def test_a_failure_says_why_and_what_it_is_about() -> None:
    fields = {**STATUS, "MessageStatus": "failed", "ErrorCode": "63014"}
    (told,) = TWILIO.happenings(form(STATUS_URL, fields))
    assert told.data["error_text"] == "This person blocked the number."
    assert told.data["about"] == "opted_out"


def test_a_whatsapp_answer_with_a_picture() -> None:
    fields = {
        "MessageSid": "SM9", "SmsStatus": "received", "From": "whatsapp:+919812345678", "To": "whatsapp:+14155238886",
        "Body": "Look", "NumMedia": "1", "MediaContentType0": "image/jpeg", "ProfileName": "Priya",
    }  # fmt: skip
    (told,) = TWILIO.happenings(form(STATUS_URL, fields))
    assert told.kind == "reply"
    assert told.data["sender"] == "+919812345678"
    assert told.data["text"] == "Look\n[image]"
    assert told.data["profile_name"] == "Priya"


def test_twilio_accepts_its_own_validator_with_a_port() -> None:
    url = "http://localhost:3000/api/webhooks/twilio/key?ref=om_1"
    signature = RequestValidator("12345").compute_signature(url, STATUS)
    assert TWILIO.verify(form(url, STATUS, signature))


def test_sendgrid_signature_vector() -> None:
    sendgrid = SendGrid(Credentials("", {"public_key": KEY}))
    assert sendgrid.verify(events(EVENTS))
    assert not sendgrid.verify(events(EVENTS.rstrip()))
    assert not sendgrid.verify(events(EVENTS, at=NOW))
    assert not sendgrid.verify(events(EVENTS, signature="not base64 !"))
    assert not sendgrid.verify(events(EVENTS, signature="AAAA"))
    assert not SendGrid(Credentials("", {"public_key": "garbage"})).verify(events(EVENTS))
    assert not SendGrid(Credentials("", {})).verify(events(EVENTS))


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ({"event": "processed"}, "sent"),
        ({"event": "delivered"}, "delivered"),
        ({"event": "bounce", "type": "bounce"}, "bounced"),
        ({"event": "bounce", "type": "blocked"}, "blocked"),
        ({"event": "dropped", "reason": "Bounced Address"}, "bounced"),
        ({"event": "dropped", "reason": "Unsubscribed Address"}, "unsubscribed"),
        ({"event": "dropped", "reason": "Something new"}, "failed"),
        ({"event": "open"}, "opened"),
        ({"event": "spamreport"}, "complained"),
        ({"event": "group_unsubscribe"}, "unsubscribed"),
        ({"event": "open", "sg_machine_open": True}, "opened"),
        ({"event": "deferred"}, ""),
    ],
)
def test_sendgrid_events(event: dict[str, object], status: str) -> None:
    body = [{**event, "sg_event_id": "e1", "sg_message_id": "abc.filter1", "leadgen_ref": "om_1", "timestamp": 1}]
    told = SendGrid(Credentials("", {})).happenings(events(json.dumps(body).encode()))
    assert [one.data["status"] for one in told] == ([status] if status else [])
    assert all((one.data["provider_id"], one.data["reference"]) == ("abc", "om_1") for one in told)


@pytest.mark.parametrize("body", [b"{}", b"nonsense", b'"text"', b"\xff"])
def test_what_is_no_event_list_is_invalid(body: bytes) -> None:
    with pytest.raises(Invalid):
        SendGrid(Credentials("", {})).happenings(events(body))


def mail(fields: dict[str, bytes]) -> WebhookRequest:
    parts = b"".join(
        b'--xx\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in fields.items()
    )
    headers = {"content-type": "multipart/form-data; boundary=xx"}
    return WebhookRequest("https://x.example/api/webhooks/sendgrid/k", headers, parts + b"--xx--\r\n", NOW)


HEADERS = (
    b"Message-ID: <a1@mail.example>\r\nIn-Reply-To: <om_1@acme.example>\r\nReferences: <om_0@acme.example>"
    b" <om_1@acme.example>\r\nAuto-Submitted: auto-replied\r\n"
)
ENVELOPE = b'{"to":["r+om_1.abc@reply.acme.example"],"from":"priya@clinic.example"}'


def test_an_answer_by_mail_in_its_own_charset() -> None:
    request = mail(
        {
            "headers": HEADERS,
            "from": b"Priya Sharma <Priya@Clinic.example>",
            "to": b"Acme <r+om_1.abc@reply.acme.example>",
            "subject": "Café".encode("latin-1"),
            "text": "Oui, café".encode("latin-1"),
            "envelope": ENVELOPE,
            "charsets": b'{"text":"iso-8859-1","subject":"iso-8859-1"}',
        }
    )
    sendgrid = SendGrid(Credentials("", {}))
    assert sendgrid.verify(request)
    (told,) = sendgrid.happenings(request)
    assert told.data["sender"] == "priya@clinic.example"
    assert told.data["recipient"] == "r+om_1.abc@reply.acme.example"
    assert (told.data["text"], told.data["subject"]) == ("Oui, café", "Café")
    assert told.data["references"] == ["<om_0@acme.example>", "<om_1@acme.example>", "<om_1@acme.example>"]
    assert told.data["headers"]["auto-submitted"] == "auto-replied"
    assert sendgrid.happenings(request)[0].event_id == told.event_id


def test_an_answer_in_html_or_raw_mode_still_has_words() -> None:
    sendgrid = SendGrid(Credentials("", {}))
    fields = {"headers": HEADERS, "from": b"p@clinic.example", "envelope": ENVELOPE}
    (told,) = sendgrid.happenings(mail({**fields, "html": b"<p>Yes <b>please</b></p>"}))
    assert told.data["text"].split() == ["Yes", "please"]
    raw = b"From: p@clinic.example\r\nTo: a@b.example\r\nSubject: Re: Hi\r\nMessage-ID: <r@x>\r\n\r\nRaw words\r\n"
    (told,) = sendgrid.happenings(mail({"email": raw, "envelope": ENVELOPE}))
    assert (told.data["text"], told.data["subject"]) == ("Raw words", "Re: Hi")


def test_a_broken_or_anonymous_mail_is_invalid() -> None:
    sendgrid = SendGrid(Credentials("", {}))
    with pytest.raises(Invalid):
        sendgrid.happenings(mail({"text": b"Who am I?"}))
    with pytest.raises(Invalid):
        sendgrid.happenings(
            WebhookRequest("https://x.example", {"content-type": "multipart/form-data"}, b"no boundary", NOW)
        )
