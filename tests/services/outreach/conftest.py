"""A customer with simulated accounts and a sandbox to send to."""

from collections.abc import Iterator

import pytest

from services.core.scope import Scope
from services.db import transaction
from services.integrations import sandbox
from services.models import Customer, WhatsAppReach
from tests.databases import forget_settings
from tests.towns import Town, running_town


@pytest.fixture
def town(free_port: int, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """The sandbox, answering at once and with nobody in it replying."""
    monkeypatch.setenv("LEADGEN_SANDBOX_PORT", str(free_port))
    forget_settings()
    with running_town(free_port) as running:
        running.settings(silent=True, approval_seconds=0, speed=20)
        yield running


@pytest.fixture
def acme_online(town: Town, alice: Scope) -> Scope:
    """Alice's business, connected to the sandbox and free to write to published numbers."""
    with transaction(alice) as session:
        customer = session.get_one(Customer, alice.customer_id)
        customer.whatsapp_reach = WhatsAppReach.PUBLISHED
        customer.address = "1 MG Road, Bengaluru"
        sandbox.ensure_sandbox(session, customer)
    return alice
