"""Before a search is saved: about how many contacts it can find, and what that may cost. Estimates, and said to be."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from services.core.errors import AppError
from services.core.log import get_logger
from services.core.money import grouped, rupees
from services.core.scope import Scope
from services.db import in_reading
from services.integrations.queries import credentials_for
from services.models import Customer, Frequency, RunStatus, ScrapingCampaign, ScrapingRun
from services.providers.base import SearchCriteria
from services.providers.overpass.client import Overpass
from services.providers.places.client import MOST_PAGES, PAGE_SIZE
from services.providers.places.prices import Call, price_paise

MOST_COUNTED = 6
PAST_RUNS = 50
RUNS_A_MONTH = {Frequency.DAILY: 30, Frequency.WEEKLY: 4}
log = get_logger(__name__)


@dataclass(frozen=True)
class Asked:
    """What the form holds at this moment."""

    industries: Sequence[str]
    locations: Sequence[str]
    sources: Sequence[str]
    per_run: int
    frequency: Frequency


@dataclass(frozen=True)
class SourceReach:
    """One source: `businesses` it has, None when that is not known before it is read; `most_paise` a run can cost."""

    key: str
    words: str
    businesses: int | None = None
    most_paise: int = 0


@dataclass(frozen=True)
class Reach:
    """`contacts` and `cost` are sentences."""

    contacts: str
    cost: str
    sources: list[SourceReach] = field(default_factory=list)


async def estimate(scope: Scope, asked: Asked) -> Reach:
    """Ask the map how many there are (an answer is kept for a day), and do the sums. Never raises for a source."""
    past = await in_reading(scope, past_costs)
    found = [await _of_source(scope, key, asked, past) for key in asked.sources]
    return Reach(_contacts_words(asked, found), _cost_words(asked, found), found)


def past_costs(session: Session) -> dict[str, int]:
    """Source → paise a contact, from the customer's latest runs that cost something and asked that source alone."""
    rows = session.exec(
        select(ScrapingCampaign.sources, ScrapingRun.cost_paise, ScrapingRun.added)
        .join(ScrapingCampaign, col(ScrapingCampaign.id) == col(ScrapingRun.scraping_campaign_id))
        .where(ScrapingRun.status == RunStatus.DONE, ScrapingRun.cost_paise > 0, ScrapingRun.added > 0)
        .order_by(col(ScrapingRun.id).desc())
        .limit(PAST_RUNS)
    ).all()
    sums: dict[str, tuple[int, int]] = {}
    for sources, cost, added in rows:
        if len(sources) == 1:
            paid, got = sums.get(sources[0], (0, 0))
            sums[sources[0]] = (paid + cost, got + added)
    return {source: -(-paid // got) for source, (paid, got) in sums.items()}


async def _of_source(scope: Scope, key: str, asked: Asked, past: dict[str, int]) -> SourceReach:
    if key == "overpass":
        return await _on_the_map(scope, asked)
    if key == "places":
        return _at_google(asked)
    if key == "directory":
        return SourceReach(key, "How many a directory lists is known once it is read.")
    if key in past:
        words = f"About {rupees(past[key])} a contact in your past searches."
        return SourceReach(key, words, None, past[key] * asked.per_run)
    return SourceReach(key, "Paid by result. The first run will tell what a contact costs; the budget is its limit.")


async def _on_the_map(scope: Scope, asked: Asked) -> SourceReach:
    pairs = [(industry, city) for city in asked.locations for industry in asked.industries]
    if not pairs:
        return SourceReach("overpass", "Add an industry and a city.")
    try:
        source, region = await in_reading(scope, _map)
        counts = [
            await source.count(SearchCriteria(industry=industry, cities=(city,), region=region))
            for industry, city in pairs[:MOST_COUNTED]
        ]
    except AppError as error:
        log.info("reach_not_counted", reason=error.message)
        return SourceReach("overpass", "The map does not answer at the moment, so it was not counted.")
    total = round(sum(counts) * len(pairs) / len(counts))
    how = "counted" if len(pairs) <= MOST_COUNTED else f"estimated from {MOST_COUNTED} of {len(pairs)} searches"
    return SourceReach("overpass", f"About {grouped(total)} with a phone, an email or a site on the map, {how}.", total)


def _map(session: Session) -> tuple[Overpass, str]:
    customer = session.get_one(Customer, session.info["customer_id"])
    return Overpass.from_credentials(credentials_for(session, "overpass")), customer.country


def _at_google(asked: Asked) -> SourceReach:
    """As many pages as can be needed for one run, each paid; what was looked at before costs nothing again."""
    searches = len(asked.industries) * len(asked.locations)
    most = searches * MOST_PAGES * PAGE_SIZE
    pages = min(searches * MOST_PAGES, -(-asked.per_run * 2 // PAGE_SIZE))  # about every second place has a site
    paise = searches * MOST_PAGES * price_paise(Call.SEARCH_IDS) + pages * price_paise(Call.SEARCH_SITES)
    words = (
        f"At most {grouped(most)} places, about half with a site of their own. About {rupees(paise)} a run at first."
    )
    return SourceReach("places", words, most // 2, paise)


def _contacts_words(asked: Asked, found: Sequence[SourceReach]) -> str:
    wanted = asked.per_run * RUNS_A_MONTH[asked.frequency]
    known = [one.businesses for one in found if one.businesses is not None]
    if not asked.industries or not asked.locations or not found:
        return "Add industries, cities and a place to look for an estimate."
    if len(known) == len(found) and sum(known) < wanted:
        return f"About {grouped(sum(known))} contacts in all: fewer than the {grouped(wanted)} a month you ask for."
    return f"Up to about {grouped(wanted)} contacts a month, {grouped(asked.per_run)} a run."


def _cost_words(asked: Asked, found: Sequence[SourceReach]) -> str:
    most = sum(one.most_paise for one in found)
    if not most:
        return "Free of charge." if found else ""
    month = most * RUNS_A_MONTH[asked.frequency]
    return (
        f"Estimated {rupees(most)} a run, {rupees(month)} a month at most. The budget for finding contacts limits it."
    )
