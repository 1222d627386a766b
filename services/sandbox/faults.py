"""Trouble on request: limits, errors, slow and lost answers, in each provider's own words."""

import asyncio
import re
from typing import Any

from aiohttp import web

from services.sandbox.refusals import broken, too_many
from services.sandbox.settings import Faults
from services.sandbox.world import WORLD, World

_PROVIDERS = (
    (re.compile(r"/v1/places\b"), "places"),
    (re.compile(r"/v1/(responses|models)\b"), "openai"),
    (re.compile(r"/2010-04-01/|/v1/"), "twilio"),
    (re.compile(r"/v3/"), "sendgrid"),
    (re.compile(r"/v\d+\.\d+/\d+/message"), "whatsapp_cloud"),
    (re.compile(r"/(emails|domains)\b"), "resend"),
    (re.compile(r"/v\d+\.\d+/"), "meta"),
    (re.compile(r"/rest/"), "linkedin"),
    (re.compile(r"/v2/"), "apify"),
    (re.compile(r"/wa/"), "gupshup"),
    (re.compile(r"/\d+/api/v"), "wati"),
    (re.compile(r"/datasets/"), "brightdata"),
    (re.compile(r"/api/"), "overpass"),
    (re.compile(r"/directory|/site/"), "web"),
    (re.compile(r"/push/"), "webpush"),
)


def provider_of(path: str) -> str:
    """Whose address `path` is; "" for the control API."""
    return next((name for pattern, name in _PROVIDERS if pattern.match(path)), "")


async def _before(app: web.Application, provider: str, faults: Faults) -> web.Response | None:
    """A refusal that certainly did nothing, or None."""
    dice = app[WORLD].dice
    if faults.latency:
        await asyncio.sleep(faults.latency)
    if faults.per_second and not app[WORLD].limits.admits(provider, faults.per_second):
        return too_many(provider)
    if dice.random() < faults.rate_limited:
        return too_many(provider)
    if dice.random() < faults.error:
        return broken(provider)
    return None


@web.middleware
async def middleware(request: web.Request, handler: Any) -> web.StreamResponse:
    world: World = request.app[WORLD]
    provider = provider_of(request.path)
    faults = world.settings.faults.get(provider)  # pyright: ignore
    if faults is None:
        return await handler(request)
    if world.dice.random() < faults.drop:
        return _hang_up(request)
    refusal = await _before(request.app, provider, faults)
    if refusal is not None:
        return refusal
    answer = await handler(request)
    if request.method == "POST" and answer.status < 300 and world.dice.random() < faults.lost_answer:
        await asyncio.sleep(world.settings.hang_seconds)
        return _hang_up(request)
    return answer


def _hang_up(request: web.Request) -> web.Response:
    """Close the connection so that no answer can reach the client."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
