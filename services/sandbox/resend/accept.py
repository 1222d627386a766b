"""`POST /emails`: validate, journal, answer the id; the same key again answers the same id."""

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from email.utils import parseaddr
from typing import Any

from aiohttp import web

from services.sandbox import things
from services.sandbox.accounts import Account
from services.sandbox.files import recorded
from services.sandbox.mail.plan import keep
from services.sandbox.messages import Kept
from services.sandbox.resend.wire import ResendError, authenticated
from services.sandbox.things import Thing
from services.sandbox.world import World, world_of

_EMAIL = re.compile(r"[^@\s<>()\",;:]+@[^@\s<>()\",;:]+\.[^@\s.]{2,}")
_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")
_ONE_CLICK = re.compile(r"<(https?://[^>]+)>")
_MOST_RECIPIENTS = 50
_FORMAT = "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format."


async def send(request: web.Request) -> web.Response:
    account, world = authenticated(request), world_of(request)
    raw = await request.read()
    try:
        mail = json.loads(raw)
    except ValueError:
        raise ResendError(400, "validation_error", "The request body is not valid JSON.") from None
    _check(mail, account)
    email_id, is_new = await _id_for(world, account, request.headers.get("Idempotency-Key", ""), raw)
    if is_new:
        await keep(world, account, [_kept(account, mail, email_id)])
    return web.json_response({"id": email_id})


async def _id_for(world: World, account: Account, key: str, raw: bytes) -> tuple[str, bool]:
    """A new id, or the one that this key was given before."""
    email_id, digest = str(uuid.uuid4()), hashlib.sha256(raw).hexdigest()
    if not key:
        return email_id, True
    if len(key) > 256:
        raise ResendError(400, "invalid_idempotency_key", "The key must be between 1-256 chars.")
    name = f"{account.account}:{key}"
    known = await things.get(world.journal, "resend_key", name)
    if known is None:
        made = Thing("resend_key", name, account.account, {"id": email_id, "digest": digest})
        await world.journal.run(lambda connection: things.put(connection, made))
        return email_id, True
    if known.data["digest"] != digest:
        message = "Same idempotency key used with a different request payload"
        raise ResendError(409, "invalid_idempotent_request", message)
    return str(known.data["id"]), False


def _check(mail: Any, account: Account) -> None:
    """Raises ResendError at the first fault."""
    if not isinstance(mail, dict):
        raise ResendError(422, "validation_error", "Expected an object.")
    for name in ("from", "to", "subject"):
        if not mail.get(name):
            raise ResendError(422, "missing_required_field", f"Missing `{name}` field.")
    if not (mail.get("html") or mail.get("text")):
        raise ResendError(422, "missing_required_field", "Missing `html` or `text` field.")
    _check_recipients(_list(mail["to"]))
    _check_sender(str(mail["from"]), account)
    for tag in mail.get("tags") or []:
        if not (_TAG.fullmatch(str(tag.get("name"))) and _TAG.fullmatch(str(tag.get("value")))):
            message = "Tags should only contain ASCII letters, numbers, underscores, or dashes."
            raise ResendError(422, "validation_error", message)


def _check_recipients(recipients: list[str]) -> None:
    if len(recipients) > _MOST_RECIPIENTS:
        raise ResendError(422, "validation_error", "The `to` field can have at most 50 recipients.")
    if not all(_EMAIL.fullmatch(parseaddr(one)[1]) for one in recipients):
        raise ResendError(422, "validation_error", f"Invalid `to` field. {_FORMAT}")


def _check_sender(sender: str, account: Account) -> None:
    address = parseaddr(sender)[1]
    if not _EMAIL.fullmatch(address):
        raise ResendError(422, "validation_error", f"Invalid `from` field. {_FORMAT}")
    domain = address.rpartition("@")[2].lower()
    if account.address and domain != account.address.rpartition("@")[2].lower():
        message = (
            f"The {domain} domain is not verified. Please, add and verify your domain on https://resend.com/domains"
        )
        raise ResendError(403, "validation_error", message)


def _kept(account: Account, mail: dict[str, Any], email_id: str) -> Kept:
    headers = {str(name): str(value) for name, value in (mail.get("headers") or {}).items()}
    lowered = {name.lower(): value for name, value in headers.items()}
    tags = {str(tag["name"]): str(tag["value"]) for tag in mail.get("tags") or []}
    one_click = _ONE_CLICK.search(lowered.get("list-unsubscribe", ""))
    name, sender = parseaddr(mail["from"])
    return Kept(
        provider_id=email_id,
        provider="resend",
        account=account.account,
        direction="outbound",
        sender=sender.lower(),
        recipient=parseaddr(_list(mail["to"])[0])[1].lower(),
        body=mail.get("text") or mail.get("html", ""),
        subject=mail["subject"],
        reference=next((value for name, value in tags.items() if "ref" in name), ""),
        data={
            "tags": tags,
            "from_name": name,
            "reply_to": (_list(mail.get("reply_to") or []) or [sender])[0],
            "headers": headers,
            "message_id": lowered.get("message-id") or f"<{email_id}@us-east-1.amazonses.com>",
            "html": str(mail.get("html") or "")[:20_000],
            "calendar": next(_calendars(mail), ""),
            "files": [str(file.get("filename")) for file in mail.get("attachments") or []],
            "enclosed": [_recorded(file) for file in mail.get("attachments") or []],
            "tracks_opens": True,
            "one_click": one_click[1] if one_click and "list-unsubscribe-post" in lowered else "",
        },
    )


def _recorded(file: dict[str, Any]) -> dict[str, Any]:
    kind = str(file.get("content_type"))
    return recorded(str(file.get("filename")), kind, base64.b64decode(str(file.get("content"))))


def _calendars(mail: dict[str, Any]) -> Iterator[str]:
    for file in mail.get("attachments") or []:
        if str(file.get("content_type")).startswith("text/calendar"):
            yield base64.b64decode(str(file.get("content"))).decode()


def _list(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
