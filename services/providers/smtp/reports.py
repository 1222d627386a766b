"""Mail that came to us: an answer, a bounce (RFC 3464) or a complaint (RFC 5965)."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from typing import Any

from services.core.errors import Refusal
from services.providers.base import Happening
from services.providers.mail import Letter, lowered, readable, reply
from services.providers.smtp.errors import ENHANCED, detail_of

_REFERENCE = re.compile(r"\b(?:om|msg)_[0-9a-z]{26}\b")
_RECIPIENTS = ("x-original-to", "delivered-to", "to", "cc")


def happening(raw: bytes, received_at: datetime) -> Happening | None:
    """What the mail tells us; None for a report about something that is not ours, or about a mere delay."""
    mail = message_from_bytes(raw, policy=default)
    kind = str(mail.get_param("report-type") or "").lower() if mail.get_content_type() == "multipart/report" else ""
    if kind in {"delivery-status", "feedback-report"}:
        return _report(mail, raw, kind, received_at)
    headers = lowered(mail.items())
    name, sender = parseaddr(headers.get("from", ""))
    if not sender:
        return None
    text = readable(_part(mail, "plain"), _part(mail, "html"))
    at = _date(headers.get("date", ""), received_at)
    return reply(Letter(sender, name, _recipients(headers), headers.get("subject", ""), text, at, headers, raw))


def _recipients(headers: dict[str, str]) -> tuple[str, ...]:
    """Where it was really delivered comes first: an address with our reference may stand there alone."""
    found = [address for name in _RECIPIENTS for _, address in getaddresses([headers.get(name, "")]) if address]
    ours = [address for address in found if _REFERENCE.search(address.lower())]
    return tuple(dict.fromkeys([*ours, *found]))


def _part(mail: EmailMessage | Message, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,)) if isinstance(mail, EmailMessage) else None
    return str(part.get_content()) if part is not None else ""


def _date(text: str, received_at: datetime) -> datetime:
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return received_at
    return min(at if at.tzinfo else at.replace(tzinfo=UTC), received_at)


def _report(mail: Message, raw: bytes, kind: str, received_at: datetime) -> Happening | None:
    headers = lowered(mail.items())
    parts = {part.get_content_type(): part for part in mail.walk()}
    reference = _reference(headers, parts)
    told = _bounce(parts) if kind == "delivery-status" else {"status": "complained"}
    if not reference or not told:
        return None
    data = {
        "provider_id": "",
        "reference": reference,
        "error_code": "",
        "error_text": "",
        "about": Refusal.REQUEST.value,
        "at": _date(headers.get("date", ""), received_at).isoformat(),
        **told,
    }
    digest = hashlib.sha256(headers.get("message-id", "").encode() or raw).hexdigest()
    return Happening(f"mail:{digest}", "status", data)


def _reference(headers: dict[str, str], parts: dict[str, Message]) -> str:
    """In the address that took the bounce, else in the id of the mail that is sent back."""
    addresses = " ".join(headers.get(name, "") for name in _RECIPIENTS).lower()
    found = _REFERENCE.search(addresses)
    if found:
        return found[0]
    for kind in ("message/rfc822", "text/rfc822-headers"):
        if kind in parts:
            found = _REFERENCE.search(_message_id(parts[kind]))
            return found[0] if found else ""
    return ""


def _message_id(part: Message) -> str:
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return str(payload[0].get("Message-ID") or "")
    text = part.get_payload(decode=True)
    headers = message_from_bytes(text if isinstance(text, bytes) else str(payload).encode(), policy=default)
    return str(headers.get("Message-ID") or "")


def _bounce(parts: dict[str, Message]) -> dict[str, Any]:
    """{} for what is neither a failure nor a delivery. One recipient a message: the first block is theirs."""
    for block in _blocks(parts.get("message/delivery-status")):
        action = str(block["Action"] or "").strip().lower()
        if action == "delivered":
            return {"status": "delivered"}
        if action == "failed":
            return _failure(str(block["Status"] or "").strip(), str(block["Diagnostic-Code"] or ""))
    return {}


def _blocks(part: Message | None) -> Iterator[Message]:
    payload = part.get_payload() if part is not None else None
    for block in payload if isinstance(payload, list) else []:
        if isinstance(block, Message) and block["Action"]:
            yield block


def _failure(code: str, diagnostic: str) -> dict[str, Any]:
    """Hard when the address itself is at fault; a full mailbox or somebody's policy says nothing about the address."""
    said = " ".join(diagnostic.partition(";")[2].split()) or code
    about, words = ENHANCED[detail_of(550 if code.startswith("5") else 450, code)]
    is_hard = code.startswith("5") and about is Refusal.ADDRESS
    return {
        "status": "bounced" if is_hard else "blocked",
        "error_code": code,
        "error_text": f"{words} ({said})"[:500],
        "about": about.value if is_hard else Refusal.REQUEST.value,
    }
