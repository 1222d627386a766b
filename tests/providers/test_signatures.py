"""Each scheme accepts what was signed with the secret and nothing else, whatever the headers hold."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from services.providers.base import WebhookRequest
from services.providers.signatures import SCHEMES, is_genuine

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
STAMP = str(int(AT.timestamp()))
BODY = b'{"event":"payment.captured"}'


def signed(text: str | bytes) -> str:
    return hmac.new(b"secret", text if isinstance(text, bytes) else text.encode(), hashlib.sha256).hexdigest()


def mailgun(stamp: str, token: str = "tok") -> bytes:
    return json.dumps({"signature": {"timestamp": stamp, "token": token, "signature": signed(stamp + token)}}).encode()


def request(headers: dict[str, str], body: bytes = BODY, at: datetime = AT) -> WebhookRequest:
    return WebhookRequest("https://leads.example.in/hooks", headers, body, at)


GENUINE = {
    "stripe": request({"stripe-signature": f"t={STAMP},v1=00,v1={signed(STAMP.encode() + b'.' + BODY)}"}),
    "razorpay": request({"x-razorpay-signature": signed(BODY)}),
    "mailgun": request({}, mailgun(STAMP)),
    "meta": request({"x-hub-signature-256": f"sha256={signed(BODY)}"}),
}


@pytest.mark.parametrize("scheme", GENUINE)
def test_what_was_signed_is_accepted_and_nothing_else(scheme: str) -> None:
    genuine = GENUINE[scheme]
    assert is_genuine(scheme, genuine, "secret")
    assert not is_genuine(scheme, genuine, "another")
    assert not is_genuine(scheme, genuine, "")
    assert not is_genuine("unheard-of", genuine, "secret")
    changed = mailgun(STAMP).replace(b"tok", b"kot") if scheme == "mailgun" else BODY + b" "
    assert not is_genuine(scheme, request(dict(genuine.headers), changed), "secret")


@pytest.mark.parametrize("scheme", ["stripe", "mailgun"])
def test_an_old_one_is_refused(scheme: str) -> None:
    genuine = GENUINE[scheme]
    late = request(dict(genuine.headers), genuine.body, AT + timedelta(minutes=6))
    assert not is_genuine(scheme, late, "secret")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("odd", ["", "é", "v1,", "t=²,v1=é", "t=99999999999,v1=0", "sha256=", "\ud800", "🙂" * 50])
def test_nothing_odd_is_accepted_or_fails(scheme: str, odd: str) -> None:
    names = ("svix-id", "svix-timestamp", "svix-signature", "x-twilio-signature", "x-hub-signature-256")
    more = ("stripe-signature", "x-razorpay-signature", "x-twilio-email-event-webhook-signature")
    headers = dict.fromkeys((*names, *more, "x-twilio-email-event-webhook-timestamp"), odd)
    for body in (b"", b"[]", b"\xff", b'{"signature":{"timestamp":1,"token":[],"signature":null}}'):
        assert not is_genuine(scheme, request(headers, body), "secret")
