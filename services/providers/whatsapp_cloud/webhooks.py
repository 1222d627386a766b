"""What Meta posts about a number and its business account: any number of entries and changes in one body."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from services.core.errors import Invalid
from services.providers.base import Credentials, Happening, WebhookRequest
from services.providers.whatsapp_cloud.errors import meaning
from services.providers.whatsapp_cloud.inbound import files_of, text_of
from services.providers.whatsapp_cloud.notices import notice

SIGNATURE = "x-hub-signature-256"
_PREFIX = "sha256="
_STATUSES = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}


class WhatsAppCloudWebhooks:
    """One address serves every number: a happening says in `account` whose it is."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def accounts(self) -> set[str]:
        """Messages name the number, notices about templates the business account."""
        return {self._credentials["phone_number_id"], self._credentials["business_account_id"]} - {""}

    def verify(self, request: WebhookRequest) -> bool:
        """HMAC-SHA256 over the raw body with the app's secret."""
        secret, given = self._credentials["app_secret"], request.headers.get(SIGNATURE, "")
        if not secret or not given.startswith(_PREFIX):
            return False
        expected = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected.encode(), given.removeprefix(_PREFIX).lower().encode())

    def happenings(self, request: WebhookRequest) -> list[Happening]:
        return list(happenings_in(request.body, request.received_at))


def accounts_in(body: bytes) -> list[str]:
    """The numbers and business accounts that a body is for, each once; raises Invalid when it is not Meta's.

    Nothing is verified yet.
    """
    spoken_of = [_account(entry, field, value) for entry, field, value in _changes(body)]
    return [one for one in dict.fromkeys(spoken_of) if one]


def happenings_in(body: bytes, received_at: datetime) -> Iterator[Happening]:
    """Everything of N entries × M changes, in order."""
    for entry, field, value in _changes(body):
        account = _account(entry, field, value)
        if field == "messages":
            yield from messages_in(value, account, received_at)
        elif field == "user_preferences":
            yield from _preferences(value, account, received_at)
        elif told := notice(field, value, str(entry.get("time") or ""), received_at):
            yield Happening(told.event_id, told.kind, {**told.data, "account": account})


def messages_in(value: Mapping[str, Any], account: str, received_at: datetime) -> Iterator[Happening]:
    """Statuses of what was sent, and what people wrote; also what vendors forward in Meta's own form."""
    for status in objects(value.get("statuses")):
        if status.get("id") and str(status.get("status")) in _STATUSES:
            yield _status(status, account, received_at)
    names = {str(one.get("wa_id")): str((one.get("profile") or {}).get("name") or "") for one in _contacts(value)}
    recipient = _phone((value.get("metadata") or {}).get("display_phone_number"))
    for message in objects(value.get("messages")):
        if message.get("id"):
            yield _reply(message, names, recipient, account, received_at)


def _changes(body: bytes) -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    try:
        told = json.loads(body)
    except ValueError:
        raise Invalid("This is not a webhook from WhatsApp.") from None
    ours = isinstance(told, dict) and told.get("object") == "whatsapp_business_account"
    if not ours or not isinstance(told.get("entry"), list):
        raise Invalid("This is not a webhook of a WhatsApp business account.")
    for entry in objects(told["entry"]):
        for change in objects(entry.get("changes")):
            if isinstance(change.get("value"), dict):
                yield entry, str(change.get("field") or ""), change["value"]


def objects(listed: Any) -> list[dict[str, Any]]:
    """The objects of a list; [] for anything else."""
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _account(entry: Mapping[str, Any], field: str, value: Mapping[str, Any]) -> str:
    metadata = value.get("metadata")
    number = metadata.get("phone_number_id") if isinstance(metadata, dict) else ""
    return str(number if field in {"messages", "user_preferences"} and number else entry.get("id") or "")


def _contacts(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [one for one in objects(value.get("contacts")) if isinstance(one.get("profile") or {}, dict)]


def _phone(digits: Any) -> str:
    plain = "".join(letter for letter in str(digits or "") if letter.isdecimal())
    return f"+{plain}" if plain else ""


def at(stamp: Any, received_at: datetime) -> str:
    """A Unix time as ISO 8601; the time of arrival when it is none."""
    try:
        return datetime.fromtimestamp(int(stamp), UTC).isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        return received_at.isoformat()


def _status(status: Mapping[str, Any], account: str, received_at: datetime) -> Happening:
    name, stamp = str(status["status"]), status.get("timestamp")
    priced = status.get("pricing")
    data: dict[str, Any] = {
        "account": account,
        "provider_id": str(status["id"]),
        "reference": str(status.get("biz_opaque_callback_data") or ""),
        "status": _STATUSES[name],
        "error_code": "",
        "error_text": "",
        "about": "",
        "category": str(priced.get("category") or "") if isinstance(priced, dict) else "",
        "at": at(stamp, received_at),
    }
    if name == "failed":
        errors = objects(status.get("errors"))
        code, meant = meaning(errors[0] if errors else {})
        words = meant.words if errors else "WhatsApp could not deliver the message."
        data |= {"error_code": str(code or ""), "error_text": words, "about": meant.about.value}
    return Happening(f"{status['id']}:{name}:{stamp}", "status", data)


def _reply(
    message: Mapping[str, Any], names: Mapping[str, str], recipient: str, account: str, received_at: datetime
) -> Happening:
    """Somebody who hides the number has no `from`: there is nobody to find then, and the event says so."""
    sender = str(message.get("from") or "")
    context = message.get("context")
    quoted = str(context.get("id") or "") if isinstance(context, dict) else ""
    data = {
        "account": account,
        "channel": "whatsapp",
        "sender": _phone(sender),
        "recipient": recipient,
        "text": text_of(message),
        "subject": "",
        "message_id": str(message["id"]),
        "references": [quoted] if quoted else [],
        "headers": {},
        "profile_name": names.get(sender, ""),
        "files": files_of(message),
        "at": at(message.get("timestamp"), received_at),
    }
    return Happening(str(message["id"]), "reply", data)


def _preferences(value: Mapping[str, Any], account: str, received_at: datetime) -> Iterator[Happening]:
    """Who stopped marketing in the app. Who resumes it there has not taken a "stop" to us back."""
    for told in objects(value.get("user_preferences")):
        if told.get("value") == "stop" and told.get("wa_id"):
            data = {
                "account": account,
                "channel": "whatsapp",
                "address": _phone(told["wa_id"]),
                "at": at(told.get("timestamp"), received_at),
            }
            yield Happening(f"stop:{told['wa_id']}:{told.get('timestamp')}", "opt_out", data)
