"""One run of a scraping campaign, from its first search to its last contact. Safe to kill and start again."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, col, select

from services.core.clock import now
from services.core.errors import AppError, ProviderDown, ProviderRefused
from services.core.log import get_logger
from services.core.scope import Scope, system_scope
from services.db import in_transaction, on_database_thread, system_reading
from services.live import Topic, announce, notify, record_activity
from services.models import Customer, RunStatus, ScrapingCampaign, ScrapingRun, ScrapingStatus
from services.outreach.writing import ask_to_queue
from services.providers.base import FoundContact, LeadSource, SearchCriteria
from services.providers.paid import PaidSource
from services.providers.registry import provider
from services.sourcing.books import RunBooks
from services.sourcing.mail import with_working_mail
from services.sourcing.outside import is_outside, results_for
from services.sourcing.outside_rows import UNFINISHED, BoughtAlready, note_read, pause, with_results
from services.sourcing.references import note_places
from services.sourcing.rules import Position, carried_over, criteria_of, next_run_at, share
from services.sourcing.sighting import Sighting, sighting
from services.sourcing.sources import note_refusal, ready_credentials
from services.sourcing.store import audience_of, store_batch
from services.spending.actions import count
from services.spending.rules import Meter

BATCH = 10
BATCH_SECONDS = 2.0
LOOKED_AT_FOR_EACH_WANTED = 4  # known businesses are looked at again, so more are looked at than are wanted
TRIES = 3
log = get_logger(__name__)


@dataclass(frozen=True)
class _Plan:
    """What a run does, as of its start."""

    scope: Scope
    run_id: int
    sources: tuple[str, ...]
    criteria: SearchCriteria
    most: int


async def run_campaign(run_id: int) -> None:
    """Do what the run still has to do; a run that is done, or whose campaign is gone, is left alone."""
    scope = await on_database_thread(lambda: _whose(run_id))
    plan = await in_transaction(scope, _begin, run_id) if scope else None
    if plan is None:
        return
    while True:
        waiting = await _search_all(plan)
        if not waiting:
            await in_transaction(plan.scope, _finish, run_id)
            return
        if await in_transaction(plan.scope, pause, run_id, waiting):
            return  # taken up again when an outside run has ended


async def _search_all(plan: _Plan) -> dict[str, int]:
    """Read every source as far as it goes now; returns the outside runs that are still awaited, by source."""
    waiting: dict[str, int] = {}
    failed = await in_transaction(plan.scope, _failed_sources, plan.run_id)
    for number, source in enumerate(plan.sources):
        if source in failed:
            continue
        try:
            awaited = await _search(plan, source, len(plan.sources) - number)
            waiting |= {source: awaited} if awaited else {}
        except BoughtAlready as note:
            await in_transaction(plan.scope, _note_error, plan.run_id, source, note.message, is_note=True)
        except AppError as error:  # a provider's trouble, no account, no budget left: the other sources go on
            log.warning("source_failed", source=source, code=getattr(error, "code", type(error).__name__))
            await in_transaction(plan.scope, _note_error, plan.run_id, source, error.message)
            if isinstance(error, ProviderRefused):
                await note_refusal(plan.scope, source, error.about, error.message)
    return waiting


def _failed_sources(session: Session, run_id: int) -> set[str]:
    """A run that goes on after a wait does not ask again where it was refused."""
    return {str(one.get("source")) for one in session.get_one(ScrapingRun, run_id).errors}


def _whose(run_id: int) -> Scope | None:
    with system_reading() as session:
        run = session.get(ScrapingRun, run_id)
        return system_scope(run.customer_id) if run else None


def _begin(session: Session, run_id: int) -> _Plan | None:
    run = session.exec(select(ScrapingRun).where(ScrapingRun.id == run_id).with_for_update()).first()
    if run is None or run.status in {RunStatus.DONE, RunStatus.FAILED}:
        return None
    campaign = session.get_one(ScrapingCampaign, run.scraping_campaign_id)
    customer = session.get_one(Customer, run.customer_id)
    at = now()
    if run.status == RunStatus.QUEUED:
        run.status, run.started_at = RunStatus.RUNNING, at
        run.cursor = carried_over(_last_cursor(session, run))
        campaign.last_run_at = at
        campaign.next_run_at = next_run_at(at, campaign.frequency, campaign.run_at_hour, customer.zone)
        announce(session, run.customer_id, Topic.CAMPAIGNS, campaign.public_id)
    run.status = RunStatus.RUNNING
    limit = campaign.max_leads_per_run * LOOKED_AT_FOR_EACH_WANTED
    return _Plan(
        scope=system_scope(run.customer_id),
        run_id=run_id,
        sources=tuple(sorted(campaign.sources, key=is_outside)),  # the others have what these did not bring
        criteria=criteria_of(campaign, customer, limit),
        most=campaign.max_leads_per_run,
    )


def _last_cursor(session: Session, run: ScrapingRun) -> Mapping[str, Any]:
    """Where the campaign's last finished run stopped, so that every day brings other businesses."""
    last = session.exec(
        select(ScrapingRun.cursor)
        .where(
            ScrapingRun.scraping_campaign_id == run.scraping_campaign_id,
            ScrapingRun.status == RunStatus.DONE,
            ScrapingRun.id != run.id,
        )
        .order_by(col(ScrapingRun.id).desc())
        .limit(1)
    ).first()
    return last or {}


