"""A person's word on a campaign message of which nobody knows whether it went out."""

from typing import Any

import reflex as rx

from services.core.scope import Can
from services.db import in_transaction
from services.outreach.actions import resolve_unknown
from state.access import needs
from state.toasts import done


class SettlingMixin(rx.State, mixin=True):
    """For States with `refresh`."""

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def settle(self, message_id: str, was_sent: bool) -> Any:
        """A person looked at the provider and says whether a message in doubt went out."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        await in_transaction(scope, resolve_unknown, scope, str(message_id)[:60], was_sent=bool(was_sent))
        await self.refresh()  # pyright: ignore[reportAttributeAccessIssue]
        return done("Counted as sent" if was_sent else "It is sent again")
