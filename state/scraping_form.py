"""The form of a campaign that finds contacts, new or to be changed."""

import asyncio
from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from services.campaigns.actions import ScrapingForm, save_scraping
from services.campaigns.draft import COMPANY_SIZES
from services.campaigns.fields import entries
from services.campaigns.reach import Asked, estimate
from services.campaigns.rules import hour_words
from services.campaigns.scraping import as_list, get_scraping
from services.campaigns.sources import SOURCES, source_choices
from services.cleaning import large_cities
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.customers.queries import business_settings
from services.db import in_reading, in_transaction
from services.models import Frequency, ScrapingCampaign
from services.playbooks import playbook_for
from state.access import needs
from state.base import AppState
from state.toasts import done

_PAUSE_SECONDS = 0.4  # somebody who types or clicks on is not counted for each step
HOURS = [(str(hour), hour_words(hour)) for hour in range(24)]
SIZES = list(COMPANY_SIZES)
_TAGS = ("industries", "locations", "job_titles", "keywords", "directory_urls")
_MOST_TAGS = 30


def suggested(session: Session, scope: Scope) -> ScrapingForm:
    """A new campaign as the business's own industry suggests it."""
    business = business_settings(session, scope)
    playbook = playbook_for(business.industry)
    return ScrapingForm(
        name="",
        industries=list(playbook.search_industries),
        locations=list(business.cities),
        job_titles=list(playbook.job_titles),
        keywords=list(playbook.keywords),
        company_size=playbook.company_size,
    )


def stored(session: Session, campaign_id: str) -> ScrapingForm:
    """A campaign as it is now."""
    campaign: ScrapingCampaign = get_scraping(session, campaign_id)
    criteria = campaign.search_criteria
    return ScrapingForm(
        name=campaign.name,
        industries=as_list(criteria.get("industry")),
        locations=as_list(criteria.get("locations")),
        job_titles=as_list(criteria.get("job_titles")),
        keywords=as_list(criteria.get("keywords")),
        company_size=str(criteria.get("company_size", "")),
        sources=list(campaign.sources),
        directory_urls=list(campaign.directory_urls),
        frequency=campaign.frequency,
        run_at_hour=campaign.run_at_hour,
        max_leads_per_run=campaign.max_leads_per_run,
        quality_threshold=campaign.quality_threshold,
    )


@dataclass(frozen=True)
class ReachView:
    """One source and what it is expected to bring."""

    title: str
    words: str


@dataclass(frozen=True)
class SourceView:
    """`why_not` is what is missing before it can be chosen."""

    key: str
    title: str
    detail: str
    why_not: str
    settings_path: str


