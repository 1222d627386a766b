"""Runs on somebody else's machines: ordered once, waited for without holding a thread, found again after a crash."""

from dataclasses import replace

from sqlmodel import Session, col, select

from services.core.clock import now
from services.core.errors import ProviderDown, ProviderRefused, ProviderUnsure, Refusal
from services.core.log import get_logger
from services.core.scope import Scope, system_scope
from services.core.settings import get_settings
from services.db import in_reading, in_system_transaction, in_transaction, on_database_thread, system_reading
from services.models import OutsideRun, OutsideStatus
from services.providers.base import Credentials, SearchCriteria
from services.providers.outside.recipes import MICROS, Recipe, recipes
from services.providers.paid import OutsideNews, OutsideSource, OutsideState
from services.providers.registry import provider
from services.sourcing import outside_rows as rows
from services.sourcing.outside_rows import Standing
from services.sourcing.sources import note_refusal, ready_credentials

BOUGHT_FOR_EACH_WANTED = 2  # some are known already or cannot be reached
MOST_PAISE_A_SEARCH = 50_000
MOST_AT_ONCE = 200
_LOST = (
    "It is not known whether {title} was started: the answer was lost and it is not in the list of runs. Nothing is "
    "started again by itself, and its money stays reserved. Look at your account there."
)
_TOO_LONG = "{title} did not end within six hours and was stopped."
log = get_logger(__name__)


def is_outside(source: str) -> bool:
    return source in recipes()


async def results_for(scope: Scope, run_id: int, source: str, criteria: SearchCriteria, wanted: int) -> Standing:
    """The outside run whose results this source has to read; ordered now when there is none.

    Its status says whether they are there yet. Raises what stands in the way: no account, no budget, a refusal.
    """
    found = await in_reading(scope, rows.current, run_id, source)
    if found is None:
        return await _order(scope, run_id, recipes()[source], criteria, wanted)
    if found.status in (OutsideStatus.FAILED, OutsideStatus.UNKNOWN):
        raise ProviderRefused(found.provider, found.error, found.status.value)
    return found


async def _order(scope: Scope, run_id: int, recipe: Recipe, criteria: SearchCriteria, wanted: int) -> Standing:
    credentials = await ready_credentials(scope, recipe.source)
    fingerprint = rows.fingerprint_of(recipe, criteria)
    await in_reading(scope, rows.refuse_what_was_bought, recipe, fingerprint)
    opened = provider(recipe.source, OutsideSource, credentials)
    few = replace(criteria, limit=wanted * BOUGHT_FOR_EACH_WANTED)
    order = opened.order(few, _most_micros(credentials))
    begun = await in_transaction(scope, rows.begin, run_id, recipe, order, fingerprint, credentials.is_sandbox)
    return await _start(scope, opened, begun)


def _most_micros(credentials: Credentials) -> int:
    """The customer's own limit for one search, in rupees, as millionths of a dollar."""
    rupees = credentials["most_per_search"]
    paise = int(rupees) * 100 if rupees.isdecimal() else MOST_PAISE_A_SEARCH
    return paise * MICROS // get_settings().paise_per_usd


async def _start(scope: Scope, opened: OutsideSource, begun: Standing) -> Standing:
    """The row was committed before; whatever happens here, it says how far things got."""
    try:
        news = await opened.start(begun.order)
    except ProviderUnsure as error:
        log.warning("outside_start_unsure", source=begun.source, code=error.code)
        await in_transaction(scope, rows.note_trouble, begun.id, error.message)
        return begun
    except (ProviderDown, ProviderRefused):
        await in_transaction(scope, rows.note_not_started, begun.id)
        raise
    await in_transaction(scope, rows.note_news, begun.id, news)
    return await in_reading(scope, _standing, begun.id)


def _standing(session: Session, outside_id: int) -> Standing:
    return rows.standing(session.get_one(OutsideRun, outside_id))


async def check_due(owner_id: int = 0, outside_id: int = 0) -> None:
    """Ask about one run, or by the clock about all whose turn it is; webhooks only make it sooner."""
    for customer_id, due_id in await on_database_thread(lambda: _due(owner_id, outside_id)):
        await check(system_scope(customer_id), due_id)
    if not outside_id:
        await in_system_transaction(_wake_stranded)


def _wake_stranded(session: Session) -> None:
    for run in rows.stranded(session):
        rows.go_on(session, run)


def _due(owner_id: int, outside_id: int) -> list[tuple[int, int]]:
    wanted = select(OutsideRun.customer_id, OutsideRun.id).where(col(OutsideRun.status).in_(rows.UNFINISHED))
    if outside_id:
        wanted = wanted.where(OutsideRun.id == outside_id, OutsideRun.customer_id == owner_id)
    else:
        wanted = wanted.where(col(OutsideRun.look_at) <= now()).order_by(col(OutsideRun.look_at)).limit(MOST_AT_ONCE)
    with system_reading() as session:
        return [(customer_id, due_id or 0) for customer_id, due_id in session.exec(wanted)]


async def check(scope: Scope, outside_id: int) -> None:
    """Find out where one run is. Trouble in asking is written down and asked again later."""
    one = await in_reading(scope, _standing, outside_id)
    if one.status not in rows.UNFINISHED:
        return
    try:
        credentials = await ready_credentials(scope, one.source)
        opened = provider(one.source, OutsideSource, credentials)
        await (_look(scope, opened, one) if one.external_id else _look_up(scope, opened, one))
    except ProviderDown as error:
        await in_transaction(scope, rows.note_trouble, one.id, error.message, error.retry_after)
    except ProviderRefused as error:
        await _refused(scope, one, error)


async def _look(scope: Scope, opened: OutsideSource, one: Standing) -> None:
    news = await opened.look(one.external_id, one.source)
    if news.state is OutsideState.RUNNING and now() - one.began_at > rows.GIVEN_UP_AFTER:
        await opened.stop(one.external_id)
        words = _TOO_LONG.format(title=recipes()[one.source].title)
        news = OutsideNews(one.external_id, OutsideState.FAILED, words, cost_usd_micros=news.cost_usd_micros)
    await in_transaction(scope, rows.note_news, one.id, news)


async def _look_up(scope: Scope, opened: OutsideSource, one: Standing) -> None:
    """The answer to the start was lost, or the process died before it was written down."""
    known = await in_reading(scope, rows.known_ids, one.source)
    news = await opened.look_up(one.order, one.began_at, known)
    if news is not None:
        log.info("outside_run_found", source=one.source)
        await in_transaction(scope, rows.note_news, one.id, news)
    elif now() - one.began_at > rows.SETTLED_AFTER:
        await in_transaction(scope, rows.note_unknown, one.id, _LOST.format(title=recipes()[one.source].title))
    else:
        await in_transaction(scope, rows.note_trouble, one.id, "Its start is not confirmed yet.")


async def _refused(scope: Scope, one: Standing, error: ProviderRefused) -> None:
    """A key can be mended within hours; anything else, and a key that is not mended, leaves the run unaccounted for."""
    await note_refusal(scope, one.source, error.about, error.message)
    if error.about is Refusal.ACCOUNT and now() - one.began_at < rows.GIVEN_UP_AFTER:
        await in_transaction(scope, rows.note_trouble, one.id, error.message, rows.LONGEST_PAUSE.total_seconds())
    else:
        await in_transaction(scope, rows.note_unknown, one.id, error.message)
