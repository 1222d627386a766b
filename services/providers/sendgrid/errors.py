"""SendGrid's refusals in plain words, and which failures leave us unsure."""

import http.client
import json
import socket
import time
from typing import Any
from urllib.error import URLError

from python_http_client.exceptions import HTTPError

from services.core.errors import ProviderDown, ProviderError, ProviderRefused, ProviderUnsure, Refusal

NAME = "sendgrid"
TOO_MANY = 429
SERVER_ERROR = 500
MOST_RETRY_SECONDS = 3600.0
LOST = (OSError, http.client.HTTPException)
# HTTP status → what the person reads, what it is about; 400 is read from the field that it names
REFUSED: dict[int, tuple[str, Refusal]] = {
    401: ("SendGrid refused the key. Check the API key.", Refusal.ACCOUNT),
    402: ("SendGrid says that the account's emails are used up.", Refusal.ACCOUNT),
    403: ("SendGrid does not let this key send from this address. Verify the sender at SendGrid.", Refusal.ACCOUNT),
    404: ("SendGrid does not know this call.", Refusal.REQUEST),
    405: ("SendGrid does not know this call.", Refusal.REQUEST),
    406: ("SendGrid cannot answer in our format.", Refusal.REQUEST),
    413: ("The email is too large.", Refusal.REQUEST),
    451: ("SendGrid keeps this account's data in another region.", Refusal.ACCOUNT),
}
# A "dropped" event's reason contains → status, what the person reads, what it is about
DROPPED: dict[str, tuple[str, str, Refusal]] = {
    "bounced": ("bounced", "SendGrid did not send it: an earlier email to this address bounced.", Refusal.ADDRESS),
    "invalid smtpapi": ("failed", "SendGrid could not read the email's options.", Refusal.REQUEST),
    "invalid": ("bounced", "SendGrid did not send it: the address is invalid.", Refusal.ADDRESS),
    "unsubscribed": ("unsubscribed", "", Refusal.OPTED_OUT),
    "spam reporting": ("complained", "", Refusal.OPTED_OUT),
    "spam content": ("failed", "SendGrid's spam check refused the email's text.", Refusal.REQUEST),
    "package quota": ("failed", "The account's emails at SendGrid are used up.", Refusal.ACCOUNT),
    "over quota": ("failed", "The account's emails at SendGrid are used up.", Refusal.ACCOUNT),
    "sender": ("failed", "SendGrid does not let this account send.", Refusal.ACCOUNT),
}


def translated(error: Exception) -> ProviderError:
    """Our error for one of the SDK's: an HTTP status, or a connection that failed before or after the request."""
    if isinstance(error, HTTPError):
        return _for_status(error)
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ConnectionRefusedError | socket.gaierror):
        return ProviderDown(NAME, "SendGrid cannot be reached. We will try again.", "connect")
    return ProviderUnsure(NAME, "SendGrid did not answer in time. We will check.", "no_answer")


def dropped(reason: str) -> tuple[str, str, Refusal]:
    """Status, words and what it is about, of a "dropped" event."""
    said = reason.lower()
    words = f"SendGrid did not send it: {reason[:300] or 'no reason was given'}"
    return next((told for word, told in DROPPED.items() if word in said), ("failed", words, Refusal.REQUEST))


def _for_status(error: HTTPError) -> ProviderError:
    status = int(error.status_code)
    if status == TOO_MANY:
        return ProviderDown(NAME, "SendGrid asks us to slow down.", str(status), _wait(error.headers))
    if status >= SERVER_ERROR:
        return ProviderUnsure(NAME, "SendGrid had trouble with this email. We will check.", str(status))
    if status in REFUSED:
        words, about = REFUSED[status]
        return ProviderRefused(NAME, words, str(status), about)
    return _refused_field(error, str(status))


def _refused_field(error: HTTPError, status: str) -> ProviderRefused:
    field, message = _first_complaint(error.body)
    if ".to" in field:
        return ProviderRefused(NAME, "This is not a valid email address.", status, Refusal.ADDRESS)
    if field.startswith("from"):
        return ProviderRefused(NAME, "SendGrid refused the sender. Check the from address.", status, Refusal.ACCOUNT)
    return ProviderRefused(NAME, f"SendGrid refused the email: {message[:200] or status}", status)


def _first_complaint(body: bytes | str) -> tuple[str, str]:
    try:
        first = json.loads(body)["errors"][0]
        return str(first.get("field") or ""), str(first.get("message") or "")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return "", ""


def _wait(headers: Any) -> float | None:
    """Seconds in `Retry-After`, or until the epoch second in `X-RateLimit-Reset`."""
    for name, start in (("Retry-After", 0.0), ("X-RateLimit-Reset", time.time())):
        value = str((headers or {}).get(name) or "")
        if value.isdigit():
            return min(max(float(value) - start, 1.0), MOST_RETRY_SECONDS)
    return None
