"""Mail that came to us: an answer, a bounce (RFC 3464) or a complaint (RFC 5965)."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from typing import Any

from services.core.errors import Refusal
from services.providers.base import Happening
from services.providers.mail import Letter, body_of, lowered, readable, reply
from services.providers.mime import enclosed_in, parsed
from services.providers.smtp.errors import ENHANCED, detail_of
from services.providers.smtp.kinds import Report, kind_of

_REFERENCE = re.compile(r"\b(?:om|msg)_[0-9a-z]{26}\b")
_TOLD = {"bounce", "complaint", "delivered"}
_RECIPIENTS = ("x-original-to", "delivered-to", "to", "cc")


def happening(raw: bytes, received_at: datetime, *, is_cut: bool = False) -> Happening | None:
    """What the mail tells us; None for a report about something that is not ours, or about a mere delay.

    A mail that `is_cut` has no files yet: the last of them would be broken.
    """
    mail = parsed(raw)
    told = report_of(raw, received_at)
    if told is not None or _is_report(mail):
        return told
    headers = lowered(mail.items())
    name, sender = parseaddr(headers.get("from", ""))
    if not sender:
        return None
    html = body_of(mail, "html")
    text = readable(body_of(mail, "plain"), html)
    at = _date(headers.get("date", ""), received_at)
    files = [] if is_cut else enclosed_in(mail, html)
    subject = headers.get("subject", "")
    return reply(Letter(sender, name, _recipients(headers), subject, text, at, headers, raw, html, files))


def _recipients(headers: dict[str, str]) -> tuple[str, ...]:
    """Where it was really delivered comes first: an address with our reference may stand there alone."""
    found = [address for name in _RECIPIENTS for _, address in getaddresses([headers.get(name, "")]) if address]
    ours = [address for address in found if _REFERENCE.search(address.lower())]
    return tuple(dict.fromkeys([*ours, *found]))


def _date(text: str, received_at: datetime) -> datetime:
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return received_at
    return min(at if at.tzinfo else at.replace(tzinfo=UTC), received_at)


def report_of(raw: bytes, received_at: datetime) -> Happening | None:
    """What a bounce, complaint or receipt about a mail of ours tells, in a report or in words; None for other mail."""
    report = kind_of(raw)
    if report.kind not in _TOLD:
        return None
    mail = parsed(raw)
    headers = lowered(mail.items())
    parts = {part.get_content_type(): part for part in mail.walk()}
    reference = _reference(headers, parts) or ("" if _is_report(mail) else _quoted_reference(raw))
    told = _told(report, parts, is_report=_is_report(mail))
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


def _is_report(mail: Message) -> bool:
    kind = str(mail.get_param("report-type") or "").lower() if mail.get_content_type() == "multipart/report" else ""
    return kind in {"delivery-status", "feedback-report"}


def _told(report: Report, parts: Mapping[str, Message], *, is_report: bool) -> dict[str, Any]:
    """{} for a mere delay."""
    if report.kind == "complaint":
        return {"status": "complained"}
    if is_report:
        return _bounce(parts, is_hard=report.is_hard)
    if report.kind == "delivered":
        return {"status": "delivered"}
    return _failure(report.status or ("5.0.0" if report.is_hard else "4.0.0"), "", is_hard=report.is_hard)


def _quoted_reference(raw: bytes) -> str:
    """A bounce in words sends back our mail as text, with its Message-ID."""
    found = _REFERENCE.search(raw.decode("ascii", "replace"))
    return found[0] if found else ""


def _reference(headers: dict[str, str], parts: Mapping[str, Message]) -> str:
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
    headers = parsed(text if isinstance(text, bytes) else str(payload).encode())
    return str(headers.get("Message-ID") or "")


def _bounce(parts: Mapping[str, Message], *, is_hard: bool) -> dict[str, Any]:
    """{} for what is neither a failure nor a delivery. One recipient a message: the first block is theirs."""
    for block in _blocks(parts.get("message/delivery-status")):
        action = str(block["Action"] or "").strip().lower()
        if action == "delivered":
            return {"status": "delivered"}
        if action == "failed":
            code = str(block["Status"] or "").strip()
            return _failure(code, str(block["Diagnostic-Code"] or ""), is_hard=is_hard)
    return {}


def _blocks(part: Message | None) -> Iterator[Message]:
    payload = part.get_payload() if part is not None else None
    for block in payload if isinstance(payload, list) else []:
        if isinstance(block, Message) and block["Action"]:
            yield block


def _failure(code: str, diagnostic: str, *, is_hard: bool) -> dict[str, Any]:
    """Hard when the address itself is at fault; a full mailbox or somebody's policy says nothing about the address."""
    said = " ".join(diagnostic.partition(";")[2].split()) or code
    _, words = ENHANCED[detail_of(550 if code.startswith("5") else 450, code)]
    return {
        "status": "bounced" if is_hard else "blocked",
        "error_code": code,
        "error_text": f"{words} ({said})"[:500],
        "about": (Refusal.ADDRESS if is_hard else Refusal.REQUEST).value,
    }
