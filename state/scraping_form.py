"""The form of a campaign that finds contacts, new or to be changed."""

from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from services.campaigns.actions import ScrapingForm, save_scraping
from services.campaigns.draft import COMPANY_SIZES, SOURCES
from services.campaigns.rules import hour_words
from services.campaigns.scraping import as_list, get_scraping
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

    _campaign_id: str = ""

    @rx.event
    async def load(self) -> None:
        """Open a new form when the address bar asks for one."""
        self.is_open = False
        if self.router.url.query_parameters.get("new") == "1" and (await self._scope()).can(Can.RUN_CAMPAIGNS):
            await self._begin()

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def begin(self) -> None:
        """A new campaign."""
        await self._begin()

    async def _begin(self) -> None:
        scope = await self._scope()
        self._fill(await in_reading(scope, suggested, scope), "", "New search")

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def edit(self, campaign_id: str) -> None:
        """Change a campaign."""
        scope = await self._scope()
        self._fill(await in_reading(scope, stored, str(campaign_id)[:60]), str(campaign_id)[:60], "Edit search")

    def _fill(self, form: ScrapingForm, campaign_id: str, title: str) -> None:
        self._campaign_id, self.title, self.name = campaign_id, title, form.name
        self.tags = {name: list(getattr(form, name)) for name in _TAGS}
        self.sources, self.company_size = list(form.sources), form.company_size
        self.frequency, self.run_at_hour = form.frequency.value, str(form.run_at_hour)
        self.per_run, self.threshold = str(form.max_leads_per_run), str(form.quality_threshold)
        self.cities, self.problems = large_cities(), {}
        self.version += 1
        self.is_open = True

    @rx.event
    def close(self) -> None:
        self.is_open = False

    @rx.event
    def add_tag(self, field: str, text: str) -> None:
        """Add the words of a box to its list."""
        if field not in _TAGS:
            return
        new = [" ".join(part.split())[:300] for part in str(text).split(",")]
        kept = list(dict.fromkeys([*self.tags[field], *(part for part in new if part)]))
        self.tags = {**self.tags, field: kept[:_MOST_TAGS]}

    @rx.event
    def remove_tag(self, field: str, tag: str) -> None:
        if field in _TAGS:
            self.tags = {**self.tags, field: [kept for kept in self.tags[field] if kept != tag]}

    @rx.event
    def toggle_source(self, source: str) -> None:
        """Look there, or not any more."""
        if source in self.sources:
            self.sources = [kept for kept in self.sources if kept != source]
        elif source in SOURCES:
            self.sources = [*self.sources, source]

    @rx.event
    def set_frequency(self, frequency: str) -> None:
        if frequency in set(Frequency):
            self.frequency = frequency

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
