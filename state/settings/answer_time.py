"""How long a new lead may wait before whoever runs the business is told."""

from typing import Any

import reflex as rx

from services.core.scope import Can
from services.db import in_reading
from services.telling.actions import save_answer_within
from services.telling.queries import answer_within
from state.access import needs
from state.base import AppState
from state.settings.saving import SavingMixin, typed


class AnswerTimeState(SavingMixin, AppState):
    """One card beside everybody's own choices, for the whole business."""

    form: dict[str, str] = {}

    @rx.event
    async def load_answer_time(self) -> None:
        """Read it as stored."""
        scope = await self._scope()
        self._begin(scope, Can.EDIT_SETTINGS)
        self.form = {"answer_within": str(await in_reading(scope, answer_within, scope))}
        self.ready = True

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save_answer_time(self, form: dict[str, Any]) -> Any:
        """Store the minutes; 0 for never."""
        minutes = typed({"answer_within": "", **form}, "answer_within")["answer_within"]
        stored = await self._store("answer_time", await self._scope(), save_answer_within, minutes)
        if stored is not None:
            self.form = {"answer_within": str(stored)}
        return self._go_to_problem()
