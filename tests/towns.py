"""A sandbox of our own for a test: the real server, on a thread with its own event loop."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from services.sandbox.server import serve


@dataclass(frozen=True)
class Town:
    """A running sandbox and its control API."""

    address: str

    def settings(self, **changes: Any) -> None:
        httpx.put(f"{self.address}/sandbox/control/settings", json=changes).raise_for_status()

    def say(self, **said: str) -> None:
        """Somebody writes to an account."""
        httpx.post(f"{self.address}/sandbox/control/say", json=said).raise_for_status()

    def cast(self, address: str, **traits: str) -> None:
        """Decide who answers at an address: `nature`, `language`, `name`."""
        body = {"address": address, **traits}
        httpx.put(f"{self.address}/sandbox/control/personas", json=body).raise_for_status()

    def decide(self, provider: str, **decided: str) -> None:
        """WhatsApp changes its mind about an account's templates: `name`, `status`, `category`, `reason`."""
        body = {"provider": provider, **decided}
        httpx.post(f"{self.address}/sandbox/control/templates", json=body).raise_for_status()

    def received(self, provider: str = "twilio", **query: Any) -> list[dict[str, Any]]:
        """What the provider accepted from us, oldest first."""
        asked = {"provider": provider, "limit": 1000, **query}
        answer = httpx.get(f"{self.address}/sandbox/control/received", params=asked)
        answer.raise_for_status()
        found = answer.json()
        return [one for one in found["messages"] if one["direction"] == "outbound"]


@contextmanager
def running_town(port: int, journal: Path | None = None) -> Iterator[Town]:
    """Serve until the block ends."""
    started, loop = threading.Event(), asyncio.new_event_loop()
    serving: list[asyncio.Task[None]] = []

    async def run() -> None:
        ready = asyncio.Event()
        serving.append(asyncio.create_task(serve("127.0.0.1", port, journal=journal, ready=ready)))
        await ready.wait()
        started.set()
        await asyncio.gather(*serving, return_exceptions=True)

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    assert started.wait(10), "the sandbox did not start"
    try:
        yield Town(f"http://127.0.0.1:{port}")
    finally:
        loop.call_soon_threadsafe(serving[0].cancel)
        thread.join(10)
        loop.close()
