"""E-mail that goes out and comes in, whatever the provider: common headers, who reads it, what is kept of a reply."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage, Message
from typing import Any, Protocol, runtime_checkable

from bs4 import BeautifulSoup

from services.providers.base import Happening, OutgoingMessage
from services.providers.enclosed import CarriedFile
from services.providers.mime import pictured

LONGEST_HEADER = 1000
_KEPT_HEADERS = {
    "auto-submitted", "x-autoreply", "x-auto-response-suppress", "precedence", "return-path", "content-type",
    "list-unsubscribe", "in-reply-to", "references", "message-id", "x-failed-recipients", "date",
}  # fmt: skip


@runtime_checkable
class ReplyReader(Protocol):
    """Reads the reply that a webhook only named."""

    async def read_reply(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """The "reply" data in full; `data` is what the webhook told."""
        ...


@dataclass(frozen=True)
class MailPlace:
    """How far a mailbox was read: its server's numbering, and the last number within it (0: nothing yet)."""

    validity: int = 0
    uid: int = 0


@dataclass(frozen=True)
class MailPage:
    """What was read up to `place`: replies from anybody at all, and statuses of our own messages.

    `cut` are replies whose mail was not read to its end, by event id: their number in the mailbox.
    """

    place: MailPlace
    happenings: Sequence[Happening] = ()
    has_more: bool = False
    cut: Mapping[str, int] = field(default_factory=dict)


@runtime_checkable
class MailReader(Protocol):
    """Reads a mailbox for answers and bounces. Reading twice from one place tells the same event ids."""

    has_mailbox: bool

    async def read_mail(self, place: MailPlace) -> MailPage: ...

    async def read_whole(self, uid: int) -> Happening | None:
        """One mail to its end, with its files; None when it is gone, or is no reply. Raises as `read_mail` does."""
        ...


@dataclass(frozen=True)
class Letter:
    """One e-mail to us; `headers` have lower-case names, `fallback` tells two letters without a Message-ID apart."""

    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    fallback: bytes = b""
    html: str = ""
    files: Sequence[CarriedFile] = ()


def reply(letter: Letter) -> Happening:
    """The letter as a "reply"; the same letter, told twice or by two ways, has the same event id."""
    message_id = letter.headers.get("message-id", "")
    data: dict[str, Any] = {
        "channel": "email",
        "sender": letter.sender.lower(),
        "recipient": letter.recipients[0] if letter.recipients else "",
        "text": letter.text,
        "subject": letter.subject,
        "message_id": message_id,
        "references": f"{letter.headers.get('references', '')} {letter.headers.get('in-reply-to', '')}".split(),
        "headers": kept_headers(letter.headers.items()),
        "profile_name": letter.sender_name,
        "at": letter.at.isoformat(),
    }
    if letter.files:
        data |= beside_files(letter.text, letter.html, {one.content_id for one in letter.files})
    digest = hashlib.sha256(message_id.encode() if message_id else letter.fallback).hexdigest()
    return Happening(f"mail:{digest}", "reply", data, letter.files)


def beside_files(text: str, html: str, content_ids: set[str]) -> dict[str, str]:
    """What is said of a letter with files: a bubble is never empty, and where in the HTML the pictures stand."""
    told = {} if text.strip() else {"text": "[file]"}
    return told | ({"pictured": pictured(html)} if content_ids - {""} else {})


def lowered(headers: Iterable[tuple[str, Any]]) -> dict[str, str]:
    """Headers by lower-case name, each on one line."""
    return {str(name).lower(): " ".join(str(value).split()) for name, value in headers}


def kept_headers(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Those that tell a person's answer from a machine's, and a thread's ids."""
    return {name: value[:LONGEST_HEADER] for name, value in headers if name in _KEPT_HEADERS}


def readable(plain: str, html: str) -> str:
    """The text part, or what the HTML part shows when there is none."""
    return plain.strip() or BeautifulSoup(html, "lxml").get_text("\n", strip=True)


def body_of(mail: Message, kind: str) -> str:
    """The mail's own plain or HTML text, "" when there is none; read as UTF-8 when its charset is unknown."""
    part = mail.get_body(preferencelist=(kind,)) if isinstance(mail, EmailMessage) else None
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else str(payload)


ENGAGEMENTS = ("opened", "clicked")  # statuses that a person or a machine may bring about


def engagement(agent: Any, link: Any, *, is_machine: bool = False) -> dict[str, Any]:
    """What an open or a click says beyond its status; an agent that is not told is left out."""
    said = {"agent": str(agent)[:500]} if agent is not None else {}
    return said | {"link": str(link or "")[:2_000], "machine": is_machine}


def extra_headers(message: OutgoingMessage, sender: str) -> dict[str, str]:
    """What every e-mail of ours carries: its own id, its thread, RFC 8058's way to stop, whether a machine wrote it."""
    headers = {"Message-ID": f"<{message.reference}@{sender.partition('@')[2]}>"}
    if message.in_reply_to:
        headers |= {"In-Reply-To": message.in_reply_to, "References": message.in_reply_to}
    if message.is_automatic:
        headers["Auto-Submitted"] = "auto-replied"
    if message.unsubscribe_url:
        headers |= {
            "List-Unsubscribe": f"<{message.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers
