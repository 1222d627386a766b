"""The e-mail as bytes: text and HTML, our headers, the address for bounces, a DKIM signature where there is a key."""

import re
from dataclasses import dataclass
from email.utils import format_datetime

import dkim

from services.core.clock import now
from services.core.errors import ProviderRefused, Refusal
from services.providers.base import Credentials, OutgoingMessage
from services.providers.mail import extra_headers
from services.providers.smtp import writing
from services.providers.smtp.errors import NAME

_SIGNED = (
    b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references", b"mime-version",
    b"content-type", b"list-unsubscribe", b"list-unsubscribe-post",
)  # fmt: skip
_PEM = re.compile(r"-*BEGIN[A-Z ]*?(RSA)? ?PRIVATE ?KEY-+(.+?)-+END", re.DOTALL)


@dataclass(frozen=True)
class Envelope:
    """What the server is told: `sender` takes the bounces."""

    sender: str
    recipient: str
    raw: bytes


def envelope(message: OutgoingMessage, account: Credentials) -> Envelope:
    """Raises ProviderRefused for an address that cannot stand in a header."""
    try:
        raw = _mail(message, account)
    except ValueError as error:
        words = "This is not a valid email address."
        raise ProviderRefused(NAME, words, "address", Refusal.ADDRESS) from error
    return Envelope(return_path(message.reference, account), message.recipient, _signed(raw, account))


def return_path(reference: str, account: Credentials) -> str:
    """Where bounces go: the bounce address with our reference in it, else the from address."""
    local, at, domain = account["bounce_address"].partition("@")
    return f"{local}+{reference}@{domain}" if at else account["from"]


def _mail(message: OutgoingMessage, account: Credentials) -> bytes:
    headers = [
        writing.address("From", account["from_name"], account["from"]),
        writing.address("To", message.recipient_name, message.recipient),
        writing.unstructured("Subject", message.subject or "Hello"),
        f"Date: {format_datetime(now())}\r\n",
    ]
    if message.reply_to:
        headers.append(writing.address("Reply-To", "", message.reply_to))
    headers += [writing.tokens(name, value) for name, value in extra_headers(message, account["from"]).items()]
    return writing.mail(headers, message.text, message.html, message.calendar, message.files)


def _signed(raw: bytes, account: Credentials) -> bytes:
    selector, key = account["dkim_selector"], account["dkim_key"]
    if not (selector and key):
        return raw
    domain = account["from"].partition("@")[2]
    try:
        signature = dkim.sign(raw, selector.encode(), domain.encode(), pem(key), include_headers=list(_SIGNED))
    except (dkim.DKIMException, ValueError, IndexError) as error:
        words = "The DKIM key cannot be used. Paste the whole private key."
        raise ProviderRefused(NAME, words, "dkim", Refusal.ACCOUNT) from error
    return signature + raw


def pem(key: str) -> bytes:
    """The key as a file holds it; what was pasted has lost its line breaks, and may lack its frame."""
    found = _PEM.search(key)
    body = "".join((found[2] if found else key).split())
    kind = "RSA PRIVATE KEY" if found and found[1] else "PRIVATE KEY"
    lines = "\n".join(body[start : start + 64] for start in range(0, len(body), 64))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n".encode()
