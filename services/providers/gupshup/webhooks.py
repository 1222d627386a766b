"""What Gupshup posts, unsigned: its own version 2, or Meta's form as version 3 forwards it."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from services.core.errors import Invalid
from services.providers.base import Credentials, Happening, WebhookRequest
from services.providers.gupshup.errors import ERRORS, TITLE
from services.providers.meanings import meaning_of, number
from services.providers.whatsapp_cloud.webhooks import messages_in, objects

_STATUSES = {"sent": "sent", "delivered": "delivered", "read": "read", "failed": "failed"}
_PRESSED = {"button_reply", "list_reply", "quick_reply"}
Told = Mapping[str, Any]


class GupshupWebhooks:
    """Its address was given to Gupshup alone: whoever knows it is believed."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def verify(self, request: WebhookRequest) -> bool:
        """Gupshup signs nothing; the unguessable address is the proof, and an account without a key is closed."""
        return bool(self._credentials["api_key"] and request.body)

    def happenings(self, request: WebhookRequest) -> list[Happening]:
        try:
            told = json.loads(request.body)
        except ValueError:
            told = None
        if not isinstance(told, dict) or not (told.get("type") or told.get("entry")):
            raise Invalid("This is not a webhook from Gupshup.")
        if told.get("entry"):
            return list(_forwarded(told, request.received_at))
        payload, read = told.get("payload"), _READ.get(str(told["type"]))
        if read is None or not isinstance(payload, dict):
            return []
        found = read(payload, self._credentials["from"], _moment(told.get("timestamp"), request.received_at, 1000))
        return [found] if found else []


def _forwarded(told: Told, received_at: datetime) -> Iterator[Happening]:
    """Gupshup's own id of a message is the one that sending gave us; it stands beside WhatsApp's."""
    for entry in objects(told.get("entry")):
        for change in objects(entry.get("changes")):
            value = change.get("value")
            if not isinstance(value, dict):
                continue
            statuses = [{**one, "id": one.get("gs_id") or one.get("id")} for one in objects(value.get("statuses"))]
            yield from messages_in({**value, "statuses": statuses}, "", received_at)


def _moment(stamp: Any, received_at: datetime, divisor: int = 1) -> str:
    """A Unix time in seconds or, with 1000, milliseconds; the time of arrival when it is none."""
    try:
        return datetime.fromtimestamp(int(stamp) / divisor, UTC).isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        return received_at.isoformat()


def _inner(payload: Told, name: str = "payload") -> Told:
    found = payload.get(name)
    return found if isinstance(found, dict) else {}


def _phone(digits: Any) -> str:
    return f"+{str(digits).removeprefix('+')}" if digits else ""


def _status(payload: Told, _own: str, moment: str) -> Happening | None:
    """`gsId` is what sending gave us; before WhatsApp has taken the message only `id` is there."""
    status = _STATUSES.get(str(payload.get("type")))
    provider_id = str(payload.get("gsId") or payload.get("id") or "")
    if not status or not provider_id:
        return None
    inner = _inner(payload)
    data = {
        "provider_id": provider_id,
        "reference": "",
        "status": status,
        "error_code": "",
        "error_text": "",
        "about": "",
        "at": moment,
    }
    if status == "failed":
        code = number(inner.get("code"))
        meant = meaning_of(ERRORS, code, TITLE)
        data |= {"error_code": str(code or ""), "error_text": meant.words, "about": meant.about.value}
    return Happening(f"{provider_id}:{status}", "status", data)


def _reply(payload: Told, own: str, moment: str) -> Happening | None:
    if not payload.get("id"):
        return None
    sender, context = _inner(payload, "sender"), _inner(payload, "context")
    data = {
        "channel": "whatsapp",
        "sender": _phone(sender.get("phone") or payload.get("source")),
        "recipient": own,
        "text": _text(str(payload.get("type") or "message"), _inner(payload)),
        "subject": "",
        "message_id": str(payload["id"]),
        "references": [str(context["gsId"])] if context.get("gsId") else [],
        "headers": {},
        "profile_name": str(sender.get("name") or ""),
        "files": _files(_inner(payload)),
        "at": moment,
    }
    return Happening(str(payload["id"]), "reply", data)


def _files(inner: Told) -> list[dict[str, str]]:
    """Gupshup keeps what was sent along at an address for anybody who knows it."""
    return [{"name": str(inner.get("name") or ""), "url": str(inner["url"])}] if inner.get("url") else []


def _text(kind: str, inner: Told) -> str:
    """What was written or pressed; a file is named, with its caption above."""
    if kind == "text" or kind in _PRESSED:
        return str(inner.get("text") or inner.get("title") or inner.get("reply") or f"[{kind}]")
    return f"{inner.get('caption') or ''}\n[{kind}]".strip()


def _person(payload: Told, _own: str, moment: str) -> Happening | None:
    """Opting in again at Gupshup takes no "stop" to us back."""
    if payload.get("type") != "opted-out" or not payload.get("phone"):
        return None
    data = {"channel": "whatsapp", "address": _phone(payload["phone"]), "at": moment}
    return Happening(f"opted-out:{payload['phone']}:{moment}", "opt_out", data)


def _template(payload: Told, _own: str, moment: str) -> Happening | None:
    if not payload.get("id"):
        return None
    changed, name = str(payload.get("type") or ""), str(payload.get("elementName") or "")
    data = {
        "sid": str(payload["id"]),
        "name": name,
        "state": str(payload.get("status") or "").lower() if changed == "status-update" else "",
        "category": str(payload.get("category") or "").lower() if changed == "category-update" else "",
        "reason": str(payload.get("rejectedReason") or ""),
        "at": moment,
    }
    return Happening(f"template:{payload['id']}:{data['state']}{data['category']}:{moment}", "template", data)


_READ: dict[str, Callable[[Told, str, str], Happening | None]] = {
    "message-event": _status,
    "message": _reply,
    "user-event": _person,
    "template-event": _template,
}