async def _search(plan: _Plan, source: str, sources_left: int) -> int:
    """Read one source to its end or to its share; trouble that may pass is given a few tries.

    Returns the id of the outside run that has to end first, 0 when there is none.
    """
    for attempt in range(1, TRIES + 1):
        position, allowed = await in_transaction(plan.scope, _standing, plan, source, sources_left)
        if position.ended or allowed <= 0:
            return 0
        try:
            if is_outside(source):
                return await _read_outside(plan, source, position, allowed)
            await _read(plan, source, position, allowed)
        except ProviderDown as error:
            if attempt == TRIES:
                raise
            wait = error.retry_after if error.retry_after is not None else 2.0**attempt
            log.info("source_retried", source=source, code=error.code)
            await asyncio.sleep(min(wait, 30.0))
        else:
            return 0
    raise AssertionError("the last try returns or raises")


async def _read_outside(plan: _Plan, source: str, position: Position, allowed: int) -> int:
    """Order a run on somebody else's machines, or read the one that has ended."""
    outside = await results_for(plan.scope, plan.run_id, source, plan.criteria, allowed)
    if outside.status in UNFINISHED:
        return outside.id
    try:
        await _read(replace(plan, criteria=with_results(plan.criteria, outside)), source, position, allowed)
    except ProviderRefused as error:
        await in_transaction(plan.scope, note_read, outside.id, error.message)
        raise
    if (await in_transaction(plan.scope, _standing, plan, source, 1))[0].ended:
        await in_transaction(plan.scope, note_read, outside.id)
    return 0


def _standing(session: Session, plan: _Plan, source: str, sources_left: int) -> tuple[Position, int]:
    run = session.get_one(ScrapingRun, plan.run_id)
    position = Position.read(run.cursor, source)
    if session.get_one(ScrapingCampaign, run.scraping_campaign_id).status != ScrapingStatus.ACTIVE:
        return position, 0
    before = run.added - position.added
    return position, share(plan.most, before, sources_left) - position.added


async def _read(plan: _Plan, source: str, position: Position, allowed: int) -> None:
    batch: list[FoundContact] = []
    count, since = 0, time.monotonic()
    search = (await _opened(plan, source)).search(plan.criteria, position.at)
    async with aclosing(search) as finds:  # pyright: ignore[reportArgumentType]
        async for found in finds:
            batch.append(found)
            count += 1
            if len(batch) >= BATCH or time.monotonic() - since >= BATCH_SECONDS:
                kept = await _keep(plan, source, batch, allowed)
                allowed -= kept.added
                if kept.is_enough:
                    return
                batch, since = [], time.monotonic()
    kept = await _keep(plan, source, batch, allowed)
    if not kept.is_enough and count < plan.criteria.limit:
        await in_transaction(plan.scope, _end, plan, source)


