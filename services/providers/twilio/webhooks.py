"""What Twilio posts: statuses of what we sent, and what people answer."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from twilio.request_validator import RequestValidator, get_signature_algorithm

from services.core.errors import Invalid
from services.providers.base import Credentials, Happening, WebhookRequest
from services.providers.meanings import number
from services.providers.twilio.errors import meaning

REFERENCE = "ref"  # in the query of the status callback's address
_MOST_FIELDS = 200
_MOST_FILES = 10
_STATUSES = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
    "undelivered": "failed",
    "canceled": "failed",
}
_ON_THE_WAY = {"accepted", "scheduled", "queued", "sending", "receiving", "partially_delivered"}


class _Form(dict[str, list[str]]):
    """Hands repeated values to the SDK's validator, which signs over all of them."""

    def getlist(self, name: str) -> list[str]:
        return self[name]


class TwilioWebhooks:
    """Status callbacks and inbound messages come to one address."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def verify(self, request: WebhookRequest) -> bool:
        """`X-Twilio-Signature` over the public address and every field, with the account's auth token."""
        token, signature = self._credentials["auth_token"], request.headers.get("x-twilio-signature", "")
        if not token or not signature:
            return False
        try:
            form = _form(request.body)
        except Invalid:
            return False
        algorithm = get_signature_algorithm(request.headers.get("x-twilio-webhooks-signature-settings", ""))
        return RequestValidator(token).validate(request.url, form, signature, algorithm)

    def happenings(self, request: WebhookRequest) -> list[Happening]:
        form = _form(request.body)
        fields = {name: values[0] for name, values in form.items()}
        sid = fields.get("MessageSid") or fields.get("SmsSid", "")
        status = fields.get("MessageStatus") or fields.get("SmsStatus", "")
        if not sid:
            raise Invalid("This is not a message from Twilio.")
        if status in {"", "received"}:
            return [_reply(sid, fields, request)]
        if status in _ON_THE_WAY:
            return []
        return [_status(sid, status, fields, request)]


def _form(body: bytes) -> _Form:
    try:
        return _Form(parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"))
    except ValueError:
        raise Invalid("This is not a form.") from None


def _status(sid: str, status: str, fields: dict[str, str], request: WebhookRequest) -> Happening:
    references = parse_qs(urlsplit(request.url).query).get(REFERENCE, [""])
    data: dict[str, Any] = {
        "provider_id": sid,
        "reference": references[0],
        "status": _STATUSES.get(status, "failed"),
        "error_code": fields.get("ErrorCode", ""),
        "error_text": "",
        "about": "",
        "at": request.received_at.isoformat(),
    }
    if data["status"] == "failed":
        code = data["error_code"]
        meant = meaning(number(code))
        words = meant.words if code else "WhatsApp could not deliver the message."
        data |= {"error_text": words, "about": meant.about.value}
    return Happening(f"{sid}:{status}", "status", data)


def _reply(sid: str, fields: dict[str, str], request: WebhookRequest) -> Happening:
    return Happening(
        sid,
        "reply",
        {
            "channel": "whatsapp",
            "sender": fields.get("From", "").removeprefix("whatsapp:"),
            "recipient": fields.get("To", "").removeprefix("whatsapp:"),
            "text": _text(fields),
            "subject": "",
            "message_id": sid,
            "references": [],
            "headers": {},
            "profile_name": fields.get("ProfileName", ""),
            "files": _files(fields),
            "at": request.received_at.isoformat(),
        },
    )


def _files(fields: dict[str, str]) -> list[dict[str, str]]:
    """The addresses of what was sent along; a file's own name is not told."""
    number = fields.get("NumMedia", "0")
    places = range(min(int(number), _MOST_FILES)) if number.isdecimal() else ()
    return [{"name": "", "url": url} for place in places if (url := fields.get(f"MediaUrl{place}", ""))]


def _text(fields: dict[str, str]) -> str:
    """What was written or pressed; an attachment is named, so that the bubble is never empty."""
    words = fields.get("Body") or fields.get("ButtonText") or fields.get("ListTitle", "")
    media = fields.get("NumMedia", "0")
    if media.isdigit() and int(media):
        kind = fields.get("MediaContentType0", "").partition("/")[0] or "file"
        words = f"{words}\n[{kind}]".strip()
    return words or ("[location]" if fields.get("Latitude") else "")
