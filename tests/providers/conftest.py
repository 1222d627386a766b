"""Accounts of every messenger at a sandbox of our own, and an address for what it posts back."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
import pytest
from aiohttp import web

from services.providers.base import Credentials, OutgoingMessage, WebhookRequest
from tests.databases import forget_settings
from tests.towns import Town, running_town

RESEND_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSENGERS = ("twilio", "whatsapp_cloud", "gupshup", "wati", "sendgrid", "resend")
MAILERS = ("sendgrid", "resend")
SECRETS = ("auth_token", "app_secret", "webhook_secret", "api_key", "access_token")  # what signs, or else the key
UNSIGNED = ("gupshup", "wati")


@dataclass
class Mailbox:
    """Keeps every webhook as the product's own route would see it."""

    address: str = ""
    requests: list[WebhookRequest] = field(default_factory=list)
    answers: Callable[[Mapping[str, str]], dict[str, str] | None] = lambda _query: None
    challenges: int = 0

    async def handle(self, request: web.Request) -> web.Response:
        if request.method == "GET":
            self.challenges += 1
            if "hub.challenge" in request.query:
                return web.Response(text=request.query["hub.challenge"])
            return web.json_response(self.answers(request.query))
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = await request.read()
        self.requests.append(WebhookRequest(self.address + request.path_qs, headers, body, datetime.now(UTC)))
        return web.Response(status=204)

    async def wait_for(self, number: int = 1) -> list[WebhookRequest]:
        for _ in range(200):
            if len(self.requests) >= number:
                return self.requests
            await asyncio.sleep(0.05)
        raise AssertionError(f"{len(self.requests)} of {number} webhooks came")

    async def wait_for_challenge(self) -> None:
        """Until the address was asked to prove itself; what it said counts a moment later."""
        for _ in range(200):
            if self.challenges:
                await asyncio.sleep(0.1)
                return
            await asyncio.sleep(0.05)
        raise AssertionError("no challenge came")


@dataclass(frozen=True)
class Line:
    """One messenger's account, somebody to write to, and somebody who cannot be written to."""

    name: str
    credentials: Credentials
    recipient: str
    nobody: str

    def message(self, reference: str = "om_1", **changes: object) -> OutgoingMessage:
        callback = self.credentials["callback"] if self.name == "twilio" else ""
        values = {"subject": "Hello", "callback_url": callback, **changes}
        return OutgoingMessage(reference, self.recipient, f"Hello {reference}", **values)  # pyright: ignore


@pytest.fixture
def town(free_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setenv("LEADGEN_PROVIDER_TIMEOUT_SECONDS", "2")
    forget_settings()
    with running_town(free_port) as running:
        running.settings(silent=True, approval_seconds=0, speed=50, enforce_window=False, whatsapp_pair_seconds=0)
        yield running


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    box = Mailbox()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", box.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    box.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield box
    await runner.cleanup()


@pytest.fixture(params=MESSENGERS)
def line(request: pytest.FixtureRequest, town: Town, mailbox: Mailbox) -> Line:
    return line_to(request.param, town, mailbox)


def line_to(name: str, town: Town, mailbox: Mailbox) -> Line:
    """Register an account of `name` at the sandbox."""
    webhook = f"{mailbox.address}/api/webhooks/{name}/key"
    values = {
        "twilio": {"account_sid": "AC" + "a" * 32, "auth_token": "b" * 32, "from": "+14155238886", "callback": webhook},
        "whatsapp_cloud": {
            "phone_number_id": "1055",
            "business_account_id": "2066",
            "access_token": "EAA" + "d" * 40,
            "app_secret": "e" * 32,
            "verify_token": "word",
            "from": "+14155550100",
        },
        "gupshup": {"api_key": "g" * 32, "app_name": "acme", "app_id": "app-1", "from": "+14155550101"},
        "wati": {
            "endpoint": "https://live-mt-server.wati.io/300123",
            "access_token": "w" * 40,
            "from": "+14155550102",
        },
        "sendgrid": {"api_key": "SG." + "c" * 40, "from": "hello@acme.example", "from_name": "Acme"},
        "resend": {
            "api_key": "re_" + "d" * 32,
            "from": "hello@acme.example",
            "from_name": "Acme",
            "webhook_secret": RESEND_SECRET,
        },
    }[name]
    body = {
        "provider": name,
        "account": {"wati": "300123"}.get(name) or values.get("account_sid") or values.get("phone_number_id") or "acme",
        "business": values.get("business_account_id") or values.get("app_id", ""),
        "secret": next(values[key] for key in SECRETS if key in values),
        "access_token": values.get("access_token") or values.get("api_key", ""),
        "address": values["from"],
        "webhook_url": webhook,
    }
    answer = httpx.post(f"{town.address}/sandbox/control/accounts", json=body)
    answer.raise_for_status()
    values["public_key"] = answer.json()["public_key"]
    people = ("priya@clinic.example", "not an address") if name in MAILERS else ("+919845012345", "+9112")
    return Line(name, Credentials(town.address, values, is_sandbox=True), *people)
