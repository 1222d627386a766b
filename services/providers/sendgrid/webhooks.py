"""What SendGrid posts: signed events of what we sent, and inbound e-mail (unsigned: the address is the secret)."""

import base64
import binascii
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from sendgrid.helpers.eventwebhook import EventWebhook

from services.core.errors import Invalid, Refusal
from services.providers.base import Credentials, Happening, WebhookRequest
from services.providers.mail import ENGAGEMENTS, engagement
from services.providers.sendgrid.errors import dropped
from services.providers.sendgrid.inbound import is_inbound, reply_in

REFERENCE = "leadgen_ref"  # custom arguments come back as top-level keys, so it must not be one of SendGrid's
SIGNATURE = "x-twilio-email-event-webhook-signature"
TIMESTAMP = "x-twilio-email-event-webhook-timestamp"
OLDEST = timedelta(minutes=10)  # a replay within it is kept once, by its sg_event_id
_STATUSES = {
    "processed": "sent",
    "delivered": "delivered",
    "open": "opened",
    "click": "clicked",
    "spamreport": "complained",
    "unsubscribe": "unsubscribed",
    "group_unsubscribe": "unsubscribed",
}


class SendGridWebhooks:
    """Events and inbound e-mail come to one address and differ by content type."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def verify(self, request: WebhookRequest) -> bool:
        """ECDSA over timestamp and raw body for events; inbound e-mail is known by its unguessable address."""
        return is_inbound(request) or _signed(request, self._credentials["public_key"])

    def happenings(self, request: WebhookRequest) -> list[Happening]:
        if is_inbound(request):
            return [reply_in(request)]
        try:
            events = json.loads(request.body)
        except ValueError:
            raise Invalid("This is not an event list from SendGrid.") from None
        if not isinstance(events, list):
            raise Invalid("This is not an event list from SendGrid.")
        told = (_happening(event, request) for event in events if isinstance(event, dict))
        return [one for one in told if one]


def _signed(request: WebhookRequest, public_key: str) -> bool:
    signature, stamp = request.headers.get(SIGNATURE, ""), request.headers.get(TIMESTAMP, "")
    if not (public_key and signature and stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return False
    if abs(request.received_at - datetime.fromtimestamp(int(stamp), UTC)) > OLDEST:
        return False
    try:
        base64.b64decode(signature, validate=True)
        return bool(EventWebhook(public_key).verify_signature(request.body.decode(), signature, stamp))
    except (binascii.Error, ValueError, TypeError, UnsupportedAlgorithm):
        return False


def _happening(event: dict[str, Any], request: WebhookRequest) -> Happening | None:
    status, words, about = _meaning(event)
    if not (status and event.get("sg_event_id")):
        return None
    data = {
        "provider_id": str(event.get("sg_message_id") or "").partition(".")[0],
        "reference": str(event.get(REFERENCE) or ""),
        "status": status,
        "error_code": str(event.get("status") or ""),
        "error_text": words[:500],
        "about": about.value,
        "at": _at(event, request).isoformat(),
    }
    if status in ENGAGEMENTS:
        is_machine = bool(event.get("sg_machine_open"))  # Apple's relay, which asks for every mail's pictures
        data |= engagement(event.get("useragent"), event.get("url"), is_machine=is_machine)
    return Happening(str(event["sg_event_id"]), "status", data)


def _meaning(event: dict[str, Any]) -> tuple[str, str, Refusal]:
    """Our status, words and what it is about; no status for what says nothing about a person (deferred)."""
    kind, reason = str(event.get("event") or ""), str(event.get("reason") or "")
    if kind == "bounce":
        words = reason or "The email could not be delivered."
        is_soft = event.get("type") == "blocked"
        return ("blocked", words, Refusal.REQUEST) if is_soft else ("bounced", words, Refusal.ADDRESS)
    if kind == "dropped":
        return dropped(reason)
    return _STATUSES.get(kind, ""), "", Refusal.REQUEST


def _at(event: dict[str, Any], request: WebhookRequest) -> datetime:
    try:
        return datetime.fromtimestamp(int(event["timestamp"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return request.received_at
