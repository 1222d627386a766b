"""SendGrid's shapes: authentication, errors, the ids and signatures of its events."""

import base64
import uuid
from functools import lru_cache
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.sandbox.accounts import Account
from services.sandbox.world import world_of

_EVENTS = uuid.UUID("0d3c2f61-6f4e-4a1e-8f0e-2f9f4f1b7a55")


class SendGridError(Exception):
    """Answered in SendGrid's error form."""

    def __init__(self, status: int, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.field = status, message, field

    def answer(self) -> web.Response:
        problem = {"message": self.message, "field": self.field, "help": None}
        return web.json_response({"errors": [problem]}, status=self.status)


@web.middleware
async def errors(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except SendGridError as problem:
        return problem.answer()


def authenticated(request: web.Request) -> Account:
    """The account whose API key is the bearer token: its secret, or its name when it was given no secret."""
    key = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = world_of(request).accounts.of("sendgrid")
    found = next((account for account in known if (account.secret or account.account) == key), None)
    if found is None:
        raise SendGridError(401, "The provided authorization grant is invalid, expired, or revoked")
    return found


def event_id(provider_id: str, event: str) -> str:
    """Stable, so that a repeated delivery is recognisable as the same event."""
    digest = uuid.uuid5(_EVENTS, f"{provider_id}:{event}").bytes
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@lru_cache(maxsize=256)
def _key(pem: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("SendGrid signs with an elliptic curve key")
    return key


def signed_headers(account: Account, body: bytes, timestamp: str) -> dict[str, str]:
    """ECDSA (P-256, SHA-256) over timestamp and raw body."""
    signature = _key(account.private_key).sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "SendGrid Event API",
        "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
        "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
    }
