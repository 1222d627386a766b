"""Is a webhook really from whom it says? One answer for each scheme in use."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

from services.providers.base import Credentials, WebhookRequest
from services.providers.meta.webhooks import MetaWebhooks
from services.providers.resend.webhooks import ResendWebhooks
from services.providers.sendgrid.webhooks import SIGNATURE, SendGridWebhooks
from services.providers.twilio.webhooks import TwilioWebhooks

TOLERANCE = timedelta(minutes=5)  # Stripe's default: https://docs.stripe.com/webhooks#replay-attacks
Check = Callable[[WebhookRequest, str], bool]


def is_genuine(scheme: str, request: WebhookRequest, secret: str) -> bool:
    """Whether `request` was signed with `secret`; False for an unknown scheme, a missing header or a bad value."""
    check = SCHEMES.get(scheme)
    return bool(check and secret and check(request, secret))


def _svix(request: WebhookRequest, secret: str) -> bool:
    """Svix and Standard Webhooks sign alike and differ in the headers' prefix."""
    headers = {name.replace("webhook-", "svix-", 1): value for name, value in request.headers.items()}
    alike = WebhookRequest(request.url, headers, request.body, request.received_at)
    return ResendWebhooks(Credentials("", {"webhook_secret": secret})).verify(alike)


def _twilio(request: WebhookRequest, secret: str) -> bool:
    return TwilioWebhooks(Credentials("", {"auth_token": secret})).verify(request)


def _sendgrid(request: WebhookRequest, secret: str) -> bool:
    """Only signed events: inbound e-mail is unsigned, and here a signature is asked for."""
    return SIGNATURE in request.headers and SendGridWebhooks(Credentials("", {"public_key": secret})).verify(request)


def _meta(request: WebhookRequest, secret: str) -> bool:
    return MetaWebhooks(Credentials("", {"app_secret": secret})).verify(request)


def _stripe(request: WebhookRequest, secret: str) -> bool:
    """`t=…,v1=…`; any v1 may match (https://docs.stripe.com/webhooks#verify-manually)."""
    pairs = [part.strip().partition("=") for part in request.headers.get("stripe-signature", "").split(",")]
    stamp = next((value for name, _, value in pairs if name == "t"), "")
    given = [value for name, _, value in pairs if name == "v1"]
    return _is_recent(stamp, request.received_at) and _any_matches(secret, f"{stamp}.".encode() + request.body, given)


def _razorpay(request: WebhookRequest, secret: str) -> bool:
    """HMAC-SHA256 of the raw body (https://razorpay.com/docs/webhooks/validate-test/)."""
    return _any_matches(secret, request.body, [request.headers.get("x-razorpay-signature", "")])


def _mailgun(request: WebhookRequest, secret: str) -> bool:
    """HMAC-SHA256 of timestamp and token, in the JSON body's `signature` or in a form's fields."""
    told = _mailgun_fields(request.body)
    stamp, token, given = (told.get(name, "") for name in ("timestamp", "token", "signature"))
    return (
        bool(token)
        and _is_recent(stamp, request.received_at)
        and _any_matches(secret, (stamp + token).encode(), [given])
    )


def _mailgun_fields(body: bytes) -> dict[str, str]:
    text = body.decode("utf-8", "replace")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {name: values[0] for name, values in parse_qs(text).items()}
    fields = told.get("signature") if isinstance(told, dict) else None
    if isinstance(fields, str):
        fields = told
    return {name: str(value) for name, value in fields.items()} if isinstance(fields, dict) else {}


def _is_recent(stamp: str, at: datetime) -> bool:
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 11):
        return False
    return abs(at - datetime.fromtimestamp(int(stamp), UTC)) <= TOLERANCE


def _any_matches(secret: str, signed: bytes, given: list[str]) -> bool:
    wanted = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()
    return any(hmac.compare_digest(wanted, one.encode("utf-8", "replace")) for one in given)


SCHEMES: dict[str, Check] = {
    "svix": _svix,
    "standardwebhooks": _svix,
    "twilio": _twilio,
    "sendgrid": _sendgrid,
    "meta": _meta,
    "stripe": _stripe,
    "razorpay": _razorpay,
    "mailgun": _mailgun,
}
