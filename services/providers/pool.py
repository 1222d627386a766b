"""Shared connections: inside `async with connections():` every call of this task and its children reuses them."""

from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from ssl import SSLContext
from typing import Any, Protocol, TypeVar

import httpx
from aiohttp import ClientSession, ClientTimeout, TCPConnector

MOST_CONNECTIONS = 100
CONNECT_SECONDS = 5.0


class Closable(Protocol):
    async def aclose(self) -> None: ...


Kept = TypeVar("Kept", bound=Closable)


@dataclass
class _Shared:
    """What one context holds open: HTTP connections, and those of other protocols by account."""

    session: ClientSession
    others: dict[Hashable, Any] = field(default_factory=dict)


_SHARED: ContextVar[_Shared | None] = ContextVar("shared_connections", default=None)


def _new_session() -> ClientSession:
    return ClientSession(connector=TCPConnector(limit=MOST_CONNECTIONS))


@asynccontextmanager
async def connections() -> AsyncIterator[ClientSession]:
    """The shared session of this context, or a new one that lives as long as the block."""
    shared = _SHARED.get()
    if shared is not None:
        yield shared.session
        return
    async with _new_session() as session:
        shared = _Shared(session)
        mark = _SHARED.set(shared)
        try:
            yield session
        finally:
            _SHARED.reset(mark)
            for other in shared.others.values():
                await other.aclose()


def kept(key: Hashable, make: Callable[[], Kept]) -> Kept:
    """What this context holds under `key`, made at its first use and closed with the context."""
    shared = _SHARED.get()
    if shared is None:
        raise LookupError("There is no `async with connections():` around this call.")
    if key not in shared.others:
        shared.others[key] = make()
    return shared.others[key]


@cache
def trusted() -> SSLContext:
    """The certificates that a call with HTTPX believes, `verify=trusted()`: reading them takes 30 ms of processor."""
    return httpx.create_ssl_context()


def timeouts(seconds: float) -> ClientTimeout:
    """`seconds` for the whole exchange, a part of it to connect."""
    return ClientTimeout(total=seconds, sock_connect=min(CONNECT_SECONDS, seconds))
