"""A run through Google Places: what is kept, what it costs, and what happens when it may not go on."""

import asyncio
import json

import httpx
import pytest
from sqlmodel import Session, col, func, select

from services.core.clock import now
from services.core.crypto import decrypt, encrypt
from services.core.scope import Scope
from services.db import reading, transaction
from services.integrations.actions import save
from services.integrations.actions import test as try_connection
from services.integrations.sandbox import ensure_sandbox, register
from services.models import (
    Contact,
    Customer,
    Integration,
    IntegrationStatus,
    PlaceOutcome,
    PlaceReference,
    Provenance,
    RunStatus,
    ScrapingCampaign,
    ScrapingRun,
)
from services.sourcing import references
from services.sourcing import run as running
from services.sourcing.run import run_campaign
from tests import support
from tests.databases import forget_settings
from tests.towns import Town


@pytest.fixture
def budget(alice: Scope) -> int:
    """₹100 a month for finding contacts, in paise, and simulated accounts."""
    with transaction(alice) as session:
        customer = session.get_one(Customer, alice.customer_id)
        customer.budget_split, customer.launched_at = {"scraping": 10_000}, now()
        ensure_sandbox(session, customer)
    return 10_000


@pytest.fixture
def gyms(town: Town, alice: Scope, budget: int) -> ScrapingCampaign:
    return support.add_scraping_campaign(
        alice,
        sources=["places"],
        search_criteria={"industry": ["gyms"], "locations": ["Pune"]},
        max_leads_per_run=10,
    )


def new_run(scope: Scope, campaign: ScrapingCampaign) -> int:
    return support.add(scope, ScrapingRun(scraping_campaign_id=campaign.id or 0, trigger="manual")).id or 0


async def ran(scope: Scope, campaign: ScrapingCampaign) -> ScrapingRun:
    run_id = new_run(scope, campaign)
    await run_campaign(run_id)
    with reading(scope) as session:
        return session.get_one(ScrapingRun, run_id)


def rows(session: Session) -> list[PlaceReference]:
    return list(session.exec(select(PlaceReference)))


def paid(town: Town) -> int:
    calls = httpx.get(f"{town.address}/sandbox/control/status").json()["places_calls"]
    return calls.get("search_enterprise", 0) * 93 + calls.get("details_enterprise", 0) * 53


async def test_contacts_come_from_sites_and_of_places_the_id_alone_is_kept(
    alice: Scope, gyms: ScrapingCampaign, town: Town
) -> None:
    run = await ran(alice, gyms)
    assert (run.status, run.errors, run.added) == (RunStatus.DONE, [], 10)
    assert run.cost_paise == paid(town) > 0
    with reading(alice) as session:
        contacts = session.exec(select(Contact)).all()
        origins = session.exec(select(Provenance.source_url)).all()
        references_kept = rows(session)
    assert all(url.startswith(f"{town.address}/site/") for url in origins)
    assert all(contact.is_sandbox and contact.website for contact in contacts)
    by_contact = {row.contact_id for row in references_kept if row.became is PlaceOutcome.CONTACT}
    assert by_contact == {contact.id for contact in contacts}
    assert {row.became for row in references_kept} == {PlaceOutcome.CONTACT, PlaceOutcome.NO_SITE}
    assert run.found == len(references_kept)


async def test_later_runs_go_on_end_and_look_again_after_half_a_year(
    alice: Scope, gyms: ScrapingCampaign, town: Town
) -> None:
    first = await ran(alice, gyms)
    with transaction(alice) as session:
        session.get_one(ScrapingCampaign, gyms.id).max_leads_per_run = 60
    rest, nothing = await ran(alice, gyms), await ran(alice, gyms)
    assert first.cost_paise + rest.cost_paise == paid(town)
    assert (nothing.cost_paise, nothing.found) == (0, 0)
    with transaction(alice) as session:
        assert session.exec(select(func.count(col(Contact.id)))).one() == first.added + rest.added > 20
        for row in rows(session):
            row.seen_at = now() - references.LOOKED_AT_AGAIN_AFTER
    again = await ran(alice, gyms)
    assert (again.added, again.merged, again.cost_paise > 0) == (0, first.added + rest.added, True)


