"""A person's word on a message that failed, or of which nobody knows whether it went out."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from services.core.scope import Can
from services.db import in_transaction
from services.outreach.actions import resolve_unknown
from services.outreach.retrying import retry_answer, settle_answer
from state.access import needs
from state.toasts import done

AS_EVER = "Limits and permissions hold as for every message."


def _outcome(was_sent: bool) -> str:
    return "Counted as sent" if was_sent else "It is sent again"


class _ActingMixin(rx.State, mixin=True):
    async def _settled(
        self, act: Callable[..., None], message_id: str, words: str, detail: str = "", **how: bool
    ) -> Any:
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        await in_transaction(scope, act, scope, str(message_id)[:60], **how)
        await self.refresh()  # pyright: ignore[reportAttributeAccessIssue]
        return done(words, detail)


class SettlingMixin(_ActingMixin, mixin=True):
    """Messages of campaigns. For States with `refresh`."""

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def settle(self, message_id: str, was_sent: bool) -> Any:
        """A person looked at the provider and says whether a message in doubt went out."""
        return await self._settled(resolve_unknown, message_id, _outcome(was_sent), was_sent=bool(was_sent))


class SettlingAnswersMixin(_ActingMixin, mixin=True):
    """Answers in conversations. For States with `refresh`."""

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def send_again(self, message_id: str) -> Any:
        """Send a failed answer once more."""
        return await self._settled(retry_answer, message_id, _outcome(False), AS_EVER)

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def settle_answer(self, message_id: str, was_sent: bool) -> Any:
        """A person looked at the provider and says whether an answer in doubt went out."""
        return await self._settled(settle_answer, message_id, _outcome(was_sent), was_sent=bool(was_sent))
