"""What Resend posts: events of what was sent and the names of e-mails that came, signed in Svix's manner."""

import base64
import binascii
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any

from services.core.errors import Invalid, Refusal
from services.providers.base import Credentials, Happening, WebhookRequest
from services.providers.mail import ENGAGEMENTS, engagement

REFERENCE = "leadgen_ref"
TOLERANCE = timedelta(minutes=5)  # both ways; a repeat carries a new time and the same id
_PREFIX = "whsec_"
_STATUSES = {
    "email.sent": "sent",
    "email.delivered": "delivered",
    "email.opened": "opened",
    "email.clicked": "clicked",
    "email.complained": "complained",
    "email.failed": "failed",
    "email.bounced": "bounced",
    "email.suppressed": "bounced",
}
_TEMPORARY = {"transient", "temporary", "undetermined"}
_FAILED = {
    "reached_daily_quota": ("The day's emails at Resend are used up.", Refusal.ACCOUNT),
    "reached_monthly_quota": ("The month's emails at Resend are used up.", Refusal.ACCOUNT),
    "domain_not_verified": ("Resend has not verified the sender's domain.", Refusal.ACCOUNT),
}


class ResendWebhooks:
    """Everything comes to one address, one event at a time."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def verify(self, request: WebhookRequest) -> bool:
        """HMAC-SHA256 over id, time and raw body; any of the header's signatures may match."""
        headers, secret = request.headers, _key(self._credentials["webhook_secret"])
        event_id, stamp = headers.get("svix-id", ""), headers.get("svix-timestamp", "")
        if not (secret and event_id and stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            return False
        if abs(request.received_at - datetime.fromtimestamp(int(stamp), UTC)) > TOLERANCE:
            return False
        content = f"{event_id}.{stamp}.".encode() + request.body
        wanted = b"v1," + base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest())
        matches = [hmac.compare_digest(wanted, one) for one in headers.get("svix-signature", "").encode().split(b" ")]
        return any(matches)

    def happenings(self, request: WebhookRequest) -> list[Happening]:
        try:
            event = json.loads(request.body)
        except ValueError:
            raise Invalid("This is not an event from Resend.") from None
        data = event.get("data") if isinstance(event, dict) else None
        if not isinstance(data, dict):
            raise Invalid("This is not an event from Resend.")
        kind, event_id = str(event.get("type") or ""), request.headers.get("svix-id", "")
        at = time_of(event.get("created_at"), request.received_at)
        if not event_id:
            return []
        if kind == "email.received":
            return [_received(data, at)]
        status = _status(kind, data)
        return [Happening(event_id, "status", _told(data, status, at))] if status else []


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _status(kind: str, data: dict[str, Any]) -> str:
    """Ours for theirs; "" for what says nothing about a person (scheduled, delayed)."""
    if kind == "email.bounced":
        bounce = data.get("bounce") or {}
        return "blocked" if str(bounce.get("type")).lower() in _TEMPORARY else "bounced"
    if kind == "email.suppressed" and "complain" in str((data.get("suppressed") or {}).get("type")).lower():
        return "complained"
    return _STATUSES.get(kind, "")


def _told(data: dict[str, Any], status: str, at: datetime) -> dict[str, Any]:
    words, code, about = "", "", Refusal.ADDRESS if status == "bounced" else Refusal.REQUEST
    if status in {"bounced", "blocked"}:
        bounce = data.get("bounce") or data.get("suppressed") or {}
        words = str(bounce.get("diagnosticCode") or bounce.get("message") or "The email could not be delivered.")
        code = str(bounce.get("subType") or bounce.get("type") or "")
    elif status == "failed":
        code = str((data.get("failed") or {}).get("reason") or "")
        words, about = _FAILED.get(code, (f"Resend could not send the email: {code}", Refusal.REQUEST))
    tags = data.get("tags")
    told = {
        "provider_id": str(data.get("email_id") or ""),
        "reference": str((tags if isinstance(tags, dict) else {}).get(REFERENCE) or ""),
        "status": status,
        "error_code": code,
        "error_text": words[:500],
        "about": about.value,
        "at": at.isoformat(),
    }
    if status in ENGAGEMENTS:
        seen = data.get("click") or data.get("open") or {}
        told |= engagement(seen.get("userAgent"), seen.get("link"))
    return told


def _received(data: dict[str, Any], at: datetime) -> Happening:
    """Names the e-mail only: its text is read before the reply is handled."""
    email_id, message_id = str(data.get("email_id") or ""), str(data.get("message_id") or "")
    name, sender = parseaddr(str(data.get("from") or ""))
    recipients = [*(data.get("received_for") or []), *(data.get("to") or [])]
    if not (email_id and sender and recipients):
        raise Invalid("This email names no sender or no recipient.")
    told = {
        "channel": "email",
        "sender": sender.lower(),
        "recipient": parseaddr(str(recipients[0]))[1],
        "subject": str(data.get("subject") or ""),
        "message_id": message_id,
        "profile_name": name,
        "email_id": email_id,
        "at": at.isoformat(),
    }
    digest = hashlib.sha256((message_id or email_id).encode()).hexdigest()
    return Happening(f"mail:{digest}", "reply", told)


def time_of(text: Any, otherwise: datetime) -> datetime:
    """Resend's times, with a space or a T, and with the zone cut short in lists ("+00")."""
    given = str(text or "").replace(" ", "T")
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        return otherwise
    return at if at.tzinfo else at.replace(tzinfo=UTC)
