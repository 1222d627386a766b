"""The dashboard: today, the trend, campaigns with pause and resume, what happened, what is left to set up."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import reflex as rx
from sqlmodel import Session

from services.campaigns import actions as campaigns
from services.core.clock import now
from services.core.scope import Can, Scope
from services.dashboard import queries
from services.dashboard.campaigns import campaign_lines
from services.dashboard.types import Bucket, CampaignLine, Figure, SetupStep, SpeedToLead
from services.db import in_reading, in_transaction
from services.live import Topic
from state.access import needs
from state.base import AppState
from state.words import ago, duration, moment, today_words

_ICONS = {
    "contacts_found": "globe",
    "outreach_queued": "send",
    "lead_new": "user-plus",
    "lead_returned": "reply",
    "call": "calendar-check",
    "opted_out": "ban",
    "ad_lead_tested": "megaphone",
    "ad_lead_empty": "triangle-alert",
    "campaign_launched": "rocket",
}


@dataclass(frozen=True)
class StatView:
    """`tone` is good, bad or neutral."""

    value: str
    change: str
    tone: str
    spark: list[float]


@dataclass(frozen=True)
class LineView:
    id: str
    kind: str
    name: str
    kind_words: str
    progress_words: str
    share: int
    detail: str
    state: str
    state_words: str
    can_pause: bool
    can_resume: bool
    link: str


@dataclass(frozen=True)
class FeedView:
    icon: str
    text: str
    link: str
    ago: str
    exact: str


_LINKS = {
    "scraping": "/campaigns/scraping",
    "whatsapp": "/outreach/whatsapp",
    "email": "/outreach/email",
}


@dataclass(frozen=True)
class Overview:
    """Everything the page reads, in one transaction."""

    today: queries.Today
    points: list[queries.DayPoint]
    lines: list[CampaignLine]
    feed: list[queries.ActivityLine]
    speed: SpeedToLead
    steps: list[queries.SetupStep]


def read_overview(session: Session, scope: Scope, days: int) -> Overview:
    """All of the dashboard at one instant."""
    return Overview(
        today=queries.today(session, scope),
        points=queries.trend(session, scope, days),
        lines=campaign_lines(session, scope),
        feed=queries.feed(session),
        speed=queries.speed_to_lead(session),
        steps=queries.checklist(session, scope),
    )


class DashboardState(AppState):
    """One read of everything; live events repeat it."""

    _topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.CONTACTS, Topic.LEADS, Topic.CAMPAIGNS, Topic.OUTREACH, Topic.CONVERSATIONS}
    )
    ready: bool = False
    days: int = 30
    purpose: str = ""
    contacts: StatView = StatView("0", "", "neutral", [])
    leads: StatView = StatView("0", "", "neutral", [])
    active: StatView = StatView("0", "", "neutral", [])
    response: StatView = StatView("0%", "", "neutral", [])
    points: list[dict[str, str | int]] = []
    lines: list[LineView] = []
    feed: list[FeedView] = []
    speed: str = ""
    speed_change: str = ""
    speed_note: str = ""
    bars: list[Bucket] = []
    waiting: int = 0
    steps: list[SetupStep] = []
    steps_done: int = 0

    @rx.event
    async def refresh(self) -> None:
        """Read everything again."""
        scope = await self._scope()
        self._show(await in_reading(scope, read_overview, scope, self.days))

    @rx.event
    async def choose_days(self, days: str) -> None:
        """Show 7, 30 or 90 days."""
        if str(days) in {"7", "30", "90"}:
            self.days = int(days)
        await self.refresh()  # pyright: ignore[reportGeneralTypeIssues]

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def pause(self, campaign_id: str) -> None:
        """Stop a campaign; nothing new leaves."""
        scope = await self._scope()
        await in_transaction(scope, campaigns.pause, scope, str(campaign_id))
        self._show(await in_reading(scope, read_overview, scope, self.days))

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def resume(self, campaign_id: str) -> None:
        """Let a paused campaign go on."""
        scope = await self._scope()
        await in_transaction(scope, campaigns.resume, scope, str(campaign_id))
        self._show(await in_reading(scope, read_overview, scope, self.days))

    def _show(self, seen: Overview) -> None:
        running = sum(1 for line in seen.lines if line.can_pause)
        paused = sum(1 for line in seen.lines if line.can_resume)
        self.purpose = f"{today_words()}. {_campaign_words(running, paused)}"
        self.contacts = _stat(seen.today.contacts)
        self.leads = _stat(seen.today.leads)
        self.active = _stat(seen.today.campaigns)
        self.response = _stat(seen.today.response_rate, percent=True)
        self.points = [
            {"day": f"{point.day.day} {point.day:%b}", "contacts": point.contacts, "leads": point.leads}
            for point in seen.points
        ]
        self.lines = [_line(line) for line in seen.lines]
        self.feed = [
            FeedView(_ICONS.get(line.kind, "activity"), line.text, line.link, ago(line.at), moment(line.at))
            for line in seen.feed
        ]
        self._show_speed(seen.speed)
        self.steps = seen.steps
        self.steps_done = sum(step.done for step in seen.steps)
        self.ready = True

    def _show_speed(self, speed: SpeedToLead) -> None:
        self.bars = speed.buckets
        self.waiting = speed.waiting
        self.speed_change = ""
        if speed.median_seconds is None:
            self.speed, self.speed_note = "–", "No lead has been answered in the last 7 days."
            return
        self.speed = duration(speed.median_seconds)
        self.speed_note = f"Median first reply. {speed.within_goal}% within your 5-minute goal."
        if speed.change_seconds:
            word = "faster" if speed.change_seconds < 0 else "slower"
            self.speed_change = f"{duration(abs(speed.change_seconds))} {word}"


def _campaign_words(running: int, paused: int) -> str:
    if not running and not paused:
        return "No campaign is running yet."
    rest = f", {paused} paused" if paused else ""
    return f"{running} campaign{'' if running == 1 else 's'} running{rest}."


def _stat(figure: Figure, *, percent: bool = False) -> StatView:
    change = round(figure.today - figure.yesterday, 1)
    tone = "good" if change > 0 else "bad" if change < 0 else "neutral"
    amount = f"{abs(change):g} points" if percent else f"{abs(change):,.0f}"
    sign = {"good": "+", "bad": "−", "neutral": ""}[tone]
    return StatView(
        value=f"{figure.today:g}%" if percent else f"{figure.today:,.0f}",
        change=f"{sign}{amount}" if change else "No change",
        tone=tone,
        spark=figure.spark,
    )


def _line(line: CampaignLine) -> LineView:
    return LineView(
        id=line.id,
        kind=line.kind,
        name=line.name,
        kind_words=line.kind_words,
        progress_words=line.progress_words,
        share=line.share,
        detail=_next_run(line.next_run_at) or line.detail,
        state=line.state,
        state_words=line.state_words,
        can_pause=line.can_pause,
        can_resume=line.can_resume,
        link=_LINKS.get(line.kind, ""),
    )


def _next_run(at: datetime | None) -> str:
    if at is None:
        return ""
    return "Running now" if at <= now() else f"Next run {moment(at)}"
