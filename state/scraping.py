"""Campaigns that find contacts: the list, and one with its runs."""

from typing import ClassVar

import reflex as rx

from services.campaigns.drawing import Drawing, drawing_of
from services.campaigns.scraping import scraping_detail, scraping_rows
from services.campaigns.types import ScrapingDetail
from services.db import in_reading
from services.live import Topic
from state.base import AppState
from state.campaign_actions import CampaignActions
from state.scraping_views import (
    MOST_CITIES_LISTED,
    CampaignView,
    CityView,
    PlaceLink,
    RecentView,
    RunView,
    StageView,
    campaign_view,
    place_links,
    places_words,
    recent_views,
    run_view,
    stage_views,
)
from state.trouble import told


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

    cities: list[CityView] = []
    more_cities: str = ""
    drawing: Drawing = Drawing()
    recent: list[RecentView] = []
    has_map_data: bool = False
    places_looked_at: str = ""
    without_site: list[PlaceLink] = []

    _campaign_id: str = ""

    @rx.event
    async def load(self) -> None:
        """Show the campaign that the address names."""
        self._campaign_id = self.router.url.path.rstrip("/").rpartition("/")[2][:60]
        if self.shown.id != self._campaign_id:
            self.shown, self.runs, self.funnel = CampaignView(), [], []
            self.cities, self.recent, self.places_looked_at, self.without_site = [], [], "", []
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
        self.runs = [run_view(number, run) for number, run in enumerate(seen.runs)]
        self.funnel = stage_views(seen.funnel)
        self._show_finds(seen)

    def _show_finds(self, seen: ScrapingDetail) -> None:
        found = seen.findings
        self.cities = [CityView(one.city, f"{one.count:,}") for one in found.cities[:MOST_CITIES_LISTED]]
        more = len(found.cities) - len(self.cities)
        self.more_cities = f"and {more} more {'city' if more == 1 else 'cities'}" if more else ""
        self.drawing = drawing_of(found.cities, seen.region)
        self.recent, self.has_map_data = recent_views(found), found.has_map_data
        self.places_looked_at, self.without_site = places_words(found.places), place_links(found.places)

    def _path_of(self, campaign_id: str) -> str:
        return f"/campaigns/scraping/{campaign_id}"
