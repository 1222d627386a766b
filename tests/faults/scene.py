"""One campaign that is sent while something goes wrong, and what had become of it in the end."""

import asyncio
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from granian.server.embed import Server
from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select

from leadgen_app.api import api
from services.core.scope import Scope
from services.db import insert_ignoring, reading, transaction
from services.inbound.statuses import handle_statuses
from services.integrations import sandbox
from services.models import Channel, Contact, Customer, OutreachMessage, SendingLimit, WhatsAppReach
from services.outreach import approval, queueing, reconciling
from tests import support
from tests.faults.provider import Provider, started

LATENCY = 0.04  # seconds a call takes at the provider
OPEN = {"pending", "claimed", "sending"}
TOLD = {"delivered", "read", "responded"}
MAIL = ("sendgrid", "resend")


@dataclass(frozen=True)
class Outcome:
    """Numbers of messages; `repeated` came to the provider more than once, `lost` never."""

    messages: int
    accepted: int
    different: int
    repeated: int
    lost: int
    unknown: int
    failed: int
    looked_up: int
    seconds: float

    @property
    def is_clean(self) -> bool:
        whole = self.accepted == self.different == self.messages
        return whole and not (self.repeated or self.lost or self.unknown or self.failed)


@dataclass
class Scene:
    """Everything a fault may touch. `url` is the database; `hears` when the provider's callbacks arrive."""

    scope: Scope
    provider: Provider
    url: str
    web_port: int
    messages: int
    hears: bool = False
    worker: tuple[str, ...] = ()
    sender: subprocess.Popen[bytes] | None = None
    looked_up: int = 0  # messages in doubt that were asked about
    _web: list[Any] = field(default_factory=list)

    def start_sender(self) -> None:
        self.sender = started(*(self.worker or ("tests.faults.sender", self.provider.name)))

    def kill_sender(self) -> None:
        if self.sender:
            self.sender.send_signal(signal.SIGKILL)
            self.sender.wait()

    async def accepted(self) -> int:
        """How many the provider has taken so far; -1 while it is away."""
        try:
            return int((await asyncio.to_thread(self.provider.counts))["count"])
        except httpx.TransportError:
            return -1

    async def until_accepted(self, number: int) -> None:
        """Returns when the provider has taken so many, or all that it will take."""
        while await self.accepted() < number and not self.is_over():  # noqa: ASYNC110  another process does it
            await asyncio.sleep(0.03)

    async def prepare(self, **town: Any) -> None:
        """Everything queued and approved, nothing sent; then the sender starts and `town` holds."""
        self.provider.settings(silent=True, approval_seconds=0, callback_drop=0 if self.hears else 1)
        self._fill()
        assert queueing.queue_due() == self.messages
        await approval.sync()
        self.provider.settings(**town)
        server = Server(api, address="127.0.0.1", port=self.web_port, interface="asgi", log_enabled=False)
        self._web = [server, asyncio.create_task(server.serve())]

    def _fill(self) -> None:
        is_mail = self.provider.name in MAIL
        with transaction(self.scope) as session:
            customer = session.get_one(Customer, self.scope.customer_id)
            customer.whatsapp_reach, customer.address = WhatsAppReach.PUBLISHED, "1 MG Road, Bengaluru"
            customer.daily_limit_whatsapp = customer.daily_limit_email = 10_000
            customer.quiet_from = customer.quiet_until = "00:00"
            sandbox.ensure_sandbox(session, customer)
            rows = [
                {
                    "name": f"Contact {place}",
                    "phone": f"+9198450{10_000 + place}",
                    "email": f"contact{place}@business{place}.example",
                    "quality_score": 80,
                    "is_sandbox": True,
                    "published_for_enquiries": True,
                }
                for place in range(self.messages)
            ]
            insert_ignoring(session, Contact, rows)
        channel = Channel.EMAIL if is_mail else Channel.WHATSAPP
        text = "Hi {{name|there}}, are you open on Sunday?"
        support.add_campaign(
            self.scope, type=channel, message_template=text, subject="Sunday" if is_mail else "", daily_limit=10_000
        )

    def statuses(self) -> Counter[str]:
        with reading(self.scope) as session:
            wanted = select(OutreachMessage.status, func.count()).group_by(OutreachMessage.status)
            return Counter({str(status): number for status, number in session.exec(wanted)})

    def used_today(self) -> int:
        """What the channel's daily limit has counted."""
        with reading(self.scope) as session:
            return session.exec(select(SendingLimit.used).where(SendingLimit.subject == "whatsapp")).one()

    def is_over(self) -> bool:
        """Nothing is on its way and nothing in doubt; and, when callbacks come, every one has been heard."""
        found = self.statuses()
        if self.hears:
            return sum(found[status] for status in (*TOLD, "failed")) == self.messages
        return not any(found[status] for status in (*OPEN, "unknown"))

    async def run(self, act: Callable[["Scene"], Awaitable[None]], patience: float) -> Outcome:
        """Send under `act` until all is settled, or `patience` seconds are over."""
        began = time.monotonic()
        self.start_sender()
        acting = asyncio.ensure_future(act(self))
        try:
            while time.monotonic() - began < patience:
                await self._work()
                if acting.done() and self.is_over():
                    break
                await asyncio.sleep(0.2)
            if not acting.cancel():
                acting.result()  # trouble of the fault itself
        finally:
            self.kill_sender()
            await self._close()
        return self._outcome(time.monotonic() - began)

    async def _work(self) -> None:
        """What the other jobs of the product do; one that fails is tried again."""
        try:
            self.looked_up += await reconciling.reconcile()
            await asyncio.to_thread(handle_statuses)
        except DBAPIError:
            return
        if self.sender and self.sender.poll() is not None:
            self.start_sender()

    async def _close(self) -> None:
        if self._web:
            self._web[0].stop()
            await self._web[1]

    def _outcome(self, seconds: float) -> Outcome:
        counts, states = self.provider.counts(), self.statuses()
        return Outcome(
            messages=self.messages,
            accepted=counts["count"],
            different=counts["references"],
            repeated=len(counts["repeated"]),
            lost=self.messages - counts["references"],
            unknown=states["unknown"] + sum(states[status] for status in OPEN),
            failed=states["failed"] + states["cancelled"],
            looked_up=self.looked_up,
            seconds=seconds,
        )
