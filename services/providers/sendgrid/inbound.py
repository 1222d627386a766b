"""SendGrid's Inbound Parse: a multipart form that holds one e-mail."""

import io
import json
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses, parseaddr
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, parse_form

from services.core.errors import Invalid
from services.providers import mail
from services.providers.base import Happening, WebhookRequest
from services.providers.enclosed import CarriedFile
from services.providers.mime import EMPTY, MOST_PARTS, enclosed_in, parsed, shown_as
from services.providers.smtp.reports import report_of

_RAW = "email"  # the field of the whole message, when the account is set to send it


@dataclass(frozen=True)
class _Upload:
    """A file of the form: its field's name, its own, and what it holds."""

    field: str
    name: str
    content: bytes


def is_inbound(request: WebhookRequest) -> bool:
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")


def reply_in(request: WebhookRequest) -> Happening:
    """The e-mail as a reply, or what a bounce tells; raises Invalid when the form is broken or names no sender."""
    form, uploads = _form(request)
    raw = form.get(_RAW, "").encode("ascii", "surrogateescape")
    told = report_of(raw, request.received_at) if raw else None
    if told is not None:
        return told
    letter = parsed(raw or form.get("headers", "").encode("utf-8", "replace"))
    headers = mail.lowered(letter.items())
    envelope = _json(form, "envelope")
    name, sender = parseaddr(form.get("from") or headers.get("from", ""))
    sender = sender or str(envelope.get("from") or "")
    recipients = [str(one) for one in envelope.get("to") or []]
    recipients += [address for _, address in getaddresses([form.get("to") or headers.get("to", "")]) if address]
    if not sender or not recipients:
        raise Invalid("This email names no sender or no recipient.")
    subject = form.get("subject") or headers.get("subject", "")
    plain, html = _texts(form, letter)
    text, at = mail.readable(plain, html), request.received_at
    files = enclosed_in(letter, html) if raw else _files(form, uploads, html)
    fallback = request.body
    return mail.reply(mail.Letter(sender, name, tuple(recipients), subject, text, at, headers, fallback, html, files))


def _form(request: WebhookRequest) -> tuple[dict[str, str], list[_Upload]]:
    """Text fields, each in the charset that `charsets` names for it, and the files."""
    raw: dict[str, bytes] = {}
    uploads: list[_Upload] = []

    def keep(field: Field) -> None:
        raw[(field.field_name or b"").decode("utf-8", "replace")] = field.value or b""

    def keep_file(file: File) -> None:
        file.file_object.seek(0)
        names = [(part or b"").decode("utf-8", "replace") for part in (file.field_name, file.file_name)]
        if len(uploads) < MOST_PARTS:
            uploads.append(_Upload(names[0], names[1], file.file_object.read()))
        file.close()

    headers = {"Content-Type": request.headers["content-type"].encode()}
    try:
        parse_form(headers, io.BytesIO(request.body), keep, keep_file)
    except (FormParserError, ValueError) as error:
        raise Invalid("This is not an email from SendGrid.") from error
    charsets = _json({"charsets": raw.get("charsets", b"").decode("ascii", "replace")}, "charsets")
    told = {name: _decoded(value, str(charsets.get(name) or "utf-8")) for name, value in raw.items()}
    if _RAW in raw:
        told[_RAW] = raw[_RAW].decode("ascii", "surrogateescape")  # each of its parts has a charset of its own
    return told, uploads


def _files(form: dict[str, str], uploads: list[_Upload], html: str) -> list[CarriedFile]:
    """As `attachment-info` names them; `content-ids` says which of them the HTML shows."""
    about = _json(form, "attachment-info")
    ids = {str(field): str(one).strip(" <>") for one, field in _json(form, "content-ids").items()}
    shown = html.lower()
    found = []
    for one in uploads:
        info = about.get(one.field)
        told = info if isinstance(info, dict) else {}
        name = str(told.get("filename") or told.get("name") or one.name)
        content_id = shown_as(ids.get(one.field) or told.get("content-id"), shown)
        problem = "" if one.content else EMPTY
        found.append(CarriedFile(name, one.content, content_id, problem=problem))
    return found


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


def _texts(form: dict[str, str], letter: Message) -> tuple[str, str]:
    """Plain words and HTML; in raw mode (`email`) they are in the message itself."""
    if _RAW in form:
        return mail.body_of(letter, "plain"), mail.body_of(letter, "html")
    return form.get("text", ""), form.get("html", "")
