"""WATI's errors, and whose token it is."""

import json
from typing import Any

from aiohttp import web

from services.sandbox.accounts import Account
from services.sandbox.world import world_of

PROVIDER = "wati"


class WatiError(Exception):
    """A sentence, often with a 200."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@web.middleware
async def errors(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except WatiError as problem:
        return web.json_response({"result": False, "info": problem.message}, status=problem.status)


def authenticated(request: web.Request) -> Account:
    """The tenant of the path, when the token is its own."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    account = world_of(request).accounts.get(PROVIDER, request.match_info["tenant"])
    if account is None or not token or not account.has_secret(token):
        raise WatiError(401, "Unauthorized")
    return account


async def object_of(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise WatiError(400, "The body is not a JSON object")
    return body
