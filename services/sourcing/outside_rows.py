"""The rows of runs on somebody else's machines: each step is one transaction, and money is held and settled in it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from services.core.clock import local_day, now
from services.core.errors import Conflict
from services.core.money import paise_of_usd
from services.core.settings import get_settings
from services.integrations.queries import callback_address
from services.live import Topic, announce, notify
from services.models import Customer, OutsideRun, OutsideStatus, RunStatus, ScrapingCampaign, ScrapingRun
from services.providers.base import SearchCriteria
from services.providers.outside.recipes import Recipe
from services.providers.paid import OutsideNews, OutsideOrder, OutsideState
from services.queue import JobName, enqueue
from services.spending.actions import count, hold
from services.spending.rules import Meter

FIRST_LOOK = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=5)
SETTLED_AFTER = timedelta(minutes=10)  # a start that no list shows by then stays unknown
GIVEN_UP_AFTER = timedelta(hours=6)
_OPEN = (OutsideStatus.STARTING, OutsideStatus.RUNNING, OutsideStatus.DONE)
UNFINISHED = (OutsideStatus.STARTING, OutsideStatus.RUNNING)


class BoughtAlready(Conflict):
    """The same was bought not long ago; a note for the run, not a failure of the source."""


@dataclass(frozen=True)
class Standing:
    """Where an outside run is, as its callers need it."""

    id: int
    scraping_run_id: int
    provider: str
    source: str
    external_id: str
    status: OutsideStatus
    order: OutsideOrder
    began_at: datetime
    is_sandbox: bool
    error: str


def standing(row: OutsideRun) -> Standing:
    wanted = row.requested
    order = OutsideOrder(source=row.source, reference=row.public_id, **wanted)
    return Standing(
        id=row.id or 0,
        scraping_run_id=row.scraping_run_id,
        provider=row.provider,
        source=row.source,
        external_id=row.external_id,
        status=row.status,
        order=order,
        began_at=row.created_at,
        is_sandbox=row.is_sandbox,
        error=row.error_message,
    )


def current(session: Session, run_id: int, source: str) -> Standing | None:
    """What this source has open: of this run however it ended, else of an earlier one that is not read yet."""
    run = session.get_one(ScrapingRun, run_id)
    newest = (
        select(OutsideRun)
        .where(OutsideRun.scraping_campaign_id == run.scraping_campaign_id, OutsideRun.source == source)
        .order_by(col(OutsideRun.id).desc())
        .limit(1)
    )
    row = session.exec(newest).first()
    if row is None or (row.status not in _OPEN and row.scraping_run_id != run_id):
        return None
    return standing(row)


def fingerprint_of(recipe: Recipe, criteria: SearchCriteria) -> str:
    """The same for the same search, however many results are wanted."""
    looked_for = [recipe.source, criteria.industry, *map(sorted, (criteria.cities, criteria.keywords))]
    looked_for += [sorted(criteria.job_titles), sorted(criteria.directory_urls), criteria.region]
    return hashlib.sha256(json.dumps(looked_for).encode()).hexdigest()


def refuse_what_was_bought(session: Session, recipe: Recipe, fingerprint: str) -> None:
    """Raises BoughtAlready when the same search was bought, and read, less than the recipe's days ago."""
    since = now() - timedelta(days=recipe.again_after_days)
    bought = select(OutsideRun).where(
        OutsideRun.source == recipe.source,
        OutsideRun.fingerprint == fingerprint,
        OutsideRun.status == OutsideStatus.READ,
        col(OutsideRun.created_at) > since,
    )
    row = session.exec(bought.order_by(col(OutsideRun.id).desc()).limit(1)).first()
    if row is None:
        return
    zone = session.get_one(Customer, row.customer_id).zone
    then = local_day(row.created_at, zone)
    again = then + timedelta(days=recipe.again_after_days)
    days = f"{then.day} {then:%B}", f"{again.day} {again:%B}"
    raise BoughtAlready(f"This search was bought on {days[0]} and read to its end. It is bought again from {days[1]}.")


