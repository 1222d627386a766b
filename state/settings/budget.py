"""What a month may cost, by channel."""

from typing import Any

import reflex as rx

from services.core.errors import Invalid
from services.core.money import parse_rupees, rupees
from services.core.scope import Can
from services.customers.actions import save_budget
from services.customers.queries import budget_settings
from services.customers.types import BudgetSettings
from services.db import in_reading
from services.spending.rules import SHARES
from state.access import needs
from state.base import AppState
from state.settings.saving import SavingMixin, typed


class BudgetState(SavingMixin, AppState):
    """One card; `spent` holds the words under each box."""

    form: dict[str, str] = {}
    spent: dict[str, str] = {}
    total: str = ""

    @rx.event
    async def load(self) -> None:
        """Read the shares and what this month has cost."""
        scope = await self._scope()
        self._begin(scope, Can.EDIT_SETTINGS)
        self._show(await in_reading(scope, budget_settings, scope))
        self.ready = True

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save(self, form: dict[str, Any]) -> Any:
        """Store the shares; their sum is the month's budget."""
        scope = await self._scope()
        try:
            shares = {share: parse_rupees(text, share) for share, text in typed(form, *SHARES).items()}
        except Invalid as wrong:
            return self._refuse(wrong)
        stored = await self._store("budget", scope, save_budget, shares)
        if stored is not None:
            self._show(stored)
        return self._go_to_problem()

    def _show(self, stored: BudgetSettings) -> None:
        self.form = {share: rupees(paise).removeprefix("₹") for share, paise in stored.shares.items()}
        self.spent = {share: f"{rupees(paise)} spent this month." for share, paise in stored.spent.items()}
        self.total = rupees(stored.total)
