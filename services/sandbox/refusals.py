"""How each provider says that it is asked too often, or that it broke: in its own words."""

import json
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web


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


def _sendgrid() -> web.Response:
    reset = {
        "X-RateLimit-Limit": "600",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": str(int(time.time()) + 1),
    }
    return _json(429, {"errors": [{"field": None, "message": "too many requests"}]}, **reset)


def _apify(status: int, kind: str, message: str, **headers: str) -> web.Response:
    return _json(status, {"error": {"type": kind, "message": message}}, **headers)


def _linkedin(status: int, code: str, message: str) -> web.Response:
    return _json(status, {"status": status, "code": code, "message": message})


def _resend(status: int, name: str, message: str, **headers: str) -> web.Response:
    return _json(status, {"statusCode": status, "name": name, "message": message}, **headers)


_TOO_MANY: dict[str, Callable[[], web.Response]] = {
    "twilio": lambda: _json(
        429,
        {
            "code": 20429,
            "message": "Too Many Requests",
            "more_info": "https://www.twilio.com/docs/errors/20429",
            "status": 429,
        },
    ),
    "whatsapp_cloud": lambda: _graph(429, 130429, "(#130429) Rate limit hit"),
    "gupshup": lambda: _json(429, {"status": "error", "message": "Too Many Requests"}),
    "sendgrid": _sendgrid,
    "resend": lambda: _resend(
        429,
        "rate_limit_exceeded",
        "Too many requests. You can only make 2 requests per second.",
        **{"ratelimit-limit": "2", "ratelimit-remaining": "0", "ratelimit-reset": "1", "retry-after": "1"},
    ),
    "places": lambda: _google(
        429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'SearchTextRequest'", "RATE_LIMIT_EXCEEDED"
    ),
    "openai": lambda: _openai(429, "Rate limit reached for requests", "rate_limit_exceeded", **{"Retry-After": "2"}),
    "meta": lambda: _graph(400, 4, "(#4) Application request limit reached"),
    "apify": lambda: _apify(
        429,
        "rate-limit-exceeded",
        "You have exceeded the rate limit of 60 requests per second",
        **{"X-RateLimit-Limit": "60"},
    ),
    "brightdata": lambda: _json(429, {"error": "Too many running jobs"}),
    "linkedin": lambda: _linkedin(
        429,
        "TOO_MANY_REQUESTS",
        "Resource level throttle APPLICATION DAY limit for calls to this resource is reached.",
    ),
}
_BROKEN: dict[str, Callable[[], web.Response]] = {
    "twilio": lambda: _json(500, {"code": 20500, "message": "Internal Server Error", "more_info": "", "status": 500}),
    "whatsapp_cloud": lambda: _graph(500, 2, "Service temporarily unavailable"),
    "sendgrid": lambda: _json(500, {"errors": [{"message": "Internal Server Error", "field": None, "help": None}]}),
    "resend": lambda: _resend(500, "application_error", "Internal server error"),
    "openai": lambda: _openai(500, "The server had an error while processing your request.", "server_error"),
    "meta": lambda: _graph(500, 2, "Service temporarily unavailable"),
    "places": lambda: _google(503, "UNAVAILABLE", "The service is currently unavailable."),
    "apify": lambda: _apify(500, "internal-server-error", "Internal server error."),
    "linkedin": lambda: _linkedin(500, "INTERNAL_SERVER_ERROR", "Internal Server Error"),
    "overpass": lambda: web.Response(status=504, text="<html><body>The server is probably too busy.</body></html>"),
}


def too_many(provider: str) -> web.Response:
    """The provider's own 429."""
    made = _TOO_MANY.get(provider)
    return made() if made else web.Response(status=429, text="Too Many Requests", headers={"Retry-After": "1"})


def broken(provider: str) -> web.Response:
    """The provider's own server error."""
    made = _BROKEN.get(provider)
    return made() if made else web.Response(status=500, text="Internal Server Error")
