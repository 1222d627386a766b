"""What a person can do with one lead, wherever it is shown."""

from typing import Any, ClassVar
from urllib.parse import quote

import reflex as rx

from services.core.errors import Invalid
from services.core.money import parse_rupees
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.leads import actions, rules
from services.leads.detail import lead_detail
from services.leads.queries import team
from services.leads.types import TeamMember
from services.models import LeadStatus, LostReason
from state.access import needs
from state.lead_calls import LONGEST_ID, LeadCallsMixin, typed
from state.lead_reminders import LeadRemindersMixin
from state.lead_views import LeadView, status_words, view_of
from state.toasts import done, undoable


def status_in(value: str) -> LeadStatus:
    """The status of this name; raises Invalid for any other text."""
    try:
        return LeadStatus(str(value))
    except ValueError:
        raise Invalid("There is no such status.", "status") from None


class LeadCareMixin(LeadRemindersMixin, LeadCallsMixin, mixin=True):
    """Status, owner, notes and calls of `lead`; the State it is mixed into defines `refresh`."""

    _dialogs: ClassVar[tuple[str, ...]] = ("winning", "losing", "calling", "reminding")

    team: list[TeamMember] = []
    winning: str = ""
    winning_name: str = ""
    won_problem: str = ""
    losing: str = ""
    losing_name: str = ""

    async def _show_lead(self, scope: Scope, lead_id: str) -> None:
        detail = await in_reading(scope, lead_detail, lead_id)
        self.team = await in_reading(scope, team, scope.customer_id)
        self.lead = view_of(detail)
        await self._show_reminders(scope, lead_id, detail.zone)

    def _forget_lead(self) -> None:
        self.lead, self.calling, self.reminding = LeadView(), False, False

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def move(self, lead_id: str, status: str) -> Any:
        """Give a lead another status; Won first asks what it brought in, Lost why."""
        lead_id, to = str(lead_id)[:LONGEST_ID], status_in(status)
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        before = (await in_reading(scope, lead_detail, lead_id)).row
        if before.status == to:
            return None
        if to == LeadStatus.WON and rules.may_move(before.status, to):
            self.winning, self.winning_name, self.won_problem = lead_id, before.name, ""
            return None
        if to == LeadStatus.LOST and rules.may_move(before.status, to):
            self.losing, self.losing_name = lead_id, before.name
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
    @needs(Can.EDIT_LEADS)
    async def lose(self, reason: str) -> Any:
        """The lead asked about is lost for this reason."""
        if reason not in set(LostReason) or not self.losing:
            raise Invalid("Choose why it was lost.", "lost_reason")
        scope, why = await self._scope(), LostReason(reason)  # pyright: ignore[reportAttributeAccessIssue]
        await in_transaction(scope, actions.move_lead, scope, self.losing, LeadStatus.LOST, lost_reason=why)
        name, self.losing = self.losing_name, ""
        await self._reread()
        return done(f"{name} is lost", rules.LOST_WORDS[why])

    @rx.event
    def ask_lose(self, now_open: bool) -> None:
        """Close the question about the reason; nothing is changed."""
        if not now_open:
            self.losing = ""

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
        await in_transaction(scope, actions.assign, scope, self._shown_lead(), str(user_id)[:LONGEST_ID])
        await self._reread()
        return done(f"Assigned to {self.lead.card.owner}" if self.lead.card.owner else "Nobody is responsible now")

    @rx.event
    async def open_chat(self, lead_id: str, talk_id: str) -> Any:
        """Go to the lead's conversation; one without any begins here."""
        if not talk_id:
            scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
            talk_id = await in_transaction(scope, actions.open_conversation, scope, str(lead_id)[:LONGEST_ID])
        return rx.redirect(f"/conversations?open={quote(str(talk_id)[:LONGEST_ID])}")

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def note(self, form: dict[str, Any]) -> Any:
        """Keep a line that only the team sees."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        await in_transaction(scope, actions.add_note, scope, self._shown_lead(), typed(form, "note"))
        await self._reread()
        return done("Note saved")
