"""A search through Apify or Bright Data: bought once, waited for without a thread, read, paid, and accounted for."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import select

from services.core.clock import now
from services.core.scope import Scope
from services.db import system_transaction, transaction
from services.inbound.handling import handle
from services.integrations.sandbox import ensure_sandbox
from services.jobs.queries import list_jobs
from services.models import (
    Contact,
    Customer,
    InboundEvent,
    InboundStatus,
    Integration,
    Notification,
    OutsideRun,
    OutsideStatus,
    Provenance,
    RunStatus,
    ScrapingCampaign,
    ScrapingRun,
    Usage,
)
from services.sourcing import outside_rows
from services.sourcing.outside import check_due
from services.sourcing.run import run_campaign
from tests import posting
from tests.hearing import read, read_all
from tests.posting import Post
from tests.support import add, add_scraping_campaign
from tests.towns import Town

SOURCES = ("apify_maps", "brightdata_maps", "apify_linkedin")
CRITERIA = {"industry": ["dental clinics"], "locations": ["Jaipur"], "job_titles": ["Dental Surgeon"]}


@pytest.fixture(autouse=True)
def quick(town: Town) -> None:
    town.settings(outside_seconds=0.1, silent=True)


def buyer(scope: Scope, budget_paise: int = 10_000_00) -> None:
    """A customer with practice accounts and a month's budget for finding contacts."""
    with transaction(scope) as session:
        customer = session.get_one(Customer, scope.customer_id)
        customer.budget_split = {"scraping": budget_paise}
        ensure_sandbox(session, customer)


@pytest.fixture
def campaign(request: pytest.FixtureRequest, alice: Scope) -> ScrapingCampaign:
    """Five dentists in Jaipur a day, from one paid source."""
    buyer(alice)
    source = getattr(request, "param", "apify_maps")
    return add_scraping_campaign(alice, sources=[source], search_criteria=CRITERIA, max_leads_per_run=5)


def new_run(scope: Scope, campaign: ScrapingCampaign) -> int:
    return add(scope, ScrapingRun(scraping_campaign_id=campaign.id or 0, trigger="manual")).id or 0


def run_of(scope: Scope, run_id: int) -> ScrapingRun:
    return read(scope, ScrapingRun, ScrapingRun.id == run_id)


def outside(scope: Scope) -> OutsideRun:
    return read_all(scope, OutsideRun)[-1]


def spent(scope: Scope) -> int:
    return sum(line.cost_paise for line in read_all(scope, Usage))


def make_due(scope: Scope, age: timedelta = timedelta()) -> None:
    """Let the clock find them; with `age`, as if they had begun that long ago."""
    changes = {"look_at": now(), **({"created_at": now() - age} if age else {})}
    with transaction(scope) as session:
        session.execute(update(OutsideRun).values(**changes))


async def finish(scope: Scope, run_id: int) -> ScrapingRun:
    """What the clock and the queue do until the run is over."""
    for _ in range(60):
        await run_campaign(run_id)
        if run_of(scope, run_id).status in {RunStatus.DONE, RunStatus.FAILED}:
            return run_of(scope, run_id)
        await asyncio.sleep(0.1)
        make_due(scope)
        await check_due()
    raise AssertionError("the run did not end")


@pytest.mark.parametrize("campaign", SOURCES, indirect=True)
async def test_a_paid_search_waits_without_a_thread_and_ends_with_contacts_and_its_cost(
    alice: Scope, campaign: ScrapingCampaign
) -> None:
    run_id = new_run(alice, campaign)
    await run_campaign(run_id)
    held = outside(alice)
    waiting = run_of(alice, run_id)
    assert (waiting.status, waiting.finished_at, held.status) == (RunStatus.WAITING, None, OutsideStatus.RUNNING)
    assert held.held_paise == waiting.cost_paise == spent(alice) > 0
    run = await finish(alice, run_id)
    bought = outside(alice)
    assert (run.status, run.errors, run.added) == (RunStatus.DONE, [], 5)
    assert 0 < bought.cost_paise <= bought.held_paise
    assert run.cost_paise == spent(alice) == bought.cost_paise
    found = read_all(alice, Contact)
    assert all(one.is_sandbox and (one.phone or one.email) and one.city == "Jaipur" for one in found)
    assert {line.method for line in read_all(alice, Provenance)} & {"Google Maps record", "LinkedIn record"}
    meters = {line.meter: line.quantity for line in read_all(alice, Usage)}
    assert meters[f"sandbox:{bought.provider}"] == 1


