"""The sender is killed in mid-work, again and again: every message arrives exactly once.

`LEADGEN_KILL_MESSAGES` sets the size (200), `LEADGEN_KILL_WORKER=jobs` kills the whole worker (`python -m jobs`)
instead of the sender alone.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import func, select

from services.core.scope import Scope
from services.core.settings import ROOT
from services.db import insert_ignoring, reading, transaction
from services.integrations import sandbox
from services.models import Contact, Customer, OutreachMessage, OutreachMessageStatus, SendingLimit, WhatsAppReach
from services.outreach import approval, queueing, reconciling
from tests import support
from tests.databases import forget_settings

MESSAGES = int(os.environ.get("LEADGEN_KILL_MESSAGES", "200"))
WORKER = os.environ.get("LEADGEN_KILL_WORKER", "tests.services.outreach.sender_process")
KILLS = 10
LATENCY = 0.04
PATIENCE = 120 + MESSAGES  # seconds; a busy machine takes most of them to start the sender eleven times
TIMES = {"PROVIDER_TIMEOUT_SECONDS": "1", "SEND_LEASE_SECONDS": "3", "SEND_SETTLE_SECONDS": "4"}


@dataclass
class Provider:
    """The sandbox as a process of its own: it outlives every sender."""

    address: str

    def settings(self, **changes: Any) -> None:
        httpx.put(f"{self.address}/sandbox/control/settings", json=changes).raise_for_status()

    def counts(self) -> dict[str, Any]:
        return httpx.get(f"{self.address}/sandbox/control/received/count", params={"provider": "twilio"}).json()


@pytest.fixture
def provider(free_port: int, database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Provider]:
    monkeypatch.setenv("LEADGEN_SANDBOX_PORT", str(free_port))
    for name, value in TIMES.items():
        monkeypatch.setenv(f"LEADGEN_{name}", value)
    forget_settings()
    command = ["services.sandbox", "--port", str(free_port), "--journal", str(tmp_path / "provider.db")]
    with process(*command):
        running = Provider(f"http://127.0.0.1:{free_port}")
        wait_for(running)
        running.settings(silent=True, approval_seconds=0, callback_drop=1)
        yield running


def wait_for(provider: Provider) -> None:
    for _ in range(200):
        try:
            provider.counts()
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the sandbox did not start")


@contextmanager
def process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-m", *arguments], cwd=ROOT, stderr=subprocess.DEVNULL) as running:
        try:
            yield running
        finally:
            running.kill()


@dataclass
class Killer:
    """Starts the sender and kills it at random instants of its work."""

    provider: Provider
    kills: int = 0
    _targets: list[int] = field(default_factory=list)
    _sender: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self._targets = sorted(random.sample(range(1, MESSAGES - 5), KILLS))
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", WORKER]
        self._sender = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)

    def look(self) -> None:
        """Kill when the next of the random numbers of messages has arrived."""
        if self._targets and self.provider.counts()["count"] >= self._targets[0]:
            time.sleep(random.random() * LATENCY)
            self.stop()
            self._targets.pop(0)
            self.kills += 1
            self.start()

    def stop(self) -> None:
        if self._sender:
            self._sender.send_signal(signal.SIGKILL)
            self._sender.wait()


def statuses(scope: Scope) -> Counter[str]:
    with reading(scope) as session:
        wanted = select(OutreachMessage.status, func.count()).group_by(OutreachMessage.status)
        return Counter({str(status): number for status, number in session.exec(wanted)})


async def prepare(scope: Scope, provider: Provider) -> None:
    """Everything queued and approved, nothing sent."""
    with transaction(scope) as session:
        customer = session.get_one(Customer, scope.customer_id)
        customer.whatsapp_reach, customer.daily_limit_whatsapp = WhatsAppReach.PUBLISHED, 10_000
        sandbox.ensure_sandbox(session, customer)
        rows = [
            {
                "name": f"Contact {place}",
                "phone": f"+9198450{10_000 + place}",
                "quality_score": 80,
                "is_sandbox": True,
                "published_for_enquiries": True,
            }
            for place in range(MESSAGES)
        ]
        insert_ignoring(session, Contact, rows)
    support.add_campaign(scope, message_template="Hi {{name|there}}, are you open on Sunday?", daily_limit=10_000)
    assert queueing.queue_due() == MESSAGES
    await approval.sync()
    provider.settings(faults={"twilio": {"latency": LATENCY, "lost_answer": 0.01}})


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE + 120)
async def test_a_sender_killed_ten_times_delivers_every_message_exactly_once(provider: Provider, alice: Scope) -> None:
    await prepare(alice, provider)
    started, in_doubt, seen_unknown = time.monotonic(), 0, 0
    killer = Killer(provider)
    try:
        while time.monotonic() - started < PATIENCE:
            killer.look()
            in_doubt += await reconciling.reconcile()
            found = statuses(alice)
            seen_unknown = max(seen_unknown, found[OutreachMessageStatus.UNKNOWN])
            if found[OutreachMessageStatus.SENT] == MESSAGES:
                break
            await asyncio.sleep(0.05)
    finally:
        killer.stop()
    counts = provider.counts()
    print(
        f"{MESSAGES} messages, {killer.kills} kills, {time.monotonic() - started:.0f} s: accepted {counts['count']},"
        f" different {counts['references']}, twice {len(counts['repeated'])}, looked up {in_doubt},"
        f" unknown at once {seen_unknown}, states {dict(statuses(alice))}"
    )
    assert killer.kills == KILLS
    assert statuses(alice) == {OutreachMessageStatus.SENT: MESSAGES}
    assert counts["count"] == counts["references"] == MESSAGES
    assert not counts["repeated"]
    assert in_doubt > 0
    with reading(alice) as session:
        assert session.exec(select(SendingLimit).where(SendingLimit.subject == "whatsapp")).one().used == MESSAGES