def begin(
    session: Session, run_id: int, recipe: Recipe, order: OutsideOrder, fingerprint: str, is_sandbox: bool
) -> Standing:
    """Hold the most that it can cost and write it down, before the call. Raises OverBudget: nothing is written then."""
    run = session.exec(select(ScrapingRun).where(ScrapingRun.id == run_id).with_for_update()).one()
    held = paise_of_usd(order.most_usd_micros, get_settings().paise_per_usd)
    hold(session, Meter(recipe.account), held, is_sandbox=is_sandbox)
    run.cost_paise += held
    row = OutsideRun(
        customer_id=run.customer_id,
        scraping_run_id=run_id,
        scraping_campaign_id=run.scraping_campaign_id,
        provider=recipe.account,
        source=recipe.source,
        is_sandbox=is_sandbox,
        fingerprint=fingerprint,
        held_paise=held,
        look_at=now() + FIRST_LOOK + timedelta(seconds=2 * get_settings().provider_timeout_seconds),
    )
    row.requested = _written(order, _callback(session, row))
    session.add(row)
    session.flush()
    return standing(row)


def _written(order: OutsideOrder, callback: str) -> dict[str, Any]:
    return {
        "target": order.target,
        "input": order.input,
        "options": dict(order.options),
        "results": order.results,
        "most_usd_micros": order.most_usd_micros,
        "callback": callback,
    }


def _callback(session: Session, row: OutsideRun) -> str:
    """A real provider cannot reach a machine without a public address: it is asked instead."""
    address = callback_address(session, row.provider)
    is_reachable = row.is_sandbox or bool(get_settings().public_url)
    return f"{address}?ref={row.public_id}" if address and is_reachable else ""


def note_news(session: Session, outside_id: int, news: OutsideNews) -> None:
    """What the provider said of it. Repeats and late news change nothing."""
    run, row = _held(session, outside_id)
    if row.status not in UNFINISHED:
        return
    row.external_id = row.external_id or news.external_id[:100]
    row.status = OutsideStatus.RUNNING
    if news.state is OutsideState.RUNNING:
        _look_later(row)
        return
    row.results = news.results or 0
    _settle(session, run, row, news.cost_usd_micros)
    if news.state is OutsideState.DONE:
        row.status, row.finished_at = OutsideStatus.DONE, now()
    else:
        row.status, row.finished_at, row.error_message = OutsideStatus.FAILED, now(), news.words[:500]
    go_on(session, run)


def note_not_started(session: Session, outside_id: int) -> None:
    """It certainly was not started: the money is free again, and nothing is left of it."""
    run, row = _held(session, outside_id)
    _settle(session, run, row, 0)
    session.delete(row)


def note_trouble(session: Session, outside_id: int, words: str, asked: float | None = None) -> None:
    """It could not be asked about; look again later, at the latest when the provider wants it."""
    _run, row = _held(session, outside_id)
    if row.status in UNFINISHED:
        row.error_message = words[:500]
        _look_later(row, asked)


def note_unknown(session: Session, outside_id: int, words: str) -> None:
    """Nobody can say what became of it. It is not started again and its money stays held; people are told."""
    run, row = _held(session, outside_id)
    if row.status not in UNFINISHED:
        return
    row.status, row.finished_at, row.error_message = OutsideStatus.UNKNOWN, now(), words[:500]
    campaign = session.get_one(ScrapingCampaign, row.scraping_campaign_id)
    title = f"A paid search of “{campaign.name}” is unaccounted for"
    notify(session, run.customer_id, "outside_unknown", title[:200], words, "/campaigns/scraping")
    go_on(session, run)


def note_read(session: Session, outside_id: int, words: str = "") -> None:
    """Its results were read to the end, or, with `words`, cannot be read any more."""
    _run, row = _held(session, outside_id)
    if row.status is OutsideStatus.DONE:
        row.status = OutsideStatus.FAILED if words else OutsideStatus.READ
        row.error_message = words[:500]


