"""Twilio's shapes: authentication, errors, resources, signatures."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from services.sandbox.accounts import Account
from services.sandbox.messages import Kept
from services.sandbox.world import world_of

VERSION = "2010-04-01"


class TwilioError(Exception):
    """Answered in Twilio's error form."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message

    def answer(self) -> web.Response:
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        body = {"code": self.code, "message": self.message, "more_info": more, "status": self.status}
        return web.json_response(body, status=self.status)


@web.middleware
async def errors(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except TwilioError as problem:
        return problem.answer()


def authenticated(request: web.Request) -> Account:
    """The account of the Basic credentials, which must also be the one in the path."""
    login, password = _credentials(request.headers.get("Authorization", ""))
    account = world_of(request).accounts.get("twilio", login)
    if account is None or not account.has_secret(password):
        raise TwilioError(401, 20003, "Authenticate")
    if request.match_info.get("account", account.account) != account.account:
        raise TwilioError(404, 20404, f"The requested resource {request.path} was not found")
    return account


def _credentials(header: str) -> tuple[str, str]:
    """Login and password of a Basic header; ("", "") for any other."""
    scheme, _, encoded = header.partition(" ")
    try:
        login, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return (login, password) if scheme.lower() == "basic" else ("", "")


def rfc2822(at: float) -> str:
    return format_datetime(datetime.fromtimestamp(at, UTC))


def resource(message: Kept) -> dict[str, Any]:
    """The Message resource (API 2010-04-01)."""
    path = f"/{VERSION}/Accounts/{message.account}/Messages/{message.provider_id}"
    is_sent = message.status not in ("queued", "accepted", "failed")
    return {
        "account_sid": message.account,
        "api_version": VERSION,
        "body": message.body,
        "date_created": rfc2822(message.at),
        "date_sent": rfc2822(message.at) if is_sent else None,
        "date_updated": rfc2822(message.updated),
        "direction": "inbound" if message.direction == "inbound" else "outbound-api",
        "error_code": int(message.error_code) if message.error_code else None,
        "error_message": ERRORS.get(message.error_code),
        "from": f"whatsapp:{message.sender}",
        "to": f"whatsapp:{message.recipient}",
        "messaging_service_sid": message.data.get("messaging_service_sid"),
        "num_media": "0",
        "num_segments": "1",
        "price": None,
        "price_unit": None,
        "sid": message.provider_id,
        "status": message.status,
        "subresource_uris": {"media": f"{path}/Media.json"},
        "uri": f"{path}.json",
    }


ERRORS = {
    "63003": "Channel could not find To address",
    "63016": "Failed to send freeform message because you are outside the allowed window",
    "63024": "Invalid message recipient",
    "63032": "We cannot send this message to this user because of a WhatsApp limitation",
}


def signature(secret: str, url: str, fields: dict[str, str]) -> str:
    """X-Twilio-Signature: base64(HMAC-SHA1(token, url and sorted names with their values))."""
    text = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()).decode()
