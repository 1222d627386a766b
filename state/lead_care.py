"""What a person can do with one lead, wherever it is shown."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import reflex as rx

from services.core.clock import now
from services.core.errors import Invalid, NotFound
from services.core.money import parse_rupees
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.leads import actions, rules
from services.leads.detail import call_invitation, lead_detail
from services.leads.queries import team
from services.leads.types import TeamMember
from services.models import LeadStatus
from state.access import needs
from state.lead_views import LeadView, status_words, view_of
from state.toasts import done, undoable

_LONGEST_ID = 60


def status_in(value: str) -> LeadStatus:
    """The status of this name; raises Invalid for any other text."""
    try:
        return LeadStatus(str(value))
    except ValueError:
        raise Invalid("There is no such status.", "status") from None


def typed(form: dict[str, Any], name: str, longest: int = 4_000) -> str:
    """One field of a form as text."""
    return str(form.get(name) or "")[:longest]


class LeadCareMixin(rx.State, mixin=True):
    """Status, owner, notes and calls of `lead`; the State it is mixed into defines `refresh`."""

    lead: LeadView = LeadView()
    team: list[TeamMember] = []
    winning: str = ""
    winning_name: str = ""
    calling: bool = False
    call_day: str = ""
    call_first_day: str = ""
    call_problem: str = ""
    won_problem: str = ""

    async def _reread(self) -> None:
        await self.refresh()  # pyright: ignore[reportAttributeAccessIssue]

    async def _show_lead(self, scope: Scope, lead_id: str) -> None:
        detail = await in_reading(scope, lead_detail, lead_id)
        self.team = await in_reading(scope, team, scope.customer_id)
        self.lead = view_of(detail)

    def _forget_lead(self) -> None:
        self.lead, self.calling = LeadView(), False

    def _shown_lead(self) -> str:
        if not self.lead.card.id:
            raise NotFound("The lead")
        return self.lead.card.id

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def move(self, lead_id: str, status: str) -> Any:
        """Give a lead another status; Won first asks what it brought in."""
        lead_id, to = str(lead_id)[:_LONGEST_ID], status_in(status)
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        before = (await in_reading(scope, lead_detail, lead_id)).row
        if before.status == to:
            return None
        if to == LeadStatus.WON and rules.may_move(before.status, to):
            self.winning, self.winning_name, self.won_problem = lead_id, before.name, ""
            return None
        await in_transaction(scope, actions.move_lead, scope, lead_id, to)
        await self._reread()
        words = f"{before.name} is now {status_words(to).lower()}"
        if rules.may_move(to, before.status) and before.status != LeadStatus.WON:
            return undoable(words, type(self).move(lead_id, before.status.value))  # pyright: ignore
        return done(words)

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def win(self, form: dict[str, Any]) -> Any:
        """The lead asked about is won; an empty amount is fine."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        try:
            paise = parse_rupees(typed(form, "amount", 30), "amount")
        except Invalid as problem:
            self.won_problem = problem.message
            return None
        await in_transaction(scope, actions.move_lead, scope, self.winning, LeadStatus.WON, value_won_paise=paise)
        name, self.winning = self.winning_name, ""
        await self._reread()
        return done(f"{name} is won")

    @rx.event
    def ask_win(self, now_open: bool) -> None:
        """Close the question about the amount; nothing is changed."""
        if not now_open:
            self.winning = ""

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def assign_to(self, user_id: str) -> Any:
        """Make a colleague responsible for the lead that is shown; "" leaves it to nobody."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        await in_transaction(scope, actions.assign, scope, self._shown_lead(), str(user_id)[:_LONGEST_ID])
        await self._reread()
        return done(f"Assigned to {self.lead.card.owner}" if self.lead.card.owner else "Nobody is responsible now")

    @rx.event
    async def open_chat(self, lead_id: str, talk_id: str) -> Any:
        """Go to the lead's conversation; one without any begins here."""
        if not talk_id:
            scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
            talk_id = await in_transaction(scope, actions.open_conversation, scope, str(lead_id)[:_LONGEST_ID])
        return rx.redirect(f"/conversations?open={quote(str(talk_id)[:_LONGEST_ID])}")

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def note(self, form: dict[str, Any]) -> Any:
        """Keep a line that only the team sees."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        await in_transaction(scope, actions.add_note, scope, self._shown_lead(), typed(form, "note"))
        await self._reread()
        return done("Note saved")

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def open_call(self) -> None:
        """Ask when to call; tomorrow stands there already."""
        zone = ZoneInfo(self.lead.zone or "Asia/Kolkata")
        today = now().astimezone(zone).date()
        self.call_first_day, self.call_day = today.isoformat(), (today + timedelta(days=1)).isoformat()
        self.calling, self.call_problem = True, ""

    @rx.event
    def set_calling(self, now_open: bool) -> None:
        self.calling = bool(now_open)

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def schedule_call(self, form: dict[str, Any]) -> Any:
        """Arrange the call and hand over the calendar file if it is wanted."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        lead_id, minutes = self._shown_lead(), typed(form, "minutes", 4)
        try:
            at = _moment(typed(form, "day", 10), typed(form, "time", 5), self.lead.zone)
            call = await in_transaction(
                scope,
                actions.schedule_call,
                scope,
                lead_id,
                at,
                minutes=int(minutes) if minutes.isdecimal() else 30,
                note=typed(form, "note", 1_000),
            )
        except Invalid as problem:
            self.call_problem = problem.message
            return None
        self.calling = False
        await self._reread()
        said = done("Call scheduled", "You find it on the lead's page.")
        return [said, await self._invitation(scope, call.public_id)] if form.get("invitation") else said

    @rx.event
    async def download_call(self, call_id: str) -> Any:
        """The call as a file that any calendar opens."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        return await self._invitation(scope, str(call_id)[:_LONGEST_ID])

    async def _invitation(self, scope: Scope, call_id: str) -> Any:
        data = await in_reading(scope, call_invitation, call_id)
        return rx.download(data=data, filename="call.ics", mime_type="text/calendar")


def _moment(day: str, time: str, zone: str) -> datetime:
    try:
        local = datetime.fromisoformat(f"{day}T{time}")
    except ValueError:
        raise Invalid("Choose a day and a time.", "at") from None
    return local.replace(tzinfo=ZoneInfo(zone or "Asia/Kolkata"))
