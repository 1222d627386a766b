"""Who is given new leads, and who is away."""

from typing import Any

import reflex as rx

from services.core.errors import Invalid
from services.core.scope import Can
from services.customers.actions import save_leads
from services.customers.queries import lead_settings
from services.customers.types import LeadSettings
from services.db import in_reading, in_transaction
from services.leads.assigning import MemberRow, set_away, set_cities, team_rows
from state.access import needs
from state.base import AppState
from state.settings.saving import SavingMixin, typed
from state.toasts import done

CARD = "leads"
_LONGEST_ID = 60


class TeamState(SavingMixin, AppState):
    """One card for the rule, one for the people."""

    assignment: str = ""
    members: list[MemberRow] = []

    @rx.event
    async def load(self) -> None:
        """Read everything as stored."""
        scope = await self._scope()
        self._begin(scope, Can.EDIT_SETTINGS)
        self._show(await in_reading(scope, lead_settings, scope))
        await self._read()
        self.ready = True

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save(self, form: dict[str, Any]) -> Any:
        """Store the first card."""
        wanted = LeadSettings(typed(form, "assignment").get("assignment", ""))
        stored = await self._store(CARD, await self._scope(), save_leads, wanted)
        if stored is not None:
            self._show(stored)
        return self._go_to_problem()

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def set_away(self, member_id: str, is_away: bool) -> Any:
        """Somebody is given no new leads, or again."""
        scope = await self._scope()
        await in_transaction(scope, set_away, scope, str(member_id)[:_LONGEST_ID], is_away=bool(is_away))
        await self._read()
        return done("Away: no new leads" if is_away else "Back: new leads are given again")

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_cities(self, member_id: str, text: str) -> Any:
        """Whose leads somebody takes."""
        scope = await self._scope()
        try:
            await in_transaction(scope, set_cities, scope, str(member_id)[:_LONGEST_ID], str(text)[:3_000])
        except Invalid as wrong:
            self.problems = {"cities": wrong.message}
            return None
        self.problems = {}
        await self._read()
        return done("Cities saved")

    def _show(self, stored: LeadSettings) -> None:
        self.assignment = stored.assignment

    async def _read(self) -> None:
        scope = await self._scope()
        self.members = await in_reading(scope, team_rows, scope)