async def test_the_queue_takes_the_run_up_when_the_webhook_comes_and_repeats_change_nothing(
    alice: Scope, campaign: ScrapingCampaign
) -> None:
    run_id = new_run(alice, campaign)
    await run_campaign(run_id)
    await asyncio.sleep(0.15)
    row, account = outside(alice), read(alice, Integration, Integration.provider == "apify")
    body = {"eventType": "ACTOR.RUN.SUCCEEDED", "eventData": {"actorRunId": row.external_id}, "resource": {}}
    path = f"/api/webhooks/apify/{account.endpoint_key}?ref={row.public_id}"
    post = Post(path, json.dumps(body).encode(), {"X-Apify-Webhook-Dispatch-Id": "d1"})
    assert await posting.send(post, post) == [200, 200]
    (event,) = read_all(alice, InboundEvent)
    await handle(alice.customer_id, event.id)
    assert "Ask about paid searches" in queued(alice)
    await check_due(alice.customer_id, row.id or 0)
    assert outside(alice).status is OutsideStatus.DONE
    assert "Search for contacts" in queued(alice)
    before = spent(alice)
    await check_due(alice.customer_id, row.id or 0)
    await run_campaign(run_id)
    late = Post(path, json.dumps(body).encode(), {"X-Apify-Webhook-Dispatch-Id": "d2"})
    assert await posting.send(late) == [200]
    await handle(alice.customer_id, read_all(alice, InboundEvent)[-1].id)
    assert read_all(alice, InboundEvent)[-1].status is InboundStatus.IGNORED
    assert (run_of(alice, run_id).status, spent(alice)) == (RunStatus.DONE, before)


def queued(scope: Scope) -> set[str]:
    with transaction(scope) as session:
        return {one.title for one in list_jobs(session, scope.customer_id) if one.status == "queued"}


async def test_a_webhook_is_only_a_reason_to_ask(alice: Scope, campaign: ScrapingCampaign, town: Town) -> None:
    town.settings(outside_seconds=60)
    await run_campaign(new_run(alice, campaign))
    row, account = outside(alice), read(alice, Integration, Integration.provider == "apify")
    body = {"eventType": "ACTOR.RUN.SUCCEEDED", "eventData": {"actorRunId": row.external_id}}
    await posting.send(Post(f"/api/webhooks/apify/{account.endpoint_key}", json.dumps(body).encode()))
    await handle(alice.customer_id, read(alice, InboundEvent).id)
    await check_due(alice.customer_id, row.id or 0)
    assert outside(alice).status is OutsideStatus.RUNNING
    assert await posting.send(Post("/api/webhooks/apify/unknown", json.dumps(body).encode())) == [404]


@pytest.mark.parametrize("campaign", ["apify_maps", "brightdata_maps"], indirect=True)
async def test_a_start_whose_answer_was_lost_is_found_again_and_never_paid_twice(
    alice: Scope, campaign: ScrapingCampaign, town: Town
) -> None:
    account = campaign.sources[0].partition("_")[0]
    town.settings(faults={account: {"lost_answer": 1}})
    run_id = new_run(alice, campaign)
    await run_campaign(run_id)
    assert (outside(alice).status, run_of(alice, run_id).status) == (OutsideStatus.STARTING, RunStatus.WAITING)
    town.settings(faults={})
    run = await finish(alice, run_id)
    assert (run.status, run.added, len(read_all(alice, OutsideRun))) == (RunStatus.DONE, 5, 1)


