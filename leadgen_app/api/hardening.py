"""What every answer carries and no request may exceed."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.exceptions import HTTPException

from services.core.settings import get_settings

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Scope = MutableMapping[str, Any]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 1_000_000
_DRAINED = 4_000_000
LARGER = {"/api/imports": 201_000_000, "/api/webhooks/sendgrid": 35_000_000, "/api/files/": 101_000_000}

_CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; "
    "base-uri 'self'; form-action 'self'; object-src 'none'"
)
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"content-security-policy", _CSP.encode()),
]


class TooLarge(HTTPException):
    """More bytes arrived than this address takes; a kind that routes let pass."""

    def __init__(self) -> None:
        super().__init__(413)


def most_bytes(path: str) -> int:
    return next((most for prefix, most in LARGER.items() if path.startswith(prefix)), MOST_BYTES)


def harden(app: App) -> App:
    """Security headers on every answer, a size limit on every request, and no unlimited uploads."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif scope["path"].startswith("/_upload"):
            await _refuse(send, 404)
        else:
            await _limited(app, scope, receive, _with_headers(scope["path"], send))

    return guarded


async def _limited(app: App, scope: Scope, receive: Receive, send: Send) -> None:
    most, taken, answered = most_bytes(scope["path"]), 0, False
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    if not declared.isdigit() or int(declared) > most:
        await _drain(receive)
        await _refuse(send, 413)
        return

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            if message.get("more_body"):
                await _drain(receive)  # before anybody answers: routes turn the exception into an answer themselves
            raise TooLarge
        return message

    async def noted(message: Message) -> None:
        nonlocal answered
        answered = True
        await send(message)

    try:
        await app(scope, counted, noted)
    except TooLarge:
        if not answered:
            await _refuse(send, 413)


async def _drain(receive: Receive) -> None:
    """Take in what is on its way, within reason: a client that is still writing would not read the answer."""
    taken = 0
    while taken < _DRAINED:
        message = await receive()
        taken += len(message.get("body", b""))
        if not message.get("more_body"):
            return


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


def _with_headers(path: str, send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [*message["headers"], *_HEADERS, *_caching(path, message["status"], message["headers"])]
            if get_settings().address.startswith("https://"):
                headers.append((b"strict-transport-security", b"max-age=31536000"))
            message = {**message, "headers": headers}
        await send(message)

    return sending


def _caching(path: str, status: int, given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Bundles are named after their content; pages and answers are asked for again."""
    if any(name.lower() == b"cache-control" for name, _ in given):
        return []
    if path.startswith("/assets/") and status == 200:
        return [(b"cache-control", b"public, max-age=31536000, immutable")]
    if path.startswith("/api/"):
        return [(b"cache-control", b"no-store")]
    return [(b"cache-control", b"no-cache")]
