"""A running sandbox, and a product beside it that keeps what is posted to it."""

import asyncio
import contextlib
import hashlib
import hmac
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from aiohttp import web

from services.sandbox.server import serve

TWILIO = {"provider": "twilio", "account": "AC" + "1" * 32, "secret": "token", "address": "+14155238886"}
SENDGRID = {"provider": "sendgrid", "account": "int_1", "secret": "SG.key", "address": "hello@acme.example"}
META = {"provider": "meta", "account": "1001", "secret": "app", "access_token": "page", "verify_token": "word"}
GOOGLE = {"provider": "google_ads", "account": "int_2", "secret": "typed-key"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fields_of(content_type: str, body: bytes) -> dict[str, str]:
    """The fields of a form of either kind; {} for anything else."""
    if content_type.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    if not content_type.startswith("multipart/form-data"):
        return {}
    parts = message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    return {
        str(part.get_param("name", header="Content-Disposition")): part.get_payload(decode=True).decode()
        for part in parts.get_payload()
    }


@dataclass
class Posted:
    """One webhook as the product received it."""

    path: str
    url: str
    headers: dict[str, str]
    body: bytes
    form: dict[str, str] = field(default_factory=dict)


@dataclass
class Product:
    """Answers `status` to every webhook and keeps it; a challenge is echoed, or proved by `secret`."""

    address: str = ""
    status: int = 200
    posted: list[Posted] = field(default_factory=list)
    challenges: list[dict[str, str]] = field(default_factory=list)
    secret: str = "unknown"

    async def receive(self, request: web.Request) -> web.Response:
        if request.method == "GET":
            self.challenges.append(dict(request.query))
            code = request.query.get("challengeCode", "")
            proof = hmac.new(self.secret.encode(), code.encode(), hashlib.sha256).hexdigest()
            if code:
                return web.json_response({"challengeCode": code, "challengeResponse": proof})
            return web.Response(text=request.query["hub.challenge"])
        body = await request.read()
        form = fields_of(request.headers.get("Content-Type", ""), body)
        if self.status == 200:
            self.posted.append(Posted(request.path, str(request.url), dict(request.headers), body, form))
        return web.Response(status=self.status)

    def at(self, path: str) -> list[Posted]:
        return [one for one in self.posted if one.path == path]


@pytest.fixture
async def product() -> AsyncIterator[Product]:
    product = Product()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", product.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    product.address = f"http://127.0.0.1:{port}"
    yield product
    await runner.cleanup()


@dataclass
class Sandbox:
    """A sandbox that can be stopped and started again on the same journal."""

    address: str
    journal: Path
    client: httpx.AsyncClient
    task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        ready = asyncio.Event()
        port = int(self.address.rpartition(":")[2])
        self.task = asyncio.create_task(serve("127.0.0.1", port, journal=self.journal, ready=ready))
        await asyncio.wait_for(ready.wait(), 10)

    async def stop(self) -> None:
        if self.task:
            self.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.task

    async def control(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.client.request(method, f"/sandbox/control/{path}", json=body or None)
        assert answer.status_code < 300, answer.text
        return dict(answer.json())

    async def received(self, **query: str) -> list[dict[str, Any]]:
        answer = await self.client.get("/sandbox/control/received", params=query)
        return list(answer.json()["messages"])

    async def people(self, nature: str = "", address: str = "phone") -> list[str]:
        """Addresses in Jaipur's dental clinics, of one nature when asked."""
        query = {"industry": "dental clinic", "city": "Jaipur"}
        answer = await self.client.get("/sandbox/control/personas", params=query)
        wanted = (one for one in answer.json()["personas"] if one[address])
        return [one[address] for one in wanted if not nature or one["nature"] == nature]


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    address = f"http://127.0.0.1:{free_port()}"
    async with httpx.AsyncClient(base_url=address) as client:
        sandbox = Sandbox(address, tmp_path / "journal.db", client)
        await sandbox.start()
        await sandbox.control("PUT", "settings", speed=50)
        yield sandbox
        await sandbox.stop()


async def until(condition: Callable[[], Any], seconds: float = 8) -> None:
    """Wait for `condition()`; fails after `seconds`."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  what is waited for happens in another task
            await asyncio.sleep(0.02)