async def test_a_process_that_dies_between_call_and_answer_starts_nothing_twice(
    alice: Scope, campaign: ScrapingCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    run_id = new_run(alice, campaign)
    with monkeypatch.context() as patched:
        patched.setattr(outside_rows, "note_news", killed)
        with pytest.raises(KeyboardInterrupt):
            await run_campaign(run_id)
    assert (outside(alice).status, outside(alice).external_id) == (OutsideStatus.STARTING, "")
    run = await finish(alice, run_id)
    assert (run.added, len(read_all(alice, OutsideRun))) == (5, 1)


async def test_a_start_that_no_list_shows_stays_unknown_is_told_and_keeps_its_money_held(
    alice: Scope, campaign: ScrapingCampaign, town: Town
) -> None:
    town.settings(faults={"apify": {"drop": 1}})
    run_id = new_run(alice, campaign)
    await run_campaign(run_id)
    town.settings(faults={})
    make_due(alice, outside_rows.SETTLED_AFTER + timedelta(minutes=1))
    await check_due()
    row = outside(alice)
    assert (row.status, spent(alice)) == (OutsideStatus.UNKNOWN, row.held_paise)
    assert "unaccounted" in read(alice, Notification).title
    run = await finish(alice, run_id)
    assert (run.status, len(read_all(alice, OutsideRun))) == (RunStatus.FAILED, 1)
    assert "not known whether" in run.errors[0]["message"]


async def test_nothing_is_called_when_the_budget_does_not_allow_it(
    alice: Scope, campaign: ScrapingCampaign, town: Town
) -> None:
    buyer(alice, budget_paise=100)
    run_id = new_run(alice, campaign)
    await run_campaign(run_id)
    run = run_of(alice, run_id)
    assert (run.status, run.cost_paise, read_all(alice, OutsideRun)) == (RunStatus.FAILED, 0, [])
    assert "budget for finding contacts" in run.errors[0]["message"]
    assert spent(alice) == 0


async def test_a_run_that_fails_there_ends_ours_in_its_words_and_settles(
    alice: Scope, campaign: ScrapingCampaign, town: Town
) -> None:
    town.settings(outside_fail=1)
    run = await finish(alice, new_run(alice, campaign))
    row = outside(alice)
    assert (run.status, row.status) == (RunStatus.FAILED, OutsideStatus.FAILED)
    assert "The run at Apify failed. It said: “The actor ran into a captcha”" in run.errors[0]["message"]
    assert row.cost_paise < row.held_paise
    assert run.cost_paise == spent(alice) == row.cost_paise


async def test_a_refused_start_costs_nothing_and_leaves_nothing(alice: Scope, campaign: ScrapingCampaign) -> None:
    with transaction(alice) as session:
        session.get_one(ScrapingCampaign, campaign.id).search_criteria = {"industry": ["dentists"], "locations": []}
        session.get_one(Customer, alice.customer_id).cities = []
    run_id = new_run(alice, campaign)
    await run_campaign(run_id)
    assert "a city" in run_of(alice, run_id).errors[0]["message"]
    assert (read_all(alice, OutsideRun), spent(alice)) == ([], 0)


async def test_too_many_requests_are_tried_again_and_each_try_gives_its_money_back(
    alice: Scope, campaign: ScrapingCampaign, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.sourcing.run.TRIES", 1)
    town.settings(faults={"apify": {"rate_limited": 1}})
    run_id = new_run(alice, campaign)
    await run_campaign(run_id)
    assert run_of(alice, run_id).errors[0]["message"] == "Apify asks us to try again later."
    assert (read_all(alice, OutsideRun), spent(alice), run_of(alice, run_id).cost_paise) == ([], 0, 0)


async def test_what_was_bought_and_read_is_not_bought_again_next_day(alice: Scope, campaign: ScrapingCampaign) -> None:
    with transaction(alice) as session:
        session.get_one(ScrapingCampaign, campaign.id).max_leads_per_run = 100
    first = await finish(alice, new_run(alice, campaign))
    again = await finish(alice, new_run(alice, campaign))
    assert (first.status, again.status, again.added) == (RunStatus.DONE, RunStatus.DONE, 0)
    assert "was bought on" in again.errors[0]["message"]
    assert len(read_all(alice, OutsideRun)) == 1


async def test_what_was_paid_for_is_read_to_its_end_before_anything_is_bought(
    alice: Scope, campaign: ScrapingCampaign
) -> None:
    first = await finish(alice, new_run(alice, campaign))
    second = await finish(alice, new_run(alice, campaign))
    assert (first.added, len(read_all(alice, OutsideRun))) == (5, 1)
    assert second.added >= 1
    assert second.cost_paise == 0
    contacts = read_all(alice, Contact)
    assert len({one.phone or one.email for one in contacts}) == len(contacts) == first.added + second.added


async def test_free_sources_are_read_while_the_paid_one_is_at_work(alice: Scope, town: Town) -> None:
    buyer(alice)
    town.settings(outside_seconds=60)
    both = add_scraping_campaign(
        alice, sources=["apify_maps", "overpass"], search_criteria=CRITERIA, max_leads_per_run=10
    )
    run_id = new_run(alice, both)
    await run_campaign(run_id)
    assert (run_of(alice, run_id).status, run_of(alice, run_id).added) == (RunStatus.WAITING, 5)


async def test_a_lost_wake_up_is_made_up_for(alice: Scope, campaign: ScrapingCampaign) -> None:
    run_id = new_run(alice, campaign)
    await run_campaign(run_id)
    with system_transaction() as session:
        for row in session.exec(select(OutsideRun)):
            row.status = OutsideStatus.FAILED
            row.error_message = "The run at Apify failed."
    assert "Search for contacts" not in queued(alice)
    await check_due()
    assert "Search for contacts" in queued(alice)


async def test_another_customers_runs_are_out_of_reach(
    alice: Scope, charlie: Scope, campaign: ScrapingCampaign
) -> None:
    await run_campaign(new_run(alice, campaign))
    row = outside(alice)
    buyer(charlie)
    account = read(charlie, Integration, Integration.provider == "apify")
    body = {"eventType": "ACTOR.RUN.SUCCEEDED", "eventData": {"actorRunId": row.external_id}}
    path = f"/api/webhooks/apify/{account.endpoint_key}?ref={row.public_id}"
    assert await posting.send(Post(path, json.dumps(body).encode())) == [200]
    await handle(charlie.customer_id, read(charlie, InboundEvent).id)
    assert read(charlie, InboundEvent).status is InboundStatus.IGNORED
    await check_due(charlie.customer_id, row.id or 0)
    assert outside(alice).looks == row.looks
    assert read_all(charlie, OutsideRun) == []
