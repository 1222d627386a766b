"""A sandbox in which a customer has a language model and a budget for it; what it was asked, and what that cost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from sqlmodel import select

from services.core.scope import Scope
from services.db import reading, transaction
from services.integrations import sandbox
from services.models import Customer, Integration, Usage
from tests.databases import forget_settings
from tests.towns import Town, running_town

BUDGET = 100_000


@asynccontextmanager
async def town_with(scope: Scope, port: int, monkeypatch: pytest.MonkeyPatch, *providers: str) -> AsyncIterator[Town]:
    """A sandbox that knows this customer's accounts at `providers`."""
    monkeypatch.setenv("LEADGEN_SANDBOX_PORT", str(port))
    forget_settings()
    set_budget(scope, BUDGET)
    with transaction(scope) as session:
        customer = session.get_one(Customer, scope.customer_id)
        for name in providers:
            row = Integration(provider=name, customer_id=scope.customer_id)
            sandbox.fill(row, customer)
            session.add(row)
    with running_town(port) as running:
        await sandbox.register(scope.customer_id)
        yield running


def set_budget(scope: Scope, paise: int) -> None:
    with transaction(scope) as session:
        session.get_one(Customer, scope.customer_id).budget_split = {"scraping": paise}


def asked(town: Town) -> list[dict[str, Any]]:
    """The bodies that the model was sent, oldest first."""
    return httpx.get(f"{town.address}/sandbox/control/questions").json()["questions"]


def spent(scope: Scope) -> tuple[int, int]:
    """Calls and paise."""
    with reading(scope) as session:
        row = session.exec(select(Usage).where(Usage.meter == "sandbox:openai")).first()
        return (row.quantity, row.cost_paise) if row else (0, 0)
