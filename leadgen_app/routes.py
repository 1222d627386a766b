"""Which addresses exist, who may open them, and where a visitor is sent instead."""

import re

from services.accounts.types import Identity

BEFORE_LAUNCH = ("/onboarding", "/settings")

_public: set[str] = set()
_known: dict[str, re.Pattern[str]] = {}


def _normal(path: str) -> str:
    return "/" + path.partition("?")[0].strip("/")


def register(route: str, *, public: bool) -> None:
    """Called by `@page`; a segment in brackets stands for any one segment."""
    route = _normal(route)
    pattern = re.sub(r"\\\[+[^/]+\\\]+", "[^/]+", re.escape(route))
    _known[route] = re.compile(pattern)
    if public:
        _public.add(route)


def route_of(path: str) -> str:
    """The registered route that `path` belongs to, "" when there is none."""
    path = _normal(path)
    if path in _known:
        return path
    return next((route for route, pattern in _known.items() if pattern.fullmatch(path)), "")


def home(identity: Identity | None) -> str:
    """Where a visitor belongs who asked for nothing in particular."""
    if identity is None:
        return "/login"
    return "/dashboard" if identity.launched else "/onboarding"


def detour(path: str, identity: Identity | None) -> str:
    """Where a visitor to the page `path` is sent instead, "" to let them in."""
    path, route = _normal(path), route_of(path)
    if path == "/":
        return home(identity)
    if identity is None:
        return "" if route in _public or not route else "/login"
    if path in {"/login", "/signup"}:
        return home(identity)
    waits = route and route not in _public and not identity.launched and not path.startswith(BEFORE_LAUNCH)
    return "/onboarding" if waits else ""
