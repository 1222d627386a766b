"""What kind of mail came in: a bounce, a complaint, an automatic answer, a delivery told, or a person's words.

Machine-readable reports are believed first (RFC 3464 delivery status, RFC 5965 feedback); then marks of automatic mail
(RFC 3834); then what mail servers write in words.
"""

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32

from services.providers.mime import parsed
from services.providers.smtp import phrases as bounces
from services.providers.smtp.errors import detail_of

_MOST_TEXT = 60_000  # characters looked at; reasons stand near the top
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.-])([45][0-5]\d)(?=[ -](?:\d\.|<|[A-Za-z#]))")
_ADDRESS = re.compile(r"[\w.+=&'/-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_FINAL = re.compile(
    r"^(?:final|original)-recipient\s*:\s*(?:[\w/-]+\s*;)?\s*<?([^\s<>]+@[^\s<>]+)", re.IGNORECASE | re.MULTILINE
)
_ACTION = re.compile(r"^action\s*:\s*(\w+)", re.IGNORECASE | re.MULTILINE)

_GONE_DETAILS = {"1.0", "2.1", "1.1", "1.2", "1.3", "1.4", "1.6", "1.10", "4.4"}
_FOR_NOW_SUBJECTS = {"2.2", "2.3", "3.4", "4.7", "4.1", "4.2", "4.6"}


@dataclass(frozen=True)
class Report:
    """`kind` is bounce, complaint, auto_reply, delivered or human; `is_hard` when the address itself is at fault."""

    kind: str
    is_hard: bool = False
    recipients: tuple[str, ...] = ()
    status: str = ""


def kind_of(raw: bytes) -> Report:
    """What `raw`, a message as it came, is. Never raises for odd bytes."""
    mail = parsed(raw, compat32)
    words, status_block = _words(mail), _status_block(mail)
    if _is_complaint(mail, words):
        return Report("complaint", recipients=_recipients(status_block, words))
    if _has_delivered(status_block, words):
        return Report("delivered", recipients=_recipients(status_block, words))
    if _is_bounce(mail, words, status_block):
        status = _status(status_block, words)
        hard = _is_hard(status, status_block, words)
        return Report("bounce", hard, _recipients(status_block, words), status)
    return Report("auto_reply" if _is_automatic(mail) else "human")


def _subject(mail: Message) -> str:
    raw = str(mail.get("Subject") or "")
    try:
        return str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        return raw


def _is_complaint(mail: Message, words: str) -> bool:
    is_feedback = any(part.get_content_type() == "message/feedback-report" for part in mail.walk())
    return is_feedback or bool(bounces.JSON_COMPLAINT.search(words))


def _has_delivered(block: str, words: str) -> bool:
    actions = {found.lower() for found in _ACTION.findall(block)}
    if actions:
        return actions <= {"delivered", "relayed", "expanded"}
    return bool(bounces.DELIVERED.search(words)) and not bounces.JSON_BOUNCE.search(words)


def _is_bounce(mail: Message, words: str, block: str) -> bool:
    if block or mail.get("X-Failed-Recipients") or bounces.JSON_BOUNCE.search(words):
        return True
    if bounces.AUTO.search(_subject(mail)):
        return False
    subject = _subject(mail)
    named, told = bool(bounces.FAILED.search(subject)), bool(bounces.FAILED.search(words[:4_000]))
    reasoned = bool(bounces.GONE.search(words) or bounces.FOR_NOW.search(words) or _REPLY_CODE.search(words))
    sender = f"{mail.get('From')} {mail.get('Return-Path')}"
    if bounces.DAEMON.search(sender) or mail.get("Return-Path") == "<>":
        return named or told or reasoned
    return named and not bounces.ANSWER.match(subject) and (told or reasoned)


def _is_automatic(mail: Message) -> bool:
    submitted = str(mail.get("Auto-Submitted") or "no").lower()
    marks = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply")
    return (
        submitted.startswith("auto")
        or any(mail.get(name) for name in marks)
        or bool(bounces.AUTO.search(_subject(mail)))
    )


def _status_block(mail: Message) -> str:
    blocks = [part for part in mail.walk() if part.get_content_type() in _REPORTS]
    return "\n".join(str(one) for part in blocks for one in _payloads(part))[:_MOST_TEXT]


_REPORTS = {"message/delivery-status", "message/global-delivery-status"}


def _payloads(part: Message) -> list[Message | str]:
    payload = part.get_payload()
    return list(payload) if isinstance(payload, list) else [str(payload)]


def _words(mail: Message) -> str:
    """What the server wrote, without the mail that it sends back."""
    texts = []
    for part in _own_parts(mail):
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            texts.append(
                _decoded(payload if isinstance(payload, bytes) else b"", part.get_content_charset() or "utf-8")
            )
    return "\n".join(texts)[:_MOST_TEXT]


def _own_parts(mail: Message) -> list[Message]:
    if mail.get_content_type() == "message/rfc822":
        return []
    payload = mail.get_payload()
    if isinstance(payload, list):
        return [own for part in payload if isinstance(part, Message) for own in _own_parts(part)]
    return [mail]


def _decoded(payload: bytes, charset: str) -> str:
    try:
        return payload.decode(charset, "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")


def _status(block: str, words: str) -> str:
    """The most telling enhanced status: the first that says more than x.0.0."""
    found = _STATUS.findall(block) + _STATUS.findall(_reason(words))
    telling = [code for code in found if code[0] in "45" and not code.endswith(".0.0")]
    return next(iter(telling or [code for code in found if code[0] in "45"]), "")


def _reason(words: str) -> str:
    """The server's words up to where the mail sent back begins."""
    back = bounces.SENT_BACK.search(words, 80)
    return words[: back.start()] if back else words


def _is_hard(status: str, block: str, words: str) -> bool:
    """A full mailbox or a policy says nothing about the address; words outrank a code, for many are wrong."""
    reason = f"{block}\n{_reason(words)}"
    if status[:1] == "4" or _DELAYED.search(block) or bounces.NOT_AT_RCPT.search(reason):
        return False
    if bounces.NOBODY.search(reason):
        return True
    detail = status.partition(".")[2]
    if detail in _FOR_NOW_SUBJECTS or detail.startswith("7."):
        return False
    gone, for_now = bool(bounces.GONE.search(reason)), bool(bounces.FOR_NOW.search(reason))
    if gone != for_now:
        return gone
    return detail_of(500, status) in _GONE_DETAILS if status else gone


_DELAYED = re.compile(r"^action\s*:\s*delayed", re.IGNORECASE | re.MULTILINE)


def _recipients(block: str, words: str) -> tuple[str, ...]:
    found = _FINAL.findall(block) or _ADDRESS.findall(_reason(words)[:4_000])
    return tuple(dict.fromkeys(one.strip("<>;,. ").lower() for one in found))
