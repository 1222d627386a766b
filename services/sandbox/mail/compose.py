"""E-mail as people write it: greeting, signature, quoted history, and what a mail server adds."""

import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, formataddr
from html import escape

from services.sandbox.messages import Kept
from services.sandbox.town.businesses import Business
from services.sandbox.town.lines import GREETINGS, REGARDS
from services.sandbox.town.people import Line, Talk


@dataclass(frozen=True)
class Mail:
    """One e-mail on its way to the product."""

    sender: str
    sender_name: str
    recipient: str
    subject: str
    text: str
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    files: list[dict[str, str]] = field(default_factory=list)  # name, type, content in base64, cid where HTML shows it
    is_raw: bool = False  # handed over as it came, where the provider can do that


def answer(message: Kept, talk: Talk, line: Line, business: Business | None) -> Mail:
    """What the recipient of `message` writes back."""
    is_automatic = line.kind == "out_of_office"
    prefix = "Automatic reply: " if is_automatic else "Re: "
    subject = message.subject if message.subject.lower().startswith("re:") else prefix + message.subject
    name = talk.name or (business.person if business else "")
    said = line.text if is_automatic else _signed(talk, line.text, name, business)
    style = (business.style if business else len(message.recipient)) % 3
    quoted = "" if is_automatic else _history(message, style)
    html = f'<div dir="ltr">{as_html(said)}</div>' + (
        f'<br><div class="gmail_quote">{as_html(quoted)}</div>' if quoted else ""
    )
    headers = {"In-Reply-To": message.data["message_id"], "References": _references(message)}
    if is_automatic:
        headers |= {"Auto-Submitted": "auto-replied", "X-Autoreply": "yes", "X-Auto-Response-Suppress": "All"}
    return Mail(message.recipient, name, message.data["reply_to"], subject, said + quoted, html, headers)


def _references(message: Kept) -> str:
    headers = {name.lower(): value for name, value in message.data["headers"].items()}
    return " ".join(filter(None, (headers.get("references", ""), message.data["message_id"])))


def _signed(talk: Talk, text: str, name: str, business: Business | None) -> str:
    lines = [GREETINGS[talk.language], "", text, "", REGARDS[talk.language], name]
    if business:
        lines.append(f"{business.title}, {business.name}")
        lines += [business.phone] if business.phone and business.style % 2 else []
    return "\n".join(lines).rstrip() + "\n"


def _history(message: Kept, style: int) -> str:
    """The quoted message below the answer, as three usual programs write it."""
    at = datetime.fromtimestamp(message.at, UTC)
    sender = formataddr((message.data["from_name"], message.sender))
    quoted = "\n".join(f"> {part}" for part in message.body.splitlines())
    if style == 0:
        return f"\nOn {at:%a, %d %b %Y at %H:%M}, {sender} wrote:\n\n{quoted}\n"
    if style == 1:
        head = f"From: {sender}\nSent: {at:%d %B %Y %H:%M}\nTo: {message.recipient}\nSubject: {message.subject}"
        return f"\n________________________________\n{head}\n\n{message.body}\n"
    return f"\n-----Original Message-----\nOn {at:%d/%m/%Y %H:%M}, {sender} wrote:\n{quoted}\n"


def as_html(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def header_block(mail: Mail, message_id: str, mx: str = "mx0001p1mdw1.sendgrid.net") -> str:
    """The raw headers as the receiving server `mx` hands them over."""
    host = mail.sender.rpartition("@")[2]
    fixed = {
        "Received": f"by {mx} with SMTP id {uuid.uuid4().hex[:10]} for <{mail.recipient}>",
        "Received-SPF": f"pass ({host})",
        "From": formataddr((mail.sender_name, mail.sender)),
        "To": mail.recipient,
        "Subject": mail.subject,
        "Date": format_datetime(datetime.fromtimestamp(time.time(), UTC)),
        "Message-ID": message_id,
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/alternative; boundary="sandbox"',
    }
    return "\n".join(f"{name}: {value}" for name, value in {**fixed, **mail.headers}.items()) + "\n"
