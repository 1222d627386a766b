"""Whose token it is, and the limits that the Cloud API keeps."""

import json
from typing import Any

from aiohttp import web

from services.sandbox.accounts import Account
from services.sandbox.graph import GraphError, bad_token, token_of, unknown
from services.sandbox.world import World, world_of

PROVIDER = "whatsapp_cloud"
_HOUR = 3600.0


def authenticated(request: web.Request, owner: str) -> Account:
    """The number of the token; the path must name its `owner` field ("account" or "business")."""
    account = world_of(request).accounts.by_token(token_of(request), PROVIDER)
    if account is None:
        raise bad_token()
    if request.match_info["node"] != getattr(account, owner):
        raise unknown(request.match_info["node"])
    return account


def with_token(request: web.Request) -> None:
    """Files belong to the account of the token, which names no node in their addresses."""
    if world_of(request).accounts.by_token(token_of(request), PROVIDER) is None:
        raise bad_token()


def check_calls(world: World, account: Account) -> None:
    """The business account's hourly budget for everything but messages."""
    most = world.settings.whatsapp_calls_an_hour
    if not world.limits.admits(f"waba:{account.business}", most / _HOUR, most):
        raise GraphError(80007, "(#80007) The WhatsApp Business Account has reached its rate limit")


def check_pace(world: World, account: Account, recipient: str) -> None:
    """The number's messages a second, and one person's every few seconds."""
    settings = world.settings
    if not world.limits.admits(f"number:{account.account}", settings.whatsapp_per_second):
        raise GraphError(130429, "(#130429) Rate limit hit", details="Cloud API message throughput", status=429)
    pause = settings.whatsapp_pair_seconds / settings.speed
    if pause and not world.limits.admits(f"pair:{account.account}:{recipient}", 1 / pause, 1.0):
        words = "(#131056) (Business Account, Consumer Account) pair rate limit hit"
        raise GraphError(131056, words, details="Too many messages sent to this person in a short time")


async def object_of(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise GraphError(100, "(#100) Invalid parameter: the body is not a JSON object")
    return body
