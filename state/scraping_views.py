"""What the pages of searches show, in words."""

from dataclasses import dataclass, field
from datetime import datetime

from services.campaigns.findings import Findings, PlaceFinds
from services.campaigns.types import RunRow, ScrapingRow, Stage
from services.core.clock import now
from services.core.money import rupees
from state.words import ago, duration, moment

MOST_CITIES_LISTED = 10
_GOOGLE_PLACE = "https://www.google.com/maps/place/?q=place_id:"
_OF = ("", "found", "those", "written to", "answers")
_TONES = {"active": "good", "paused": "neutral", "completed": "neutral"}
_RUN_TONES = {"queued": "neutral", "running": "busy", "waiting": "busy", "done": "good", "failed": "bad"}


@dataclass(frozen=True)
class CampaignView:
    """One campaign as its card shows it; `id` is "" while nothing is loaded."""

    id: str = ""
    name: str = ""
    status: str = ""
    status_words: str = ""
    tone: str = "neutral"
    frequency: str = ""
    found: str = "0"
    last_run: str = ""
    last_run_exact: str = ""
    next_run: str = ""
    is_running: bool = False
    industries: str = ""
    locations: str = ""
    job_titles: str = ""
    keywords: str = ""
    sources: str = ""
    added_today: str = "0"
    average: str = ""
    top_location: str = ""
    error: str = ""


@dataclass(frozen=True)
class RunView:
    id: int
    status_words: str
    tone: str
    trigger: str
    started: str
    exact: str
    took: str
    found: str
    added: str
    merged: str
    rejected: str
    cost: str
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CityView:
    name: str
    count: str


@dataclass(frozen=True)
class RecentView:
    id: str
    name: str
    detail: str
    score: int


@dataclass(frozen=True)
class PlaceLink:
    """A place at Google by its id: nothing else of it may be kept."""

    words: str
    url: str


@dataclass(frozen=True)
class StageView:
    """`percent` is of the first stage, `note` of the one before."""

    name: str
    figure: str
    percent: int
    note: str


def stage_views(funnel: list[Stage]) -> list[StageView]:
    first = max(funnel[0].count, 1) if funnel else 1
    return [
        StageView(
            stage.name,
            f"{stage.count:,}",
            round(100 * stage.count / first),
            f"{stage.percent}% of {_OF[number]}" if number and funnel[number - 1].count else "",
        )
        for number, stage in enumerate(funnel)
    ]


def recent_views(found: Findings) -> list[RecentView]:
    return [
        RecentView(
            one.id,
            one.name or one.company or "No name",
            " · ".join(part for part in (one.company if one.name else "", one.city, ago(one.found_at)) if part),
            one.score,
        )
        for one in found.recent
    ]


def places_words(places: PlaceFinds) -> str:
    """ "43 looked at: 25 gave a contact, 13 have no site, 5 are closed." """
    if not places.looked_at:
        return ""
    parts = (
        (places.contacts, "gave a contact"),
        (places.no_site, "without a site of their own"),
        (places.nothing_said, "with a site that says no phone and no email"),
        (places.closed, "closed"),
    )
    said = ", ".join(f"{number:,} {words}" for number, words in parts if number)
    return f"{places.looked_at:,} looked at: {said}." if said else f"{places.looked_at:,} looked at."


def place_links(places: PlaceFinds) -> list[PlaceLink]:
    return [
        PlaceLink(f"Place {number}", _GOOGLE_PLACE + place_id) for number, place_id in enumerate(places.without_site, 1)
    ]


def campaign_view(row: ScrapingRow) -> CampaignView:
    return CampaignView(
        id=row.id,
        name=row.name,
        status=row.status,
        status_words="Searching now" if row.is_running else row.status_words,
        tone="busy" if row.is_running else _TONES[row.status],
        frequency=row.frequency_words,
        found=f"{row.contacts_generated:,}",
        last_run=ago(row.last_run_at) if row.last_run_at else "none yet",
        last_run_exact=moment(row.last_run_at) if row.last_run_at else "",
        next_run=_next_run(row),
        is_running=row.is_running,
        industries=", ".join(row.industries),
        locations=", ".join(row.locations),
        job_titles=", ".join(row.job_titles),
        keywords=", ".join(row.keywords),
        sources=", ".join(row.sources),
        added_today=f"{row.added_today:,}",
        average=f"{row.average_score}" if row.added_today else "–",
        top_location=f"{row.top_location} ({row.top_location_count:,})" if row.top_location else "–",
        error=row.error,
    )


def _next_run(row: ScrapingRow) -> str:
    if row.next_run_at is None:
        return "none while paused" if row.status == "paused" else "none"
    return "about to start" if row.next_run_at <= now() else moment(row.next_run_at)


def run_view(number: int, run: RunRow) -> RunView:
    return RunView(
        id=number,
        status_words=run.status_words,
        tone=_RUN_TONES[run.status],
        trigger=run.trigger_words,
        started=ago(run.started_at) if run.started_at else "Not yet",
        exact=moment(run.started_at) if run.started_at else "",
        took=_took(run.started_at, run.finished_at),
        found=f"{run.found:,}",
        added=f"{run.added:,}",
        merged=f"{run.merged:,}",
        rejected=f"{run.rejected:,}",
        cost=rupees(run.cost_paise) if run.cost_paise else "",
        errors=run.errors,
    )


def _took(started: datetime | None, finished: datetime | None) -> str:
    if started is None or finished is None:
        return ""
    return duration(max(1, int((finished - started).total_seconds())))
