"""What every settings form shares: who may save, what is wrong at which field, and which card was saved last."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import reflex as rx

from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.db import in_transaction

LONGEST = 5_000


class SavingMixin(rx.State, mixin=True):
    """`problems` is field → message; `saved` names the card whose words *Saved* are shown, `saves` restarts them."""

    ready: bool = False
    may_save: bool = False
    problems: dict[str, str] = {}
    saved: str = ""
    saves: int = 0

    def _begin(self, scope: Scope, permission: Can) -> None:
        self.may_save = scope.can(permission)
        self.problems, self.saved = {}, ""

    async def _store(self, card: str, scope: Scope, work: Callable[..., Any], *given: Any) -> Any:
        """Run one action; a wrong field is shown where it is, and gives focus to it. Returns None then."""
        self.saved = ""
        try:
            result = await in_transaction(scope, work, scope, *given)
        except Invalid as wrong:
            self.problems = {wrong.field: wrong.message}
            return None
        self.problems, self.saved, self.saves = {}, card, self.saves + 1
        return result

    def _refuse(self, wrong: Invalid) -> Any:
        """What was typed cannot be read: say it at its field, and store nothing."""
        self.problems, self.saved = {wrong.field: wrong.message}, ""
        return self._go_to_problem()

    def _go_to_problem(self) -> Any:
        """Put the cursor where something is wrong."""
        field = json.dumps(next(iter(self.problems), ""))
        return rx.call_script(f"document.getElementsByName({field})[0]?.focus()") if self.problems else None


def typed(form: Mapping[str, Any], *fields: str) -> dict[str, str]:
    """The texts of some inputs, as far as they were sent."""
    return {field: str(form[field])[:LONGEST] for field in fields if field in form}