class ScrapingFormState(AppState):
    """`tags` holds the lists; the other boxes keep what is typed until the form is sent."""

    _names: ClassVar[tuple[str, ...]] = _TAGS

    is_open: bool = False
    title: str = ""
    version: int = 0
    name: str = ""
    tags: dict[str, list[str]] = {name: [] for name in _TAGS}
    sources: list[str] = []
    company_size: str = ""
    frequency: str = "daily"
    run_at_hour: str = "9"
    per_run: str = "100"
    threshold: str = "60"
    cities: list[str] = []
    problems: dict[str, str] = {}
    choices: list[SourceView] = []
    reach_contacts: str = ""
    reach_cost: str = ""
    reach: list[ReachView] = []
    estimating: bool = False

    _campaign_id: str = ""
    _asked: int = 0

    @rx.event
    async def load(self) -> Any:
        """Open a new form when the address bar asks for one."""
        wanted = self.router.url.query_parameters.get("new") == "1" and not self.is_open
        if wanted and (await self._scope()).can(Can.RUN_CAMPAIGNS):
            return await self._begin()
        return None

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def begin(self) -> Any:
        """A new campaign."""
        return await self._begin()

    async def _begin(self) -> Any:
        scope = await self._scope()
        return await self._fill(await in_reading(scope, suggested, scope), "", "New search")

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def edit(self, campaign_id: str) -> Any:
        """Change a campaign."""
        scope = await self._scope()
        form = await in_reading(scope, stored, str(campaign_id)[:60])
        return await self._fill(form, str(campaign_id)[:60], "Edit search")

    async def _fill(self, form: ScrapingForm, campaign_id: str, title: str) -> Any:
        offered = await in_reading(await self._scope(), source_choices)
        self.choices = [SourceView(one.key, one.title, one.detail, one.why_not, one.settings_path) for one in offered]
        self.reach_contacts, self.reach_cost, self.reach = "", "", []
        self._campaign_id, self.title, self.name = campaign_id, title, form.name
        self.tags = {name: list(getattr(form, name)) for name in _TAGS}
        self.sources, self.company_size = list(form.sources), form.company_size
        self.frequency, self.run_at_hour = form.frequency.value, str(form.run_at_hour)
        self.per_run, self.threshold = str(form.max_leads_per_run), str(form.quality_threshold)
        self.cities, self.problems = large_cities(), {}
        self.version += 1
        self.is_open = True
        return ScrapingFormState.estimate

    @rx.event
    def close(self) -> None:
        self.is_open = False

    @rx.event
    def add_tag(self, field: str, text: str) -> Any:
        """Add the words of a box to its list."""
        if field not in _TAGS:
            return None
        kept = list(dict.fromkeys([*self.tags[field], *entries(field, str(text))]))
        self.tags = {**self.tags, field: kept[:_MOST_TAGS]}
        return ScrapingFormState.estimate

    @rx.event
    def remove_tag(self, field: str, tag: str) -> Any:
        if field not in _TAGS:
            return None
        self.tags = {**self.tags, field: [kept for kept in self.tags[field] if kept != tag]}
        return ScrapingFormState.estimate

    @rx.event
    def toggle_source(self, source: str) -> Any:
        """Look there, or not any more; a source that is not ready can only be taken away."""
        if source in self.sources:
            self.sources = [kept for kept in self.sources if kept != source]
        elif any(one.key == source and not one.why_not for one in self.choices):
            self.sources = [*self.sources, source]
        return ScrapingFormState.estimate

    @rx.event
    def set_frequency(self, frequency: str) -> Any:
        if frequency not in set(Frequency):
            return None
        self.frequency = frequency
        return ScrapingFormState.estimate

    @rx.event
    def set_per_run(self, text: str) -> Any:
        """How many a run, as typed; a wrong figure is told when the form is sent."""
        self.per_run = str(text)[:12]
        return ScrapingFormState.estimate

    @rx.event(background=True)
    @needs(Can.RUN_CAMPAIGNS)
    async def estimate(self) -> Any:
        """Say about how many contacts the form will find and what they may cost; the last change is what counts."""
        async with self:
            if not self.is_open:
                return
            self._asked += 1
            mine, asked, self.estimating = self._asked, self._now(), True
            scope = await self._scope()
        await asyncio.sleep(_PAUSE_SECONDS)
        async with self:
            if mine != self._asked:
                return
        try:
            reach = await estimate(scope, asked)
        finally:
            async with self:
                if mine == self._asked:
                    self.estimating = False
        async with self:
            if mine == self._asked:
                self.reach_contacts, self.reach_cost = reach.contacts, reach.cost
                self.reach = [ReachView(SOURCES.get(one.key, one.key), one.words) for one in reach.sources]

    def _now(self) -> Asked:
        per_run = min(max(number(self.per_run), 1), 5_000)
        return Asked(self.tags["industries"], self.tags["locations"], self.sources, per_run, Frequency(self.frequency))

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep the campaign; a new one starts its first search."""
        scope, is_new = await self._scope(), not self._campaign_id
        try:
            await in_transaction(scope, save_scraping, scope, self._written(form), self._campaign_id)
        except Invalid as refusal:
            self.problems = {refusal.field or "form": refusal.message}
            return None
        self.is_open = False
        return done("Searching now", "New contacts appear as they are found.") if is_new else done("Saved")

    def _written(self, form: dict[str, Any]) -> ScrapingForm:
        size = str(form.get("company_size", ""))
        return ScrapingForm(
            name=str(form.get("name", ""))[:200],
            **{name: self.tags[name] for name in _TAGS},
            company_size=size if size in COMPANY_SIZES else "",
            sources=self.sources,
            frequency=Frequency(self.frequency),
            run_at_hour=number(form.get("run_at_hour")),
            max_leads_per_run=number(form.get("max_leads_per_run")),
            quality_threshold=number(form.get("quality_threshold")),
        )


def number(value: Any) -> int:
    """-1, which every rule refuses, for what is not a number."""
    text = str(value).replace(",", "").strip()
    return int(text) if text.isdecimal() and len(text) < 9 else -1
