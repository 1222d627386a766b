"""Who the business is and whom it wants to reach."""

from typing import Any

import reflex as rx
from sqlmodel import Session

from services.campaigns.audience import audience_answers, save_audience
from services.campaigns.fields import entries
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.customers.actions import change_business, save_calls
from services.customers.queries import business_settings, call_settings
from services.customers.types import BusinessSettings, CallSettings
from services.db import in_reading
from services.playbooks import industries
from state.access import needs
from state.base import AppState
from state.settings.saving import SavingMixin, typed

BUSINESS_TAGS = ("services", "cities")
AUDIENCE_TAGS = ("industries", "locations", "job_titles", "interests")
PROFILE = ("name", "industry", "description")
REACH = ("website", "phone", "email", "address", "sender_name", "zone")
ANSWERS = ("answer_facts",)
CALL_MINUTES = ("call_notice_minutes", "call_buffer_minutes")
CALLS = ("call_from", "call_until", *CALL_MINUTES)
AUDIENCE = ("customers", "company_size")
MOST_TAGS = 30
ZONES = {
    "Asia/Kolkata": "India",
    "Asia/Dubai": "United Arab Emirates, Oman",
    "Asia/Colombo": "Sri Lanka",
    "Asia/Dhaka": "Bangladesh",
    "Asia/Kathmandu": "Nepal",
    "Asia/Karachi": "Pakistan",
    "Asia/Riyadh": "Saudi Arabia, Kuwait, Qatar",
    "Asia/Singapore": "Singapore, Malaysia",
    "Asia/Bangkok": "Thailand, Indonesia (west)",
    "Asia/Hong_Kong": "Hong Kong, China",
    "Asia/Tokyo": "Japan",
    "Australia/Sydney": "Australia (east)",
    "Africa/Nairobi": "East Africa",
    "Africa/Lagos": "West Africa",
    "Africa/Johannesburg": "South Africa",
    "Europe/London": "United Kingdom, Ireland",
    "Europe/Berlin": "Central Europe",
    "America/New_York": "United States, Canada (east)",
    "America/Chicago": "United States (central)",
    "America/Los_Angeles": "United States (west)",
    "UTC": "Universal time",
}


def _read(session: Session, scope: Scope) -> tuple[BusinessSettings, dict[str, Any], CallSettings]:
    return business_settings(session, scope), audience_answers(session, scope), call_settings(session, scope)


def _typed_calls(form: dict[str, Any]) -> CallSettings:
    """Raises Invalid for what is no number of minutes."""
    texts = typed(form, *CALLS)
    for field in CALL_MINUTES:
        if not texts.get(field, "").strip().isdecimal():
            raise Invalid("Enter a whole number of minutes.", field)
    return CallSettings(
        call_days=tuple(number for number in range(7) if form.get(f"call_day_{number}")),
        call_from=texts.get("call_from", ""),
        call_until=texts.get("call_until", ""),
        call_notice_minutes=int(texts["call_notice_minutes"][:6]),
        call_buffer_minutes=int(texts["call_buffer_minutes"][:6]),
        call_on_holidays=bool(form.get("call_on_holidays")),
    )


class BusinessState(SavingMixin, AppState):
    """Cards, each saved by itself. `form` holds what is stored; tags are kept here until they are saved."""

    form: dict[str, str] = {}
    tags: dict[str, list[str]] = {}
    industries: list[str] = []
    zones: list[list[str]] = []
    call_days: list[int] = []
    call_on_holidays: bool = False
    signs_automatic: bool = True

    @rx.event
    async def load(self) -> None:
        """Read everything as stored."""
        scope = await self._scope()
        business, audience, calls = await in_reading(scope, _read, scope)
        self._begin(scope, Can.EDIT_SETTINGS)
        self.form, self.tags = {}, {}
        self._show_business(business)
        self._show_audience(audience)
        self._show_calls(calls)
        self.ready = True

    @rx.event
    async def add_tag(self, field: str, text: str) -> None:
        """Add one or, with commas between, several words to a list that is not saved yet."""
        if field not in BUSINESS_TAGS + AUDIENCE_TAGS:
            return
        words = entries(field, str(text)[:1000])
        present = self.tags.get(field, [])
        known = {word.casefold() for word in present}
        fresh = [word for word in dict.fromkeys(words) if word.casefold() not in known]
        if fresh:
            self.tags = {**self.tags, field: [*present, *fresh][:MOST_TAGS]}

    @rx.event
    async def remove_tag(self, field: str, text: str) -> None:
        """Take one word out again."""
        if field in self.tags:
            self.tags = {**self.tags, field: [word for word in self.tags[field] if word != text]}

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_profile(self, form: dict[str, Any]) -> Any:
        """Store the first card."""
        lists = {field: tuple(self.tags.get(field, [])) for field in BUSINESS_TAGS}
        return await self._save_business("profile", {**typed(form, *PROFILE), **lists})

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_reach(self, form: dict[str, Any]) -> Any:
        """Store the second card."""
        return await self._save_business("reach", typed(form, *REACH))

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_answers(self, form: dict[str, Any]) -> Any:
        """Store what answers are drafted from."""
        signs = {"signs_automatic": bool(form.get("signs_automatic"))}
        return await self._save_business("answers", {**typed(form, *ANSWERS), **signs})

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_audience(self, form: dict[str, Any]) -> Any:
        """Store the third card."""
        scope = await self._scope()
        lists = {field: list(self.tags.get(field, [])) for field in AUDIENCE_TAGS}
        stored = await self._store("audience", scope, save_audience, {**typed(form, *AUDIENCE), **lists})
        if stored is not None:
            self._show_audience(stored)
        return self._go_to_problem()

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_calls(self, form: dict[str, Any]) -> Any:
        """Store when leads may be called."""
        scope = await self._scope()
        try:
            wanted = _typed_calls(form)
        except Invalid as wrong:
            return self._refuse(wrong)
        stored = await self._store("calls", scope, save_calls, wanted)
        if stored is not None:
            self._show_calls(stored)
        return self._go_to_problem()

    def _show_calls(self, stored: CallSettings) -> None:
        self.form = {**self.form, **{field: str(getattr(stored, field)) for field in CALLS}}
        self.call_days, self.call_on_holidays = list(stored.call_days), stored.call_on_holidays

    async def _save_business(self, card: str, changes: dict[str, Any]) -> Any:
        scope = await self._scope()
        stored = await self._store(card, scope, change_business, changes)
        if stored is not None:
            self._show_business(stored, card)
            self.customer_name = stored.name
        return self._go_to_problem()

    def _show_business(self, stored: BusinessSettings, card: str = "") -> None:
        """What is typed in another card and not saved yet stays."""
        self.form = {**self.form, **{field: str(getattr(stored, field)) for field in PROFILE + REACH + ANSWERS}}
        self.signs_automatic = stored.signs_automatic
        if card in {"", "profile"}:
            self.tags = {**self.tags, **{field: list(getattr(stored, field)) for field in BUSINESS_TAGS}}
        self.industries = sorted({*industries(), *([stored.industry] if stored.industry else [])})
        zones = ZONES if stored.zone in ZONES else {stored.zone: stored.zone.replace("_", " "), **ZONES}
        self.zones = [[zone, words] for zone, words in zones.items()]

    def _show_audience(self, stored: dict[str, Any]) -> None:
        self.form = {**self.form, **{field: str(stored[field]) for field in AUDIENCE}}
        self.tags = {**self.tags, **{field: list(stored[field]) for field in AUDIENCE_TAGS}}