async def _keep(plan: _Plan, source: str, batch: list[FoundContact], allowed: int) -> "_Kept":
    return await in_transaction(plan.scope, _store, plan, source, await with_working_mail(batch), allowed)


async def _opened(plan: _Plan, source: str) -> LeadSource:
    """The source through the customer's account; one that costs money has the run's books."""
    credentials = await ready_credentials(plan.scope, source)
    opened = provider(source, LeadSource, credentials)
    if isinstance(opened, PaidSource):
        opened.keep(RunBooks(plan.scope, plan.run_id, source, is_sandbox=credentials.is_sandbox))
    return opened


@dataclass(frozen=True)
class _Kept:
    added: int
    is_enough: bool


def _store(session: Session, plan: _Plan, source: str, batch: list[FoundContact], allowed: int) -> _Kept:
    """One batch, its counts and the place to go on from, all or nothing."""
    run = session.exec(select(ScrapingRun).where(ScrapingRun.id == plan.run_id).with_for_update()).one()
    campaign = session.get_one(ScrapingCampaign, run.scraping_campaign_id)
    customer = session.get_one(Customer, run.customer_id)
    seen: list[Sighting] = [sighting(found, plan.criteria.region) for found in batch]
    counts = store_batch(session, campaign, audience_of(campaign, customer), seen, allowed)
    note_places(session, campaign, batch[: counts.found], seen[: counts.found])
    run.found += counts.found
    run.added += counts.added
    run.merged += counts.merged
    run.rejected += counts.rejected
    campaign.contacts_generated += counts.added
    if counts.found:
        position = Position.read(run.cursor, source)
        moved = replace(position, at=batch[counts.found - 1].cursor, added=position.added + counts.added)
        run.cursor = {**run.cursor, source: moved.written()}
    count(session, Meter.CONTACTS_FOUND, counts.added)
    if counts.added or counts.merged:
        announce(session, run.customer_id, Topic.CONTACTS)
        announce(session, run.customer_id, Topic.CAMPAIGNS, campaign.public_id)
    if counts.added and run.trigger in {"launch", "manual"}:
        ask_to_queue(session, run.customer_id)  # a newcomer sees messages go while the search still runs
    stopped = campaign.status != ScrapingStatus.ACTIVE
    return _Kept(counts.added, stopped or counts.added >= allowed or counts.found < len(batch))


def _end(session: Session, plan: _Plan, source: str) -> None:
    run = session.get_one(ScrapingRun, plan.run_id)
    run.cursor = {**run.cursor, source: replace(Position.read(run.cursor, source), ended=True).written()}


def _note_error(session: Session, run_id: int, source: str, message: str, *, is_note: bool = False) -> None:
    """A note says why a source had nothing to do; it is no failure."""
    run = session.get_one(ScrapingRun, run_id)
    line = {"source": source, "message": message[:500], **({"is_note": True} if is_note else {})}
    run.errors = [*run.errors, line]


def _finish(session: Session, run_id: int) -> None:
    run = session.get_one(ScrapingRun, run_id)
    campaign = session.get_one(ScrapingCampaign, run.scraping_campaign_id)
    errors = [one for one in run.errors if not one.get("is_note")]
    failed = bool(campaign.sources) and len(errors) >= len(campaign.sources) and not run.found
    run.status, run.finished_at = (RunStatus.FAILED if failed else RunStatus.DONE), now()
    if failed:
        text = "None of its sources answered. It runs again at its next hour, or press Run now."
        notify(
            session, run.customer_id, "search_failed", f"“{campaign.name}” found nothing", text, "/campaigns/scraping"
        )
    elif run.added:
        text = f"{run.added} new {'contact' if run.added == 1 else 'contacts'} found by “{campaign.name}”"
        record_activity(session, run.customer_id, "contacts_found", text, "/contacts")
    announce(session, run.customer_id, Topic.CONTACTS)
    announce(session, run.customer_id, Topic.CAMPAIGNS, campaign.public_id)
    ask_to_queue(session, run.customer_id)
