"""How messages go out: how many a day, when, and to whom."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import reflex as rx

from services.core.errors import Invalid
from services.core.money import parse_rupees, rupees
from services.core.scope import Can, Scope
from services.customers.actions import change_sending
from services.customers.queries import sending_settings
from services.customers.types import SendingSettings
from services.db import in_reading
from services.integrations.account_limits import AccountLimits, account_limits, save_account_limits
from services.integrations.order import move_account
from services.outreach.health import AccountHealth, account_health
from state.access import needs
from state.base import AppState
from state.settings.saving import SavingMixin, typed

LIMITS = ("daily_limit_whatsapp", "daily_limit_email", "contact_gap_days")
HOURS = ("quiet_from", "quiet_until", "holiday_state")
BUDGET = "daily_budget_paise"
ACCOUNT = ("daily_limit", "people_a_day")


@dataclass(frozen=True)
class AccountCard:
    """One account's limits as its card shows them; empty boxes are no limit."""

    provider: str
    title: str
    is_whatsapp: bool
    daily_limit: str
    people_a_day: str
    warms_up: bool
    warm_up_words: str


class SendingState(SavingMixin, AppState):
    """Cards, each saved by itself; one for each account that sends."""

    form: dict[str, str] = {}
    on_sunday: bool = True
    keep_holidays: bool = True
    accounts: list[AccountCard] = []
    order: list[AccountHealth] = []
    reach: str = ""

    @rx.event
    async def load(self) -> None:
        """Read everything as stored."""
        scope = await self._scope()
        self._begin(scope, Can.EDIT_SETTINGS)
        self._show(await in_reading(scope, sending_settings, scope))
        await self._show_accounts(scope)
        self.order = await in_reading(scope, account_health, scope)
        self.ready = True

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_limits(self, form: dict[str, Any]) -> Any:
        """Store how many messages leave a day."""
        try:
            limits = {field: _whole(text, field) for field, text in typed(form, *LIMITS).items()}
            limits |= {field: parse_rupees(text, field) for field, text in typed(form, BUDGET).items()}
        except Invalid as wrong:
            return self._refuse(wrong)
        return await self._save("limits", limits)

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_hours(self, form: dict[str, Any]) -> Any:
        """Store when nothing leaves."""
        days = {"send_on_sunday": _is_on(form, "send_on_sunday"), "keep_holidays": _is_on(form, "keep_holidays")}
        return await self._save("hours", {**typed(form, *HOURS), **days})

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_account(self, form: dict[str, Any]) -> Any:
        """Store what one account may send."""
        scope, provider = await self._scope(), str(form.get("provider", ""))[:40]
        try:
            given = {field: _whole_or_none(text, field) for field, text in typed(form, *ACCOUNT).items()}
        except Invalid as wrong:
            self.problems, self.saved = {f"{provider}:{wrong.field}": wrong.message}, ""
            return None
        wanted = AccountLimits(provider, daily_limit=given.get("daily_limit"), people_a_day=given.get("people_a_day"))
        work = partial(save_account_limits, warms_up=_is_on(form, "warms_up"))
        await self._store(provider, scope, work, wanted)
        self.problems = {f"{provider}:{field}": words for field, words in self.problems.items()}
        if not self.problems:
            await self._show_accounts(scope)
        return None

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def move(self, provider: str, up: bool) -> None:
        """Try an account earlier or later than its neighbour."""
        scope = await self._scope()
        await self._store("order", scope, partial(move_account, up=up), provider[:40])
        self.order = await in_reading(scope, account_health, scope)
        await self._show_accounts(scope)

    async def _show_accounts(self, scope: Scope) -> None:
        found = await in_reading(scope, account_limits, scope)
        self.accounts = [_card(one) for one in found]

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_reach(self, form: dict[str, Any]) -> Any:
        """Store whom WhatsApp may reach."""
        return await self._save("reach", {"whatsapp_reach": "", **typed(form, "whatsapp_reach")})

    async def _save(self, card: str, changes: dict[str, Any]) -> Any:
        scope = await self._scope()
        stored = await self._store(card, scope, change_sending, changes)
        if stored is not None:
            self._show(stored)
        return self._go_to_problem()

    def _show(self, stored: SendingSettings) -> None:
        self.form = {field: str(getattr(stored, field)) for field in LIMITS + HOURS}
        self.form[BUDGET] = rupees(stored.daily_budget_paise).removeprefix("₹") if stored.daily_budget_paise else ""
        self.on_sunday, self.reach = stored.send_on_sunday, stored.whatsapp_reach
        self.keep_holidays = stored.keep_holidays


def _card(found: AccountLimits) -> AccountCard:
    since = found.warm_up_from
    return AccountCard(
        found.provider,
        found.title,
        found.is_whatsapp,
        "" if found.daily_limit is None else str(found.daily_limit),
        "" if found.people_a_day is None else str(found.people_a_day),
        since is not None,
        f"Since {since.day} {since:%b}. " if since else "",
    )


def _is_on(form: dict[str, Any], field: str) -> bool:
    return form.get(field) in {True, "on", "true"}


def _whole_or_none(text: str, field: str) -> int | None:
    return _whole(text, field) if text.strip() else None


def _whole(text: str, field: str) -> int:
    digits = text.replace(",", "").strip()
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
        raise Invalid("Enter a whole number, such as 100.", field)
    return int(digits)
