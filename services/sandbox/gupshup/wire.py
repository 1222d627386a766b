"""Gupshup's errors, and whose key it is."""

import json
from typing import Any

from aiohttp import web

from services.sandbox.accounts import Account
from services.sandbox.world import world_of

PROVIDER = "gupshup"


class GupshupError(Exception):
    """Answered as Gupshup does: a sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@web.middleware
async def errors(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except GupshupError as problem:
        return web.json_response({"status": "error", "message": problem.message}, status=problem.status)


def authenticated(request: web.Request) -> Account:
    """The app of the API key; a path that names an app must name this one, by name or id."""
    account = world_of(request).accounts.by_secret(PROVIDER, request.headers.get("apikey", ""))
    if account is None:
        raise GupshupError(401, "Authentication Failed")
    if request.match_info.get("app", account.account) not in (account.account, account.business):
        raise GupshupError(400, "Invalid App Details")
    return account


async def form_of(request: web.Request) -> dict[str, str]:
    return {name: str(value) for name, value in (await request.post()).items()}


def nested(form: dict[str, str], name: str) -> dict[str, Any]:
    """A JSON object inside a form field."""
    try:
        value = json.loads(form.get(name, ""))
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise GupshupError(400, f"Invalid {name}: must be a JSON object")
    return value
