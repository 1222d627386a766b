"""What WATI posts, unsigned: the same event under several names, statuses without a number."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from services.core.errors import Invalid
from services.providers.base import Credentials, Happening, WebhookRequest
from services.providers.meanings import meaning_of, number
from services.providers.wati.errors import ERRORS, TITLE

_SUFFIXES = ("_bsuid", "_v2")  # newer twins of an event, told beside the older ones
_STATUSES = {
    "templateMessageSent": "sent",
    "sessionMessageSent": "sent",
    "sentMessageDELIVERED": "delivered",
    "sentMessageREAD": "read",
    "templateMessageFailed": "failed",
    "sentMessageFAILED": "failed",
}
_FILES = {"image", "document", "audio", "video", "voice", "sticker"}
Told = Mapping[str, Any]


class WatiWebhooks:
    """Its address was given to WATI alone: whoever knows it is believed."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def verify(self, request: WebhookRequest) -> bool:
        """WATI signs nothing; the unguessable address is the proof, and an account without a token is closed."""
        return bool(self._credentials["access_token"] and request.body)

    def happenings(self, request: WebhookRequest) -> list[Happening]:
        try:
            told = json.loads(request.body)
        except ValueError:
            told = None
        if not isinstance(told, dict) or not told.get("eventType"):
            raise Invalid("This is not a webhook from WATI.")
        kind = _plain(str(told["eventType"]))
        moment = _moment(told, request.received_at)
        if kind in _STATUSES:
            found = _status(told, _STATUSES[kind], moment)
        elif kind == "message":
            found = _reply(told, self._credentials["from"], moment)
        elif kind == "templateQualityUpdated":
            found = _quality(told, moment)
        else:
            found = None
        return [found] if found else []


def _plain(name: str) -> str:
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def _moment(told: Told, received_at: datetime) -> str:
    """`timestamp` is a Unix time, `created` a date of more digits than are read."""
    try:
        return datetime.fromtimestamp(int(told.get("timestamp") or ""), UTC).isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        return received_at.isoformat()


def _status(told: Told, status: str, moment: str) -> Happening | None:
    """One event id for all twins of an event: the first one counts."""
    provider_id = str(told.get("localMessageId") or told.get("id") or "")
    if not provider_id:
        return None
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
        code = number(told.get("failedCode"))
        meant = meaning_of(ERRORS, code, TITLE)
        words = meant.words if told.get("failedCode") else "WhatsApp could not deliver the message."
        about = meant.about.value if told.get("failedCode") else ""
        data |= {"error_code": str(code or ""), "error_text": words, "about": about}
    return Happening(f"{provider_id}:{status}", "status", data)


def _reply(told: Told, own: str, moment: str) -> Happening | None:
    """`owner` marks what we sent ourselves."""
    message_id = str(told.get("whatsappMessageId") or told.get("id") or "")
    if told.get("owner") or not message_id:
        return None
    digits = str(told.get("waId") or "").removeprefix("+")
    quoted = str(told.get("replyContextId") or "")
    kind = str(told.get("type") or "message")
    words = str(told.get("text") or "")
    data = {
        "channel": "whatsapp",
        "sender": f"+{digits}" if digits else "",
        "recipient": own,
        "text": words if words and kind in {"text", "button", "interactive"} else f"{words}\n[{kind}]".strip(),
        "subject": "",
        "message_id": message_id,
        "references": [quoted] if quoted else [],
        "headers": {},
        "profile_name": str(told.get("senderName") or ""),
        "files": _files(told, kind, words),
        "at": moment,
    }
    return Happening(message_id, "reply", data)


def _files(told: Told, kind: str, words: str) -> list[dict[str, str]]:
    """WATI names the file within the account; a document's text is its name."""
    where = str(told.get("data") or "")
    if kind not in _FILES or not where:
        return []
    name = parse_qs(urlsplit(where).query).get("fileName", [where])[0]
    return [{"name": words if kind == "document" else "", "id": name}]


def _quality(told: Told, moment: str) -> Happening:
    """The grades are numbers that WATI does not explain."""
    name = str(told.get("templateName") or "")
    words = "WhatsApp rates the quality of this template differently now. Look at it in WATI."
    data = {"sid": name, "name": name, "state": "", "category": "", "reason": words, "at": moment}
    return Happening(f"template:{name}:{told.get('newTemplateQuality')}:{moment}", "template", data)
