"""A run's books: what paid calls may cost, what they did cost, and through whose account they go."""

import asyncio
import json
import time

import pytest

from services.core.crypto import encrypt
from services.core.errors import Conflict, Invalid, ProviderRefused, Refusal
from services.core.scope import Scope
from services.core.settings import get_settings
from services.db import reading, transaction
from services.integrations.actions import disconnect, save
from services.integrations.queries import list_integrations
from services.models import Customer, Integration, IntegrationStatus, ScrapingRun
from services.sourcing.books import RunBooks
from services.sourcing.sources import credentials_of, note_refusal
from services.spending.actions import OverBudget
from services.spending.queries import spent_this_month, used_today
from services.spending.rules import Meter
from tests import support


@pytest.fixture
def books(alice: Scope) -> RunBooks:
    """A budget of ₹10 for finding contacts."""
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).budget_split = {"scraping": 1000}
    campaign = support.add_scraping_campaign(alice)
    run = support.add(alice, ScrapingRun(scraping_campaign_id=campaign.id or 0))
    return RunBooks(alice, run.id or 0, "places", is_sandbox=False)


def standing(scope: Scope) -> tuple[int, int, int]:
    """Paise on the meter, calls on the meter, paise on the run."""
    with reading(scope) as session:
        customer = session.get_one(Customer, scope.customer_id)
        run = session.get_one(ScrapingRun, 1)
        return spent_this_month(session, customer, Meter.PLACES), used_today(session, Meter.PLACES), run.cost_paise


async def test_what_is_held_is_replaced_by_what_it_cost(alice: Scope, books: RunBooks) -> None:
    await books.hold(300)
    assert standing(alice) == (300, 0, 300)
    await books.settle(300, 120)
    assert standing(alice) == (120, 1, 120)


async def test_a_call_beyond_the_budget_is_refused_and_costs_nothing(alice: Scope, books: RunBooks) -> None:
    await books.hold(900)
    with pytest.raises(OverBudget, match="₹1 of it is left"):
        await books.hold(200)
    assert standing(alice) == (900, 0, 900)


async def test_calls_held_together_never_pass_the_budget(alice: Scope, books: RunBooks) -> None:
    outcomes = await asyncio.gather(*(books.hold(300) for _ in range(6)), return_exceptions=True)
    assert sum(isinstance(one, OverBudget) for one in outcomes) == 3
    assert standing(alice)[0] == 900


async def test_the_days_calls_end_and_those_of_a_minute_are_spread(alice: Scope, books: RunBooks) -> None:
    await books.settle(0, 0, calls=4)
    with pytest.raises(ProviderRefused, match="Today's limit of 4 calls"):
        await books.wait_turn(0, 4)
    since = time.monotonic()
    for _ in range(3):
        await books.wait_turn(600, 5)
    assert 0.15 <= time.monotonic() - since < 2


def test_a_source_uses_the_customers_own_account(alice: Scope, charlie: Scope) -> None:
    stored = {"credentials": encrypt(json.dumps({"page_id": "77"})), "status": IntegrationStatus.CONNECTED}
    support.add_integration(alice, "meta", **stored)
    with reading(alice) as session:
        assert credentials_of(session, "meta")["page_id"] == "77"
        assert credentials_of(session, "overpass").base_url == get_settings().sandbox_address
    with reading(charlie) as session, pytest.raises(Conflict, match="Connect it in Settings"):
        credentials_of(session, "meta")


async def test_a_refused_account_is_shown_where_its_keys_are(alice: Scope) -> None:
    support.add_integration(alice, "meta", credentials=encrypt(json.dumps({"page_id": "77"})))
    await note_refusal(alice, "meta", Refusal.REQUEST, "This one search was refused.")
    await note_refusal(alice, "meta", Refusal.ACCOUNT, "The key was refused.")
    with reading(alice) as session:
        row = session.get_one(Integration, 1)
        assert (row.status, row.error_message) == (IntegrationStatus.FAILING, "The key was refused.")


def test_openstreetmap_needs_no_account_but_may_have_a_server_of_its_own(alice: Scope) -> None:
    with transaction(alice) as session:
        save(session, alice, "overpass", {"server": "https://maps.acme.in/overpass/api/interpreter"})
    with reading(alice) as session:
        own = credentials_of(session, "overpass")
        assert (own.base_url, own.is_sandbox) == ("https://maps.acme.in/overpass", False)
        assert next(row for row in list_integrations(session) if row.provider == "overpass").state == "connected"
    with transaction(alice) as session:
        disconnect(session, alice, "overpass")
    with reading(alice) as session:
        assert credentials_of(session, "overpass").is_sandbox
        assert next(row for row in list_integrations(session) if row.provider == "overpass").state == "ready"


@pytest.mark.parametrize("server", ["maps.acme.in", "ftp://maps.acme.in", "https://a:b@maps.acme.in", "https://x?y=1"])
def test_a_server_is_a_web_address(alice: Scope, server: str) -> None:
    with transaction(alice) as session, pytest.raises(Invalid) as caught:
        save(session, alice, "overpass", {"server": server})
    assert caught.value.field == "server"
