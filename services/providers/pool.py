"""Shared connections: inside `async with connections():` every call of this task and its children reuses them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

from aiohttp import ClientSession, ClientTimeout, TCPConnector

_SHARED: ContextVar[ClientSession | None] = ContextVar("shared_connections", default=None)
MOST_CONNECTIONS = 100
CONNECT_SECONDS = 5.0


def _new_session() -> ClientSession:
    return ClientSession(connector=TCPConnector(limit=MOST_CONNECTIONS))


@asynccontextmanager
async def connections() -> AsyncIterator[ClientSession]:
    """The shared session of this context, or a new one that lives as long as the block."""
    shared = _SHARED.get()
    if shared is not None:
        yield shared
        return
    async with _new_session() as session:
        mark = _SHARED.set(session)
        try:
            yield session
        finally:
            _SHARED.reset(mark)


def timeouts(seconds: float) -> ClientTimeout:
    """`seconds` for the whole exchange, a part of it to connect."""
    return ClientTimeout(total=seconds, sock_connect=min(CONNECT_SECONDS, seconds))
