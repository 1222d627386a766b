"""Campaigns that write to contacts: the list of one channel, and one campaign."""

from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from services.campaigns.actions import stop_answering
from services.campaigns.history import Story, campaign_story
from services.campaigns.outreach import outreach_detail, outreach_rows
from services.campaigns.types import OutreachDetail
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.live import Topic
from services.models import Channel
from state.access import needs
from state.base import AppState
from state.campaign_actions import CampaignActions
from state.outreach_history import EventView, day_bars, event_view
from state.outreach_views import (
    CampaignView,
    DetailView,
    FailureView,
    MessageView,
    campaign_view,
    detail_view,
    failure_view,
    message_view,
)
from state.settling import SettlingMixin
from state.toasts import done
from state.trouble import told

_TOPICS = frozenset({Topic.OUTREACH, Topic.CONTACTS})
_TABS = ("overview", "messages", "responses")


class OutreachState(CampaignActions, AppState):
    """The campaigns of the channel that the address names; `tab` is "open" or "archived"."""

    _topics: ClassVar[frozenset[Topic]] = _TOPICS

    ready: bool = False
    problem: str = ""
    channel: str = "whatsapp"
    tab: str = "open"
    campaigns: list[CampaignView] = []
    archived_count: int = 0

    @rx.event
    async def load(self) -> None:
        """Show what the address bar asks for."""
        channel = "email" if "/email" in self.router.url.path else "whatsapp"
        if channel != self.channel:
            self.channel, self.ready, self.campaigns = channel, False, []
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
        rows = await in_reading(scope, outreach_rows, scope.customer_id, Channel(self.channel))
        archived = [row for row in rows if row.status == "completed"]
        shown = archived if self.tab == "archived" else [row for row in rows if row.status != "completed"]
        self.campaigns, self.ready, self.archived_count = [campaign_view(row) for row in shown], True, len(archived)

    def _path_of(self, campaign_id: str) -> str:
        return f"/outreach/{self.channel}/{campaign_id}"


class OutreachCampaignState(CampaignActions, SettlingMixin, AppState):
    """One campaign, named by the last part of the address."""

    _topics: ClassVar[frozenset[Topic]] = _TOPICS

    problem: str = ""
    tab: str = "overview"
    shown: CampaignView = CampaignView()
    detail: DetailView = DetailView()
    failures: list[FailureView] = []
    messages: list[MessageView] = []
    responses: list[MessageView] = []
    days: list[dict[str, Any]] = []
    events: list[EventView] = []

    _campaign_id: str = ""

    @rx.event
    async def load(self) -> None:
        """Show the campaign and the tab that the address names."""
        self._campaign_id = self.router.url.path.rstrip("/").rpartition("/")[2][:60]
        if self.shown.id != self._campaign_id:
            self.shown, self.detail = CampaignView(), DetailView()
            self.failures, self.messages, self.responses, self.days, self.events = [], [], [], [], []
        asked = str(self.router.url.query_parameters.get("tab", ""))
        self.tab, self.problem = asked if asked in _TABS else "overview", ""
        try:
            await self.refresh()  # pyright: ignore[reportGeneralTypeIssues]
        except Exception as trouble:  # noqa: BLE001 - told() logs what is not expected
            self.problem = told(trouble)

    @rx.event
    async def refresh(self) -> None:
        """Read the campaign again."""
        scope = await self._scope()
        seen, story = await in_reading(scope, _campaign, scope, self._campaign_id)
        self.shown, self.detail = campaign_view(seen.row), detail_view(seen)
        self.failures = [failure_view(row) for row in seen.failures]
        self.messages = [message_view(row) for row in seen.messages]
        self.responses = [message_view(row) for row in seen.responses]
        self.days, self.events = day_bars(story.days), [event_view(row) for row in story.events]

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def stop_answering(self) -> Any:
        """Leave every reply to people from now on."""
        scope = await self._scope()
        await in_transaction(scope, stop_answering, scope, self._campaign_id)
        await self.refresh()  # pyright: ignore[reportGeneralTypeIssues]
        return done("Automatic replies are off")

    def _path_of(self, campaign_id: str) -> str:
        return f"/outreach/{self.shown.channel}/{campaign_id}"


def _campaign(session: Session, scope: Scope, campaign_id: str) -> tuple[OutreachDetail, Story]:
    return outreach_detail(session, scope.customer_id, campaign_id), campaign_story(session, scope, campaign_id)
