"""Resend's shapes: authentication, errors, ids and the signatures of its events."""

import base64
import hashlib
import hmac
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from services.sandbox.accounts import Account
from services.sandbox.world import world_of

_EVENTS = uuid.UUID("3b1c2ad0-57ce-4f6e-9f7a-9d7d2a52a1c4")


class ResendError(Exception):
    """Answered in Resend's error form."""

    def __init__(self, status: int, name: str, message: str) -> None:
        super().__init__(message)
        self.status, self.name, self.message = status, name, message


@web.middleware
async def errors(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except ResendError as problem:
        told = {"statusCode": problem.status, "name": problem.name, "message": problem.message}
        return web.json_response(told, status=problem.status)


def authenticated(request: web.Request) -> Account:
    """The account whose API key is the bearer token."""
    key = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not key:
        raise ResendError(401, "missing_api_key", "Missing API key in the authorization header.")
    account = world_of(request).accounts.by_token(key, "resend")
    if account is None:
        raise ResendError(403, "invalid_api_key", "API key is invalid")
    return account


def iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event_id(provider_id: str, event: str) -> str:
    """Stable, so that a repeated delivery is recognisable as the same event."""
    return f"msg_{uuid.uuid5(_EVENTS, f'{provider_id}:{event}').hex}"


def signed_headers(account: Account, event: str, body: bytes) -> dict[str, str]:
    """Svix: HMAC-SHA256 over id, time and raw body."""
    stamp = str(int(time.time()))
    key = base64.b64decode(account.secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{event}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "Svix-Webhooks/1.84.0 (sender-9YMgn; +https://www.svix.com/http-sender/)",
        "svix-id": event,
        "svix-timestamp": stamp,
        "svix-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
