"""Reminders of the lead that is shown, each person's own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from services.core.clock import now
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.leads import reminders
from state.access import needs
from state.lead_calls import LONGEST_ID, typed
from state.toasts import done
from state.words import moment

_USUAL = timedelta(days=1)
_LOCAL = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class ReminderView:
    """One that waits."""

    id: str
    when: str
    note: str


class LeadRemindersMixin(rx.State, mixin=True):
    """Mixed into a State that shows one lead; times are typed in the customer's zone."""

    reminders: list[ReminderView] = []
    reminding: bool = False
    remind_at: str = ""
    remind_first: str = ""
    remind_problem: str = ""

    async def _show_reminders(self, scope: Scope, lead_id: str, zone: str) -> None:
        found = await in_reading(scope, reminders.reminders_of, scope, lead_id)
        self.reminders = [ReminderView(one.id, moment(one.at, zone), one.note) for one in found]

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def set_reminding(self, now_open: bool) -> None:
        """Open the question when, for tomorrow at this time; or close it."""
        zone = ZoneInfo(self._zone())
        self.remind_at = (now() + _USUAL).astimezone(zone).strftime(_LOCAL)
        self.remind_first = now().astimezone(zone).strftime(_LOCAL)
        self.reminding, self.remind_problem = bool(now_open), ""

    def _zone(self) -> str:
        self._shown_lead()  # pyright: ignore[reportAttributeAccessIssue]
        return self.lead.zone  # pyright: ignore[reportAttributeAccessIssue]

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def remind(self, form: dict[str, Any]) -> Any:
        """Tell this person at the time that was typed."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        lead_id = self._shown_lead()  # pyright: ignore[reportAttributeAccessIssue]
        try:
            at = _moment(typed(form, "at", 30), self._zone())
            await in_transaction(scope, reminders.remind, scope, lead_id, at, typed(form, "note", 300))
        except Invalid as wrong:
            self.remind_problem = wrong.message
            return None
        self.reminding = False
        await self._reread()  # pyright: ignore[reportAttributeAccessIssue]
        return done("You will be reminded", moment(at, self._zone()))

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def drop_reminder(self, reminder_id: str) -> Any:
        """Take back one of one's own."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        await in_transaction(scope, reminders.drop_reminder, scope, str(reminder_id)[:LONGEST_ID])
        await self._reread()  # pyright: ignore[reportAttributeAccessIssue]
        return done("Reminder removed")


def _moment(text: str, zone: str) -> datetime:
    """A day and a time as browsers send them; raises Invalid for anything else."""
    try:
        return datetime.fromisoformat(text[:16]).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        raise Invalid("Choose a day and a time.", "at") from None
