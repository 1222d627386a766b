"""The checks of `POST /v3/mail/send`, with SendGrid's messages and field paths."""

import re
from collections.abc import Iterator
from typing import Any

from services.sandbox.sendgrid.wire import SendGridError

_EMAIL = re.compile(r"[^@\s<>()\",;:]+@[^@\s<>()\",;:]+\.[^@\s.]{2,}")
_RESERVED = {
    "x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding", "to", "from",
    "subject", "reply-to", "cc", "bcc",
}  # fmt: skip
_MOST_ARGS = 10_000


def check(mail: Any) -> None:
    """Raises SendGridError 400 at the first fault."""
    if not isinstance(mail, dict):
        raise SendGridError(400, "Bad Request")
    _check_people(mail)
    _check_content(mail)
    _check_headers(mail.get("headers") or {}, "headers")
    _check_args(mail.get("custom_args") or {}, "custom_args")
    if len(mail.get("categories") or []) > 10:
        raise SendGridError(400, "A message may have at most 10 categories.", "categories")


def _check_people(mail: dict[str, Any]) -> None:
    groups = mail.get("personalizations")
    if not isinstance(groups, list) or not groups:
        raise SendGridError(
            400, "The personalizations field is required and must have at least one.", "personalizations"
        )
    if len(groups) > 1000:
        raise SendGridError(400, "There is a limit of 1000 personalizations per request.", "personalizations")
    for index, group in enumerate(groups):
        path = f"personalizations.{index}"
        if not group.get("to"):
            raise SendGridError(400, "The to array is required for all personalization objects.", f"{path}.to")
        for field, value in _addresses(group, path):
            _check_email(value, field)
        _check_headers(group.get("headers") or {}, f"{path}.headers")
        _check_args(group.get("custom_args") or {}, f"{path}.custom_args")
    sender = mail.get("from")
    if not isinstance(sender, dict) or not sender.get("email"):
        raise SendGridError(400, "The from object must be provided for every email send.", "from.email")
    _check_email(sender, "from.email")
    if mail.get("reply_to"):
        _check_email(mail["reply_to"], "reply_to.email")


def _addresses(group: dict[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for kind in ("to", "cc", "bcc"):
        for position, value in enumerate(group.get(kind) or []):
            yield f"{path}.{kind}.{position}.email", value


def _check_email(value: Any, field: str) -> None:
    address = value.get("email") if isinstance(value, dict) else None
    if not isinstance(address, str) or not _EMAIL.fullmatch(address):
        raise SendGridError(400, "Does not contain a valid address.", field)


def _check_content(mail: dict[str, Any]) -> None:
    parts = mail.get("content") or []
    if not parts and not mail.get("template_id"):
        raise SendGridError(
            400, "Unless a valid template_id is provided, the content parameter is required.", "content"
        )
    kinds = [part.get("type") for part in parts]
    if "text/plain" in kinds and kinds[0] != "text/plain":
        raise SendGridError(400, "If present, text/plain must be first, followed by text/html.", "content")
    for index, part in enumerate(parts):
        if not part.get("value"):
            message = "The content value must be a string at least one character in length."
            raise SendGridError(400, message, f"content.{index}.value")
    has_subject = mail.get("subject") or all(group.get("subject") for group in mail["personalizations"])
    if not has_subject and not mail.get("template_id"):
        raise SendGridError(400, "The subject is required.", "subject")


def _check_headers(headers: dict[str, Any], path: str) -> None:
    reserved = next((name for name in headers if name.lower() in _RESERVED), None)
    if reserved:
        raise SendGridError(400, f"The header {reserved} is reserved.", path)


def _check_args(arguments: dict[str, Any], path: str) -> None:
    if any(not isinstance(value, str) for value in arguments.values()):
        raise SendGridError(400, "Each custom argument must be a string.", path)
    if sum(len(name) + len(value) for name, value in arguments.items()) > _MOST_ARGS:
        raise SendGridError(400, "The custom arguments exceed 10000 bytes.", path)
