"""Campaigns that find contacts: the list, and one with its runs."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

import reflex as rx

from services.campaigns.scraping import scraping_detail, scraping_rows
from services.campaigns.types import RunRow, ScrapingDetail, ScrapingRow
from services.core.clock import now
from services.db import in_reading
from services.live import Topic
from state.base import AppState
from state.campaign_actions import CampaignActions
from state.trouble import told
from state.words import ago, duration, moment

_OF = ("", "found", "those", "written to", "answers")
_TONES = {"active": "good", "paused": "neutral", "completed": "neutral"}
_RUN_TONES = {"queued": "neutral", "running": "busy", "done": "good", "failed": "bad"}


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
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class StageView:
    """`percent` is of the first stage, `note` of the one before."""

    name: str
    figure: str
    percent: int
    note: str


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


class ScrapingState(CampaignActions, AppState):
    """The list; `tab` is "open" or "archived"."""

    _topics: ClassVar[frozenset[Topic]] = frozenset({Topic.CAMPAIGNS, Topic.CONTACTS})

    ready: bool = False
    problem: str = ""
    tab: str = "open"
    campaigns: list[CampaignView] = []

    @rx.event
    async def load(self) -> None:
        """Show what the address bar asks for."""
        self.tab = "archived" if self.router.url.query_parameters.get("tab") == "archived" else "open"
        self.problem = ""
        try:
            await self.refresh()  # pyright: ignore[reportGeneralTypeIssues]
        except Exception as trouble:  # noqa: BLE001 - told() logs what is not expected
            self.campaigns, self.problem, self.ready = [], told(trouble), True

    @rx.event
    async def refresh(self) -> None:
        """Read the list again."""
        scope = await self._scope()
        rows = await in_reading(scope, scraping_rows, scope.customer_id, archived=self.tab == "archived")
        self.campaigns, self.ready = [campaign_view(row) for row in rows], True

    def _path_of(self, campaign_id: str) -> str:
        return f"/campaigns/scraping/{campaign_id}"


class ScrapingCampaignState(CampaignActions, AppState):
    """One campaign, named by the last part of the address."""

    _topics: ClassVar[frozenset[Topic]] = frozenset({Topic.CAMPAIGNS, Topic.CONTACTS})

    problem: str = ""
    shown: CampaignView = CampaignView()
    per_run: str = ""
    threshold: str = ""
    company_size: str = ""
    directories: list[str] = []
    runs: list[RunView] = []
    funnel: list[StageView] = []

    _campaign_id: str = ""

    @rx.event
    async def load(self) -> None:
        """Show the campaign that the address names."""
        self._campaign_id = self.router.url.path.rstrip("/").rpartition("/")[2][:60]
        if self.shown.id != self._campaign_id:
            self.shown, self.runs, self.funnel = CampaignView(), [], []
        self.problem = ""
        try:
            await self.refresh()  # pyright: ignore[reportGeneralTypeIssues]
        except Exception as trouble:  # noqa: BLE001 - told() logs what is not expected
            self.problem = told(trouble)

    @rx.event
    async def refresh(self) -> None:
        """Read the campaign again."""
        scope = await self._scope()
        self._show(await in_reading(scope, scraping_detail, scope.customer_id, self._campaign_id))

    def _show(self, seen: ScrapingDetail) -> None:
        self.shown = campaign_view(seen.row)
        self.per_run, self.threshold = f"{seen.max_leads_per_run:,}", str(seen.quality_threshold)
        self.company_size, self.directories = seen.company_size, seen.directory_urls
        self.runs = [_run(number, run) for number, run in enumerate(seen.runs)]
        first = max(seen.funnel[0].count, 1) if seen.funnel else 1
        self.funnel = [
            StageView(
                stage.name,
                f"{stage.count:,}",
                round(100 * stage.count / first),
                f"{stage.percent}% of {_OF[number]}" if number and seen.funnel[number - 1].count else "",
            )
            for number, stage in enumerate(seen.funnel)
        ]

    def _path_of(self, campaign_id: str) -> str:
        return f"/campaigns/scraping/{campaign_id}"


def _run(number: int, run: RunRow) -> RunView:
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
        errors=run.errors,
    )


def _took(started: datetime | None, finished: datetime | None) -> str:
    if started is None or finished is None:
        return ""
    return duration(max(1, int((finished - started).total_seconds())))
