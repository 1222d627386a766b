"""A hostile or plain websocket client, speaking to the product as the browser's script does."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import socketio

from tests.site import Site

NAMESPACE = "/_event"
HYDRATE = "reflex___state____state.hydrate_and_load"


class Socket:
    """Sends events by name and keeps every answer."""

    def __init__(self, client: socketio.AsyncClient, token: str) -> None:
        self.client, self.token, self.answers = client, token, []

    async def send(self, name: str, payload: dict[str, Any] | None = None, *, path: str = "/dashboard") -> None:
        router = {"pathname": path, "asPath": path, "query": {}}
        event = {"name": name, "payload": payload or {}, "token": self.token, "router_data": router}
        await self.client.emit("event", event, namespace=NAMESPACE)

    async def settled(self, quiet: float = 0.3) -> str:
        """Everything received, once nothing more has come for `quiet` seconds."""
        seen = -1
        while seen != len(self.answers):
            seen = len(self.answers)
            await asyncio.sleep(quiet)
        return json.dumps(self.answers, default=str)


@asynccontextmanager
async def connected(site: Site, token: str, *, cookie: str = "", origin: str = "") -> AsyncIterator[Socket]:
    """Raises socketio's ConnectionError when the server refuses."""
    client = socketio.AsyncClient(reconnection=False)
    socket = Socket(client, token)

    async def heard(answer: Any) -> None:
        socket.answers.append(answer)

    client.on("event", heard, namespace=NAMESPACE)
    headers = {"Cookie": f"leadgen_session={cookie}"} if cookie else {}
    if origin:
        headers["Origin"] = origin
    try:
        await client.connect(
            f"{site.url}?token={token}",
            headers=headers,
            transports=["websocket"],
            namespaces=[NAMESPACE],
            socketio_path="_event",
            wait_timeout=5,
        )
        yield socket
    finally:
        with suppress(Exception):
            await client.disconnect()
