"""A reply that nobody is sure about: what it really meant, with one tap."""

from typing import Any

import reflex as rx

from services.core.scope import Can
from services.db import in_transaction
from services.leads.understanding import correct_reading
from state.access import needs
from state.toasts import done


class ReplyCheckMixin(rx.State, mixin=True):
    """The State it is mixed into defines `_scope` and `refresh`."""

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def say_meaning(self, reading_id: str, label: str) -> Any:
        """Note what they meant; the next replies are read with it in mind."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        await in_transaction(scope, correct_reading, scope, str(reading_id)[:60], str(label)[:32])
        await self.refresh()  # pyright: ignore[reportAttributeAccessIssue]
        return done("Noted. Similar replies will be read like this.")
