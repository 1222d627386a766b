"""Putting the open conversation away for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import reflex as rx

from services.conversations import rules, snoozing
from services.core.clock import clock_time, local_day, now
from services.core.errors import Invalid
from services.core.scope import Can
from services.db import in_transaction
from state.access import needs
from state.toasts import done, undoable
from state.words import day, moment

_WORDS = {
    rules.Snooze.LATER: "Later today",
    rules.Snooze.TOMORROW: "Tomorrow",
    rules.Snooze.NEXT_WEEK: "Next week",
}


@dataclass(frozen=True)
class SnoozeView:
    """One choice and when it ends, in words."""

    key: str
    words: str
    at: str


class SnoozingMixin(rx.State, mixin=True):
    """Mixed into the page's State, which has `open_id` and `refresh`."""

    snoozed: str = ""
    snooze_choices: list[SnoozeView] = []

    def _show_snooze(self, until: datetime | None, zone: str) -> None:
        self.snoozed = f"Snoozed until {moment(until, zone)}, or until they write" if until else ""
        moment_now = now()
        self.snooze_choices = [
            SnoozeView(key.value, _WORDS[key], _at(at, moment_now, zone))
            for key, at in rules.snooze_choices(moment_now, zone).items()
        ]

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def snooze(self, until: str) -> Any:
        """Out of the inbox until later today, tomorrow or next week."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        wanted = str(until)
        if wanted not in set(rules.Snooze):
            raise Invalid("Choose until when.", "until")
        talk_id = self.open_id  # pyright: ignore[reportAttributeAccessIssue]
        await in_transaction(scope, snoozing.snooze, scope, talk_id, rules.Snooze(wanted))
        await self.refresh()  # pyright: ignore[reportAttributeAccessIssue]
        return undoable(self.snoozed, type(self).unsnooze)  # pyright: ignore

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def unsnooze(self) -> Any:
        """Back into the inbox now."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        await in_transaction(scope, snoozing.unsnooze, scope, self.open_id)  # pyright: ignore
        await self.refresh()  # pyright: ignore[reportAttributeAccessIssue]
        return done("Back in the inbox")


def _at(at: datetime, moment_now: datetime, zone: str) -> str:
    today = local_day(moment_now, zone)
    if local_day(at, zone) <= today + timedelta(days=1):
        return clock_time(at, zone)
    return f"{day(at, zone)}, {clock_time(at, zone)}"
