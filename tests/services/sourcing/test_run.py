"""A run finds, recognises, scores and stores; killed, it goes on where it was and stores nobody twice."""

import asyncio
from collections import Counter

import pytest
from sqlmodel import col, select

from services.compliance.actions import suppress
from services.core.clock import now
from services.core.scope import Scope
from services.db import reading, system_transaction, transaction
from services.models import (
    Activity,
    Contact,
    LiveEvent,
    Notification,
    Provenance,
    RunStatus,
    ScrapingCampaign,
    ScrapingRun,
    ScrapingStatus,
    Usage,
)
from services.sourcing import run as running
from services.sourcing.actions import start_due
from services.sourcing.run import run_campaign
from tests.support import add, add_scraping_campaign
from tests.towns import Town


def new_run(scope: Scope, campaign: ScrapingCampaign, trigger: str = "launch") -> int:
    return add(scope, ScrapingRun(scraping_campaign_id=campaign.id or 0, trigger=trigger)).id or 0


def get_run(scope: Scope, run_id: int) -> ScrapingRun:
    with reading(scope) as session:
        return session.get_one(ScrapingRun, run_id)


def contacts(scope: Scope) -> list[Contact]:
    with reading(scope) as session:
        return list(session.exec(select(Contact).order_by(col(Contact.id))))


async def test_a_run_stores_scored_contacts_with_the_origin_of_every_field(
    alice: Scope, campaign: ScrapingCampaign
) -> None:
    run_id = new_run(alice, campaign)
    await run_campaign(run_id)
    run, found = get_run(alice, run_id), contacts(alice)
    assert (run.status, run.errors, run.added, len(found)) == (RunStatus.DONE, [], 12, 12)
    assert all(contact.is_sandbox and contact.published_for_enquiries for contact in found)
    assert all(contact.phone or contact.email for contact in found)
    assert all(contact.quality_score > 0 and contact.ai_analysis["reasons"] for contact in found)
    assert any(contact.name and contact.title for contact in found)
    with reading(alice) as session:
        origins = session.exec(select(Provenance)).all()
        by_contact = Counter(origin.contact_id for origin in origins)
        kept = {(origin.contact_id, origin.field, origin.value) for origin in origins}
        usage = session.exec(select(Usage)).one()
        activity = session.exec(select(Activity)).all()
        topics = {event.topic for event in session.exec(select(LiveEvent))}
        after = session.get_one(ScrapingCampaign, campaign.id)
    assert set(by_contact) == {contact.id for contact in found}
    assert all((contact.id, "phone", contact.phone) in kept for contact in found if contact.phone)
    assert (usage.meter, usage.quantity) == ("contacts_found", 12)
    assert [line.text for line in activity] == ["12 new contacts found by “Dentists”"]
    assert {"contacts", "campaigns"} <= topics
    assert after.contacts_generated == 12
    assert after.last_run_at is not None
    assert after.next_run_at is not None
    assert after.next_run_at > now()


async def test_the_next_run_finds_others_and_merges_whom_it_meets_again(
    alice: Scope, campaign: ScrapingCampaign
) -> None:
    for _ in range(2):
        await run_campaign(new_run(alice, campaign))
    found = contacts(alice)
    phones = Counter(contact.phone for contact in found if contact.phone)
    emails = Counter(contact.email for contact in found if contact.email)
    assert len(found) == 24
    assert max(phones.values()) == max(emails.values()) == 1


async def test_a_run_killed_in_the_middle_goes_on_and_stores_nobody_twice(
    alice: Scope, campaign: ScrapingCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 2)
    run_id = new_run(alice, campaign)
    for stop_after in (2, 5, 8):
        task = asyncio.create_task(run_campaign(run_id))
        while len(contacts(alice)) < stop_after and not task.done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # the moment to kill is in the database
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        if get_run(alice, run_id).status == RunStatus.DONE:
            break
    await run_campaign(run_id)
    run, found = get_run(alice, run_id), contacts(alice)
    assert (run.status, run.added, len(found)) == (RunStatus.DONE, 12, 12)
    assert len({contact.public_id for contact in found}) == len({(c.phone, c.email) for c in found}) == 12


async def test_a_run_that_is_done_does_nothing_when_called_again(alice: Scope, campaign: ScrapingCampaign) -> None:
    run_id = new_run(alice, campaign)
    await run_campaign(run_id)
    before = get_run(alice, run_id).updated_at
    await run_campaign(run_id)
    await run_campaign(987654)
    assert get_run(alice, run_id).updated_at == before


async def test_whoever_was_suppressed_never_comes_back(alice: Scope, campaign: ScrapingCampaign) -> None:
    await run_campaign(new_run(alice, campaign))
    gone = next(contact for contact in contacts(alice) if contact.phone)
    with transaction(alice) as session:
        suppress(session, alice, phone=gone.phone, email=gone.email, reason="opt_out", source="test")
        for one in session.exec(select(Contact)):
            session.delete(one)
        for past in session.exec(select(ScrapingRun)):
            session.delete(past)
    again = new_run(alice, campaign)
    await run_campaign(again)
    assert gone.phone not in {contact.phone for contact in contacts(alice)}
    assert get_run(alice, again).rejected >= 1


async def test_a_source_that_fails_is_told_and_the_others_go_on(
    alice: Scope, campaign: ScrapingCampaign, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "TRIES", 1)
    town.settings(faults={"overpass": {"partial": 1.0}})
    run_id = new_run(alice, campaign)
    await run_campaign(run_id)
    run = get_run(alice, run_id)
    assert [error["source"] for error in run.errors] == ["overpass"]
    assert (run.status, run.added) == (RunStatus.DONE, 12)


async def test_a_run_without_any_answer_fails_and_tells_the_customer(
    alice: Scope, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "TRIES", 1)
    town.settings(faults={"overpass": {"partial": 1.0}})
    campaign = add_scraping_campaign(alice, search_criteria={"industry": "gyms", "locations": ["Pune"]})
    run_id = new_run(alice, campaign, "schedule")
    await run_campaign(run_id)
    assert get_run(alice, run_id).status == RunStatus.FAILED
    with reading(alice) as session:
        assert session.exec(select(Notification)).one().kind == "search_failed"


async def test_a_paused_campaign_is_not_searched_for(alice: Scope, campaign: ScrapingCampaign) -> None:
    with transaction(alice) as session:
        session.get_one(ScrapingCampaign, campaign.id).status = ScrapingStatus.PAUSED
    run_id = new_run(alice, campaign)
    await run_campaign(run_id)
    assert (get_run(alice, run_id).added, contacts(alice)) == (0, [])


def test_due_campaigns_are_started_once_each(alice: Scope, charlie: Scope) -> None:
    due = add_scraping_campaign(alice, next_run_at=now())
    theirs = add_scraping_campaign(charlie, next_run_at=now())
    add_scraping_campaign(alice, next_run_at=now(), status=ScrapingStatus.PAUSED)
    launched = add_scraping_campaign(alice, next_run_at=now())
    new_run(alice, launched)
    for expected in (2, 0):
        with system_transaction() as session:
            assert start_due(session) == expected
    with system_transaction() as session:
        runs = session.exec(select(ScrapingRun).where(ScrapingRun.trigger == "schedule")).all()
        assert {run.scraping_campaign_id for run in runs} == {due.id, theirs.id}
        assert {run.customer_id for run in runs} == {alice.customer_id, charlie.customer_id}
        assert all(one.next_run_at > now() for one in session.exec(select(ScrapingCampaign)) if one.id == launched.id)
