"""SendGrid's Inbound Parse: a multipart form that holds one e-mail."""

import hashlib
import io
import json
from email import message_from_string
from email.message import Message
from email.policy import default as default_policy
from email.utils import getaddresses, parseaddr
from typing import Any

from bs4 import BeautifulSoup
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, parse_form

from services.core.errors import Invalid
from services.providers.base import Happening, WebhookRequest

_KEPT_HEADERS = {
    "auto-submitted", "x-autoreply", "x-auto-response-suppress", "precedence", "return-path", "content-type",
    "list-unsubscribe", "in-reply-to", "references", "message-id", "x-failed-recipients", "date",
}  # fmt: skip


def is_inbound(request: WebhookRequest) -> bool:
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")


def reply_in(request: WebhookRequest) -> Happening:
    """The e-mail as a reply; raises Invalid when the form is broken or names no sender."""
    form = _form(request)
    mail = _mail(form)
    headers = {name.lower(): " ".join(str(value).split()) for name, value in mail.items()}
    envelope = _json(form, "envelope")
    name, sender = parseaddr(form.get("from") or headers.get("from", ""))
    sender = sender or str(envelope.get("from") or "")
    recipients = [str(one) for one in envelope.get("to") or []]
    recipients += [address for _, address in getaddresses([form.get("to") or headers.get("to", "")]) if address]
    if not sender or not recipients:
        raise Invalid("This email names no sender or no recipient.")
    message_id = headers.get("message-id", "")
    data: dict[str, Any] = {
        "channel": "email",
        "sender": sender.lower(),
        "recipient": recipients[0],
        "text": _text(form, mail),
        "subject": form.get("subject") or headers.get("subject", ""),
        "message_id": message_id,
        "references": f"{headers.get('references', '')} {headers.get('in-reply-to', '')}".split(),
        "headers": {key: value[:1000] for key, value in headers.items() if key in _KEPT_HEADERS},
        "profile_name": name,
        "at": request.received_at.isoformat(),
    }
    digest = hashlib.sha256(message_id.encode() if message_id else request.body).hexdigest()
    return Happening(f"mail:{digest}", "reply", data)


def _form(request: WebhookRequest) -> dict[str, str]:
    """Text fields, each in the charset that `charsets` names for it; attachments are left out."""
    raw: dict[str, bytes] = {}

    def keep(field: Field) -> None:
        raw[(field.field_name or b"").decode("utf-8", "replace")] = field.value or b""

    headers = {"Content-Type": request.headers["content-type"].encode()}
    try:
        parse_form(headers, io.BytesIO(request.body), keep, None)
    except (FormParserError, ValueError) as error:
        raise Invalid("This is not an email from SendGrid.") from error
    charsets = _json({"charsets": raw.get("charsets", b"").decode("ascii", "replace")}, "charsets")
    return {name: _decoded(value, str(charsets.get(name) or "utf-8")) for name, value in raw.items()}


def _decoded(value: bytes, charset: str) -> str:
    try:
        return value.decode(charset, "replace")
    except LookupError:
        return value.decode("utf-8", "replace")


def _json(form: dict[str, str], name: str) -> dict[str, Any]:
    try:
        value = json.loads(form.get(name) or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _mail(form: dict[str, str]) -> Message:
    """The header block; in raw mode (`email`) the whole message."""
    return message_from_string(form.get("email") or form.get("headers", ""), policy=default_policy)


def _text(form: dict[str, str], mail: Message) -> str:
    plain, html = form.get("text", ""), form.get("html", "")
    if "email" in form:
        plain, html = _part(mail, "plain"), _part(mail, "html")
    return plain.strip() or BeautifulSoup(html, "lxml").get_text("\n", strip=True)


def _part(mail: Any, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
