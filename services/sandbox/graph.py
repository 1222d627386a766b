"""Meta's Graph API: its errors, its tokens, its signature; shared by lead ads and WhatsApp."""

import hashlib
import hmac
import uuid
from typing import Any

from aiohttp import web

from services.sandbox.accounts import Account
from services.sandbox.errands import Undelivered
from services.sandbox.world import World


class GraphError(Exception):
    """Answered in the Graph API's error form."""

    def __init__(
        self, code: int, message: str, subcode: int = 0, *, details: str = "", status: int = 0, advice: str = ""
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.subcode = code, message, subcode
        self.details, self.status, self.advice = details, status, advice

    def answer(self) -> web.Response:
        error: dict[str, Any] = {
            "message": self.message,
            "type": "OAuthException",
            "code": self.code,
            "fbtrace_id": "sandbox",
        }
        if self.subcode:
            error["error_subcode"] = self.subcode
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        if self.advice:
            error["error_user_msg"] = self.advice
        return web.json_response({"error": error}, status=self.status or (401 if self.code == 190 else 400))


@web.middleware
async def errors(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except GraphError as problem:
        return problem.answer()


def token_of(request: web.Request) -> str:
    """The access token, from the query or the header."""
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return request.query.get("access_token") or bearer


def bad_token() -> GraphError:
    return GraphError(190, "Invalid OAuth access token - Cannot parse access token")


def unknown(node: str) -> GraphError:
    return GraphError(
        100,
        f"Unsupported get request. Object with ID '{node}' does not exist, cannot be loaded due to missing "
        "permissions, or does not support this operation",
        33,
    )


async def verify(world: World, account: Account | None) -> None:
    """Ask a new webhook to prove itself, as Meta does before it posts anything; raises Undelivered."""
    if account is None:
        return
    challenge = str(uuid.uuid4().int % 10**10)
    asked = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": account.verify_token}
    if await world.postman.get(account.webhook_url, asked) != challenge:
        raise Undelivered("challenge")


async def post(world: World, account: Account, body: bytes) -> None:
    """Post a batch, signed with the app's secret; raises Undelivered."""
    digest = hmac.new(account.secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "facebookexternalua",
        "X-Hub-Signature-256": f"sha256={digest}",
    }
    await world.postman.post(account.webhook_url, body, headers)
