"""Calls with the lead that is shown: choose a free time, move, cancel, the calendar file, the link to choose by."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from services.calls import actions
from services.calls.queries import call_invitation, free_times
from services.calls.rules import LENGTHS
from services.calls.types import Arranged
from services.core.clock import INDIA, clock_time, now
from services.core.errors import Conflict, Invalid, NotFound
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from state.access import needs
from state.lead_views import LeadView
from state.toasts import done

LONGEST_ID = 60
_USUAL_MINUTES = 30
_INSERT = """(() => {{ const box = document.getElementById("composer"); if (!box) return;
const words = (box.value && !/\\s$/.test(box.value) ? " " : "") + {link};
box.setRangeText(words, box.value.length, box.value.length, "end");
box.dispatchEvent(new Event("input", {{bubbles: true}})); box.focus(); }})()"""


def typed(form: dict[str, Any], name: str, longest: int = 4_000) -> str:
    """One field of a form as text."""
    return str(form.get(name) or "")[:longest]


class LeadCallsMixin(rx.State, mixin=True):
    """The dialog for a new call, or for another time of the call `call_id`; times in the customer's zone."""

    lead: LeadView = LeadView()
    calling: bool = False
    call_id: str = ""
    call_day: str = ""
    call_first_day: str = ""
    call_minutes: str = str(_USUAL_MINUTES)
    call_note: str = ""
    call_times: list[list[str]] = []  # UTC as ISO 8601, and in words
    call_host: str = ""
    call_untold: str = ""
    call_problem: str = ""

    async def _reread(self) -> None:
        await self.refresh()  # pyright: ignore[reportAttributeAccessIssue]

    def _shown_lead(self) -> str:
        if not self.lead.card.id:
            raise NotFound("The lead")
        return self.lead.card.id

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def open_call(self) -> None:
        """Ask when to call; the next day with a free time stands there already."""
        today = now().astimezone(ZoneInfo(self.lead.zone or INDIA)).date()
        self.call_id, self.call_note, self.call_minutes = "", "", str(_USUAL_MINUTES)
        await self._ask_from(today, today + timedelta(days=1))

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def open_move(self, call_id: str) -> None:
        """Ask for another time of a call."""
        call = next((one for one in self.lead.calls if one.id == call_id), None)
        if call is None:
            raise NotFound("The call")
        today = now().astimezone(ZoneInfo(self.lead.zone or INDIA)).date()
        self.call_id, self.call_note, self.call_minutes = call.id, call.note, str(call.minutes)
        await self._ask_from(today, date.fromisoformat(call.day))

    async def _ask_from(self, today: date, wanted: date) -> None:
        self.call_first_day, self.call_problem = today.isoformat(), ""
        for later in range(7):
            self.call_day = (max(wanted, today) + timedelta(days=later)).isoformat()
            await self._find_times()
            if self.call_times:
                break
        self.calling = True

    async def _find_times(self) -> None:
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        day = _day(self.call_day)
        found = await in_reading(
            scope, free_times, scope, self._shown_lead(), day, minutes=int(self.call_minutes), moving=self.call_id
        )
        self.call_times = [[at.isoformat(), clock_time(at, found.zone)] for at in found.times]
        self.call_host, self.call_untold = found.host, found.untold

    @rx.event
    def set_calling(self, now_open: bool) -> None:
        self.calling = bool(now_open)

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def set_call_day(self, day: str) -> None:
        """Show the free times of another day."""
        self.call_problem = ""
        try:
            self.call_day = _day(str(day)).isoformat()
        except Invalid:
            return  # half typed
        await self._find_times()

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def set_call_minutes(self, minutes: str) -> None:
        """Show the free times for a call of another length."""
        if str(minutes) in {str(one) for one in LENGTHS}:
            self.call_minutes = str(minutes)
            await self._find_times()

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def schedule_call(self, form: dict[str, Any]) -> Any:
        """Arrange or move the call; say whether the lead is told, and hand over the calendar file if it is wanted."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        what: Any = actions.move_call if self.call_id else actions.schedule_call
        try:
            at = _moment(self.call_day, form, self.lead.zone)
            minutes, note = int(self.call_minutes), typed(form, "note", 1_000)
            target = self.call_id or self._shown_lead()
            made = await in_transaction(scope, what, scope, target, at, minutes=minutes, note=note)
        except (Invalid, Conflict) as problem:
            self.call_problem = problem.message
            await self._find_times()
            return None
        self.calling = False
        await self._reread()
        said = _said("Call moved" if self.call_id else "Call scheduled", made, "An invitation is on its way to them.")
        return [said, await self._invitation(scope, made.call_id)] if form.get("invitation") else said

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def cancel_call(self, call_id: str) -> Any:
        """Call it off."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        made = await in_transaction(scope, actions.cancel_call, scope, str(call_id)[:LONGEST_ID])
        await self._reread()
        return _said("Call cancelled", made, "")

    @rx.event
    async def download_call(self, call_id: str) -> Any:
        """The call as a file that any calendar opens."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        return await self._invitation(scope, str(call_id)[:LONGEST_ID])

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def insert_call_link(self) -> Any:
        """Put the address of a page where they choose a time into the answer that is being written."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        link = await in_transaction(scope, actions.make_link, scope, self._shown_lead())
        return rx.call_script(_INSERT.format(link=json.dumps(link)))

    async def _invitation(self, scope: Scope, call_id: str) -> Any:
        data = await in_reading(scope, call_invitation, scope, call_id)
        return rx.download(data=data, filename="call.ics", mime_type="text/calendar")


def _said(words: str, made: Arranged, told: str) -> Any:
    return done(words, f"They get no email. {made.untold}" if made.untold else told)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Invalid("Choose a day and a time.", "at") from None


def _moment(day: str, form: dict[str, Any], zone: str) -> datetime:
    """The time that was typed, else the free one that was chosen."""
    other, chosen = typed(form, "other", 5), typed(form, "time", 40)
    try:
        if other:
            return datetime.fromisoformat(f"{day}T{other}").replace(tzinfo=ZoneInfo(zone or INDIA))
        at = datetime.fromisoformat(chosen)
    except ValueError:
        raise Invalid("Choose a day and a time.", "at") from None
    if at.tzinfo is None:
        raise Invalid("Choose a day and a time.", "at")
    return at
