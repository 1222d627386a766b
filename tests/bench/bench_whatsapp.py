"""5,000 campaign messages through the sending machine to the simulated Cloud API: its real limit, 50 ms an answer.

`python -m tests.bench.bench_whatsapp [messages]`: seconds from the first claim to the last answer, calls that the
limit refused, messages that came twice or not at all.
"""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from sqlmodel import select

from services.core.ids import new_secret
from services.core.scope import Role, Scope
from services.db import reading, transaction
from services.integrations import queries, sandbox
from services.models import Contact, Customer, Integration, OutreachMessage, WhatsAppReach
from services.outreach import approval, queueing, sending
from tests import support
from tests.databases import forget_settings, migrate, pointed_at
from tests.sandbox.conftest import free_port

LATENCY_SECONDS = 0.05
TEXT = "Hi {{first_name|there}}, we help {{industry}} businesses in {{city}}. Interested? {{business}}"


def prepare(messages: int) -> Scope:
    """A business with one simulated number and as many contacts, whom it may write to all at once."""
    scope = support.add_member(support.add_customer().id or 0, "owner@acme.example", Role.OWNER)
    with transaction(scope) as session:
        customer = session.get_one(Customer, scope.customer_id)
        customer.whatsapp_reach, customer.address = WhatsAppReach.PUBLISHED, "1 MG Road, Bengaluru"
        customer.daily_limit_whatsapp = messages
        account = Integration(provider="whatsapp_cloud", customer_id=scope.customer_id)
        sandbox.fill(account, customer)
        session.add(account)
        session.add_all(
            Contact(
                customer_id=scope.customer_id,
                name=f"Contact {number}",
                phone=f"+9198450{number:05d}",
                city="Bengaluru",
                quality_score=70,
                is_sandbox=True,
                published_for_enquiries=True,
            )
            for number in range(messages)
        )
    support.add_campaign(scope, message_template=TEXT, daily_limit=messages)
    return scope


async def send(scope: Scope, messages: int) -> tuple[float, int]:
    """Seconds and calls, once everything waits and its template is approved."""
    queries.PRACTISING = ("whatsapp_cloud",)
    queueing.queue_due()
    await approval.sync()
    with reading(scope) as session:
        waiting = len(session.exec(select(OutreachMessage.id)).all())
    assert waiting == messages, f"{waiting} of {messages} were queued"
    began = time.perf_counter()
    calls = await sending.dispatch(linger=0)
    return time.perf_counter() - began, calls


def main() -> None:
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    port = free_port()
    os.environ |= {"LEADGEN_SANDBOX_PORT": str(port), "LEADGEN_LOG_LEVEL": "ERROR"}
    os.environ.setdefault("LEADGEN_SECRET_KEY", new_secret(48))
    forget_settings()
    with TemporaryDirectory() as folder:
        journal, url = Path(folder) / "town.db", f"sqlite:///{folder}/leadgen.db"
        town = [sys.executable, "-m", "services.sandbox", "--port", str(port), "--journal", str(journal)]
        migrate(url)
        with pointed_at(url), subprocess.Popen(town) as server:
            try:
                measure(f"http://127.0.0.1:{port}/sandbox/control", messages)
            finally:
                server.terminate()


def measure(control: str, messages: int) -> None:
    with httpx.Client(base_url=control, transport=httpx.HTTPTransport(retries=8)) as town:
        faults = {"whatsapp_cloud": {"latency": LATENCY_SECONDS}}
        quiet = {"silent": True, "approval_seconds": 0, "callback_drop": 1, "faults": faults}
        town.put("/settings", json=quiet).raise_for_status()
        seconds, calls = asyncio.run(send(prepare(messages), messages))
        counted = town.get("/received/count", params={"provider": "whatsapp_cloud"}).json()
        refused = town.get("/status").json()["over_limit"]
    twice = len(counted["repeated"])
    print(f"{'messages':>9}{'arrived':>9}{'twice':>7}{'calls':>7}{'429s':>6}{'seconds':>9}{'a second':>10}")
    print(f"{messages:9}{counted['references']:9}{twice:7}{calls:7}{refused:6}{seconds:9.1f}{messages / seconds:10.1f}")


if __name__ == "__main__":
    main()
