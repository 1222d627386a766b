"""The files of an e-mail, whatever program wrote it, and where its HTML shows them."""

import hashlib
import mimetypes
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import Policy, default

from bs4 import BeautifulSoup

from services.providers.enclosed import CarriedFile

MOST_PARTS = 200  # looked at; no person encloses more
EMPTY = "It came empty."
_MOST_HTML = 500_000
_LONGEST_PICTURED = 20_000
_UNREADABLE = "This email is built so that its files cannot be read: nothing of them was stored."
_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
_CID = re.compile(r"cid:([^\"'\s>)]{1,300})", re.IGNORECASE)
# How mail programs mark what they quote and what they sign with.
_NOT_OWN = (
    "blockquote, .gmail_quote, .gmail_signature, .moz-cite-prefix, .moz-signature, .yahoo_quoted, .protonmail_quote, "
    "[id*=ignature], [class*=ignature]"
)
_HISTORY_BEGINS = "#divRplyFwdMsg, #appendonsend, #OLK_SRC_BODY_SECTION"


def parsed(raw: bytes, policy: Policy = default) -> Message:
    """The mail; one that is nested beyond reason is its headers alone, so that its words are heard of at least."""
    try:
        return message_from_bytes(raw, policy=policy)
    except RecursionError:
        return BytesParser(policy=policy).parsebytes(raw, headersonly=True)


def enclosed_in(mail: Message, html: str) -> list[CarriedFile]:
    """What is neither the mail's text nor its frame; a mail inside the mail is one file, the same file twice is one."""
    if mail.get_content_maintype() == "multipart" and not mail.is_multipart():
        return [CarriedFile("Files of this email", problem=_UNREADABLE)]
    shown = {found.lower() for found in _CID.findall(html[:_MOST_HTML])}
    bodies = [part for part in (_body(mail, "plain"), _body(mail, "html")) if part is not None]
    found: dict[bytes, CarriedFile] = {}
    for part in _leaves(mail):
        if not any(part is body for body in bodies) and not _is_more_text(part):
            one = _file(part, shown)
            found.setdefault(hashlib.sha256(one.name.encode("utf-8", "replace") + b"\0" + one.content).digest(), one)
    return list(found.values())


def shown_as(given: object, html: str) -> str:
    """A file's Content-ID as providers name it, where `html` (in lower case) shows it; else ""."""
    content_id = str(given or "").strip(" <>").lower()
    return content_id if content_id and f"cid:{content_id}" in html else ""


def _body(mail: Message, kind: str) -> Message | None:
    return mail.get_body(preferencelist=(kind,)) if isinstance(mail, EmailMessage) else None


def _leaves(mail: Message) -> Iterator[Message]:
    """Parts that hold something, in the order in which they stand."""
    waiting, looked_at = [mail], 0
    while waiting and looked_at < MOST_PARTS:
        part = waiting.pop()
        looked_at += 1
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting += [one for one in reversed(payload) if isinstance(one, Message)]
        elif part.get_content_maintype() != "multipart":
            yield part


def _is_more_text(part: Message) -> bool:
    """Words between pictures or below a file, as Apple's program sends them."""
    is_text = part.get_content_type() in {"text/plain", "text/html"}
    return is_text and part.get_content_disposition() != "attachment" and not part.get_filename()


def _file(part: Message, shown: set[str]) -> CarriedFile:
    content_id = str(part.get("Content-ID") or "").strip(" <>").lower()
    content = _content(part)
    return CarriedFile(
        _name(part),
        content,
        content_id=content_id if content_id in shown else "",
        is_aside=part.get_content_type() in _SIGNATURES,
        problem="" if content else EMPTY,
    )


def _content(part: Message) -> bytes:
    payload = part.get_payload()
    if isinstance(payload, list):  # a mail inside the mail
        inner = next((one for one in payload if isinstance(one, Message)), None)
        return _written(inner) if inner is not None else b""
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else str(payload).encode("utf-8", "replace")


def _written(mail: Message) -> bytes:
    try:
        return mail.as_bytes()
    except (LookupError, ValueError, RecursionError, AttributeError):
        return str(mail.get_payload()).encode("utf-8", "replace")


def _name(part: Message) -> str:
    """RFC 2231's name, or RFC 2047's, which most programs write; else one after its kind."""
    given = str(part.get_filename() or "").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if given.strip():
        return given
    if part.get_content_type() == "message/rfc822":
        payload = part.get_payload()
        inner = payload[0] if isinstance(payload, list) and payload else None
        subject = str(inner.get("Subject") or "") if isinstance(inner, Message) else ""
        return f"{subject.strip()[:80] or 'Forwarded email'}.eml"
    if part.get_content_type() == "text/calendar":
        return "invite.ics"
    return f"File{mimetypes.guess_extension(part.get_content_type()) or ''}"


def pictured(html: str) -> str:
    """The words of the HTML with "[cid:…]" where it shows a file; without what its program marks as quoted or signed.

    What is quoted and signed without a mark is cut by whoever reads the words.
    """
    soup = BeautifulSoup(html[:_MOST_HTML], "lxml")
    for picture in soup.find_all("img"):
        found = _CID.match(str(picture.get("src") or ""))
        if found:
            picture.replace_with(f"[cid:{found[1].lower()}]")
    for part in soup.select(_HISTORY_BEGINS):
        for later in list(part.find_next_siblings()):
            later.decompose()
        part.decompose()
    for part in soup.select(_NOT_OWN):
        if not part.decomposed:
            part.decompose()
    return soup.get_text("\n", strip=True)[:_LONGEST_PICTURED]
