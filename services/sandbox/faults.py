"""Trouble on request: limits, errors, slow and lost answers, in each provider's own words."""

import asyncio
import json
import re
import time
from typing import Any

from aiohttp import web

from services.sandbox.settings import Faults
from services.sandbox.world import WORLD, World

_PROVIDERS = (
    (re.compile(r"/v1/places\b"), "places"),
    (re.compile(r"/v1/(responses|models)\b"), "openai"),
    (re.compile(r"/2010-04-01/|/v1/"), "twilio"),
    (re.compile(r"/v3/"), "sendgrid"),
    (re.compile(r"/v\d+\.\d+/"), "meta"),
    (re.compile(r"/rest/"), "linkedin"),
    (re.compile(r"/api/"), "overpass"),
    (re.compile(r"/directory|/site/"), "web"),
)


def provider_of(path: str) -> str:
    """Whose address `path` is; "" for the control API."""
    return next((name for pattern, name in _PROVIDERS if pattern.match(path)), "")


def _json(status: int, body: Any, **headers: str) -> web.Response:
    return web.Response(status=status, text=json.dumps(body), content_type="application/json", headers=headers)


def _graph(status: int, code: int, message: str) -> web.Response:
    error = {"message": message, "type": "OAuthException", "code": code, "is_transient": True, "fbtrace_id": "sandbox"}
    return _json(status, {"error": error})


def _google(status: int, name: str, message: str, reason: str = "") -> web.Response:
    kind = "type.googleapis.com/google.rpc.ErrorInfo"
    details = [{"@type": kind, "reason": reason, "domain": "googleapis.com"}] if reason else []
    return _json(status, {"error": {"code": status, "message": message, "status": name, "details": details}})


def _openai(status: int, message: str, code: str, **headers: str) -> web.Response:
    kind = "server_error" if status >= 500 else "requests"
    return _json(status, {"error": {"message": message, "type": kind, "param": None, "code": code}}, **headers)


def too_many(provider: str) -> web.Response:
    """The provider's own 429."""
    if provider == "twilio":
        more = "https://www.twilio.com/docs/errors/20429"
        return _json(429, {"code": 20429, "message": "Too Many Requests", "more_info": more, "status": 429})
    if provider == "sendgrid":
        reset = {
            "X-RateLimit-Limit": "600",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": str(int(time.time()) + 1),
        }
        body = {"errors": [{"field": None, "message": "too many requests"}]}
        return web.json_response(body, status=429, headers=reset)
    if provider == "places":
        return _google(
            429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'SearchTextRequest'", "RATE_LIMIT_EXCEEDED"
        )
    if provider == "openai":
        return _openai(429, "Rate limit reached for requests", "rate_limit_exceeded", **{"Retry-After": "2"})
    if provider == "meta":
        return _graph(400, 4, "(#4) Application request limit reached")
    if provider == "linkedin":
        message = "Resource level throttle APPLICATION DAY limit for calls to this resource is reached."
        return _json(429, {"status": 429, "code": "TOO_MANY_REQUESTS", "serviceErrorCode": 101, "message": message})
    return web.Response(status=429, text="Too Many Requests", headers={"Retry-After": "1"})


def broken(provider: str) -> web.Response:
    """The provider's own server error."""
    if provider == "twilio":
        return _json(500, {"code": 20500, "message": "Internal Server Error", "more_info": "", "status": 500})
    if provider == "sendgrid":
        return _json(500, {"errors": [{"message": "Internal Server Error", "field": None, "help": None}]})
    if provider == "openai":
        return _openai(500, "The server had an error while processing your request.", "server_error")
    if provider == "meta":
        return _graph(500, 2, "Service temporarily unavailable")
    if provider == "places":
        return _google(503, "UNAVAILABLE", "The service is currently unavailable.")
    if provider == "linkedin":
        return _json(500, {"status": 500, "code": "INTERNAL_SERVER_ERROR", "message": "Internal Server Error"})
    if provider == "overpass":
        return web.Response(status=504, text="<html><body>The server is probably too busy.</body></html>")
    return web.Response(status=500, text="Internal Server Error")


class Limits:
    """One token bucket a provider, one second deep."""

    def __init__(self) -> None:
        self._buckets: dict[str, tuple[float, float]] = {}

    def admits(self, provider: str, per_second: float) -> bool:
        at = time.monotonic()
        tokens, since = self._buckets.get(provider, (per_second, at))
        tokens = min(per_second, tokens + (at - since) * per_second)
        self._buckets[provider] = (tokens - 1 if tokens >= 1 else tokens, at)
        return tokens >= 1


_LIMITS: web.AppKey[Limits] = web.AppKey("limits", Limits)


def install(app: web.Application) -> None:
    app[_LIMITS] = Limits()


async def _before(app: web.Application, provider: str, faults: Faults) -> web.Response | None:
    """A refusal that certainly did nothing, or None."""
    dice = app[WORLD].dice
    if faults.latency:
        await asyncio.sleep(faults.latency)
    if faults.per_second and not app[_LIMITS].admits(provider, faults.per_second):
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
