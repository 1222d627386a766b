"""SendGrid's Inbound Parse: a multipart form that holds one e-mail."""

import io
import json
from email import message_from_string
from email.message import Message
from email.policy import default as default_policy
from email.utils import getaddresses, parseaddr
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, parse_form

from services.core.errors import Invalid
from services.providers import mail
from services.providers.base import Happening, WebhookRequest
from services.providers.smtp.reports import report_of

_RAW = "email"  # the field of the whole message, when the account is set to send it


def is_inbound(request: WebhookRequest) -> bool:
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")


def reply_in(request: WebhookRequest) -> Happening:
    """The e-mail as a reply, or what a bounce tells; raises Invalid when the form is broken or names no sender."""
    form = _form(request)
    told = report_of(form[_RAW].encode("ascii", "surrogateescape"), request.received_at) if _RAW in form else None
    if told is not None:
        return told
    letter = _mail(form)
    headers = mail.lowered(letter.items())
    envelope = _json(form, "envelope")
    name, sender = parseaddr(form.get("from") or headers.get("from", ""))
    sender = sender or str(envelope.get("from") or "")
    recipients = [str(one) for one in envelope.get("to") or []]
    recipients += [address for _, address in getaddresses([form.get("to") or headers.get("to", "")]) if address]
    if not sender or not recipients:
        raise Invalid("This email names no sender or no recipient.")
    subject = form.get("subject") or headers.get("subject", "")
    text = _text(form, letter)
    return mail.reply(
        mail.Letter(sender, name, tuple(recipients), subject, text, request.received_at, headers, request.body)
    )


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
    told = {name: _decoded(value, str(charsets.get(name) or "utf-8")) for name, value in raw.items()}
    if _RAW in raw:
        told[_RAW] = raw[_RAW].decode("ascii", "surrogateescape")  # as `email` takes bytes: each part has a charset
    return told


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
    return message_from_string(form.get(_RAW) or form.get("headers", ""), policy=default_policy)


def _text(form: dict[str, str], letter: Message) -> str:
    plain, html = form.get("text", ""), form.get("html", "")
    if _RAW in form:
        plain, html = mail.body_of(letter, "plain"), mail.body_of(letter, "html")
    return mail.readable(plain, html)
