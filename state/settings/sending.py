"""How messages go out: how many a day, when, and to whom."""

from typing import Any

import reflex as rx

from services.core.errors import Invalid
from services.core.scope import Can
from services.customers.actions import change_sending
from services.customers.queries import sending_settings
from services.customers.types import SendingSettings
from services.db import in_reading
from state.access import needs
from state.base import AppState
from state.settings.saving import SavingMixin, typed

LIMITS = ("daily_limit_whatsapp", "daily_limit_email")
HOURS = ("quiet_from", "quiet_until")


class SendingState(SavingMixin, AppState):
    """Three cards, each saved by itself."""

    form: dict[str, str] = {}
    on_sunday: bool = True
    reach: str = ""

    @rx.event
    async def load(self) -> None:
        """Read everything as stored."""
        scope = await self._scope()
        self._begin(scope, Can.EDIT_SETTINGS)
        self._show(await in_reading(scope, sending_settings, scope))
        self.ready = True

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_limits(self, form: dict[str, Any]) -> Any:
        """Store how many messages leave a day."""
        try:
            limits = {field: _whole(text, field) for field, text in typed(form, *LIMITS).items()}
        except Invalid as wrong:
            self.problems, self.saved = {wrong.field: wrong.message}, ""
            return self._go_to_problem()
        return await self._save("limits", limits)

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_hours(self, form: dict[str, Any]) -> Any:
        """Store when nothing leaves."""
        on_sunday = form.get("send_on_sunday") in {True, "on", "true"}
        return await self._save("hours", {**typed(form, *HOURS), "send_on_sunday": on_sunday})

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
        self.on_sunday, self.reach = stored.send_on_sunday, stored.whatsapp_reach


def _whole(text: str, field: str) -> int:
    digits = text.replace(",", "").strip()
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
        raise Invalid("Enter a whole number, such as 100.", field)
    return int(digits)