def hear(session: Session, provider: str, external_id: str, reference: str) -> bool:
    """A webhook spoke of a run: look at it now. What it claims is not believed, only which run to ask about."""
    mine = select(OutsideRun).where(OutsideRun.provider == provider, col(OutsideRun.status).in_(UNFINISHED))
    row = session.exec(mine.where(OutsideRun.external_id == external_id)).first()
    row = row or session.exec(mine.where(OutsideRun.public_id == reference, OutsideRun.external_id == "")).first()
    if row is None:
        return False
    row.external_id, row.look_at = external_id[:100], now()
    enqueue(
        session,
        JobName.CHECK_OUTSIDE_RUNS,
        unique=f"outside:{row.id}",
        customer_id=row.customer_id,
        owner_id=row.customer_id,
        outside_id=row.id,
    )
    return True


def known_ids(session: Session, source: str) -> set[str]:
    """Runs at the provider that belong to other orders of ours."""
    return {one for one in session.exec(select(OutsideRun.external_id).where(OutsideRun.source == source)) if one}


def pause(session: Session, run_id: int, sources: Mapping[str, int]) -> bool:
    """Let the run wait for these outside runs, unless one of them ended meanwhile (False: go on at once)."""
    run = session.exec(select(ScrapingRun).where(ScrapingRun.id == run_id).with_for_update()).one()
    rows = session.exec(select(OutsideRun).where(col(OutsideRun.id).in_(sources.values()))).all()
    if any(row.status not in UNFINISHED for row in rows):
        return False
    run.status = RunStatus.WAITING
    announce(session, run.customer_id, Topic.CAMPAIGNS)
    return True


def stranded(session: Session) -> list[ScrapingRun]:
    """Runs of everyone's that wait though nothing of their campaign is under way any more: a wake-up was lost."""
    busy = select(OutsideRun.id).where(
        OutsideRun.scraping_campaign_id == ScrapingRun.scraping_campaign_id, col(OutsideRun.status).in_(UNFINISHED)
    )
    waiting = select(ScrapingRun).where(ScrapingRun.status == RunStatus.WAITING, ~busy.exists())
    return list(session.exec(waiting.limit(500)))


def go_on(session: Session, run: ScrapingRun) -> None:
    """Take up a run that waits; one that is still at work will see for itself."""
    if run.status is RunStatus.WAITING:
        enqueue(
            session,
            JobName.RUN_SCRAPING,
            customer_id=run.customer_id,
            unique=f"scrape:{run.id}",
            lock=f"scrape:{run.scraping_campaign_id}",
            run_id=run.id,
        )


def _held(session: Session, outside_id: int) -> tuple[ScrapingRun, OutsideRun]:
    """The scraping run first, as everywhere, so that two at once never wait for each other."""
    run_id = session.get_one(OutsideRun, outside_id).scraping_run_id
    run = session.exec(select(ScrapingRun).where(ScrapingRun.id == run_id).with_for_update()).one()
    row = session.exec(
        select(OutsideRun)
        .where(OutsideRun.id == outside_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    return run, row


def _settle(session: Session, run: ScrapingRun, row: OutsideRun, micros: int | None) -> None:
    """Replace what was held by what it cost; a provider that does not say is taken to have used it all."""
    spent = row.held_paise if micros is None else paise_of_usd(micros, get_settings().paise_per_usd)
    row.cost_paise = spent
    run.cost_paise += spent - row.held_paise
    quantity = 1 if spent or row.external_id else 0
    count(session, Meter(row.provider), quantity, spent - row.held_paise, is_sandbox=row.is_sandbox)


def _look_later(row: OutsideRun, asked: float | None = None) -> None:
    row.looks += 1
    wait = min(FIRST_LOOK * 2 ** min(row.looks // 2, 8), LONGEST_PAUSE)
    row.look_at = now() + max(wait, timedelta(seconds=min(asked or 0, 3600)))


def with_results(criteria: SearchCriteria, done: Standing) -> SearchCriteria:
    return replace(criteria, results_of=done.external_id)