async def test_a_run_killed_in_the_middle_pays_for_no_place_twice_that_was_kept(
    alice: Scope, gyms: ScrapingCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 2)
    run_id = new_run(alice, gyms)
    task = asyncio.create_task(run_campaign(run_id))
    while not task.done():
        with reading(alice) as session:
            if len(rows(session)) >= 4:
                break
        await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await run_campaign(run_id)
    with reading(alice) as session:
        run = session.get_one(ScrapingRun, run_id)
        kept = rows(session)
        assert (run.status, run.added, run.found) == (RunStatus.DONE, 10, len(kept))
        assert len({row.place_id for row in kept}) == len(kept)


async def test_without_budget_nothing_is_called_and_the_run_says_why(
    alice: Scope, gyms: ScrapingCampaign, town: Town
) -> None:
    with transaction(alice) as session:
        session.get_one(Customer, alice.customer_id).budget_split = {"scraping": 50}
    run = await ran(alice, gyms)
    assert (run.status, run.cost_paise, paid(town)) == (RunStatus.FAILED, 0, 0)
    assert run.errors[0]["message"].startswith("The month's budget for finding contacts is ₹0.50")


async def test_without_an_account_the_run_says_where_to_connect_it(
    alice: Scope, gyms: ScrapingCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(alice) as session:
        session.delete(session.exec(select(Integration).where(Integration.provider == "places")).one())
    run = await ran(alice, gyms)
    assert run.errors == [
        {
            "source": "places",
            "message": "Google Places is not connected. Connect it in Settings → Integrations.",
        }
    ]


async def test_an_own_key_is_tested_for_real_and_shown_where_it_fails(
    alice: Scope, gyms: ScrapingCampaign, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADGEN_PLACES_URL", town.address)
    forget_settings()
    await register(alice.customer_id)
    with transaction(alice) as session:
        save(session, alice, "places", {"api_key": "AIza" + "w" * 30, "per_day": "1,200"})
    refused = await try_connection(alice, "places")
    assert (refused.works, refused.words[:22]) == (False, "Google refused the key")
    body = {"provider": "places", "account": "own", "secret": "AIza" + "w" * 30}
    async with httpx.AsyncClient() as client:
        (await client.post(f"{town.address}/sandbox/control/accounts", json=body)).raise_for_status()
    assert (await try_connection(alice, "places")).works
    with transaction(alice) as session:
        save(session, alice, "places", {"api_key": "AIza" + "x" * 30})
    run = await ran(alice, gyms)
    assert "Google refused the key" in run.errors[0]["message"]
    with reading(alice) as session:
        row = session.exec(select(Integration).where(Integration.provider == "places")).one()
        assert (row.status, row.is_sandbox) == (IntegrationStatus.FAILING, False)


async def test_the_customers_own_limit_a_day_stops_the_run(alice: Scope, gyms: ScrapingCampaign, town: Town) -> None:
    await ran(alice, gyms)
    with transaction(alice) as session:
        row = session.exec(select(Integration).where(Integration.provider == "places")).one()
        row.credentials = encrypt(json.dumps({**json.loads(decrypt(row.credentials)), "per_day": "2"}))
    run = await ran(alice, gyms)
    assert run.errors[0]["message"] == "Today's limit of 2 calls is used up. The search goes on tomorrow."


def test_places_of_another_business_are_not_ours(alice: Scope, charlie: Scope) -> None:
    support.add(alice, PlaceReference(place_id="ChIJ1", became=PlaceOutcome.NO_SITE))
    with reading(charlie) as session:
        assert references.unseen(session, ["ChIJ1"]) == {"ChIJ1"}
    support.add(charlie, PlaceReference(place_id="ChIJ1", became=PlaceOutcome.NO_SITE))
    with reading(alice) as session:
        assert references.unseen(session, ["ChIJ1", "ChIJ2"]) == {"ChIJ2"}
