"""The dialog that lets a campaign write to the contacts selected in the list."""

from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from services.campaigns.actions import OutreachForm
from services.campaigns.by_hand import write_to
from services.campaigns.outreach import running_choices
from services.contacts import bulk
from services.contacts.actions import add_to_campaign
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.models import BulkAction, Channel
from services.outreach.previews import Preview, first_text, preview_for
from state.access import needs
from state.base import AppState
from state.chosen_contacts import selection_of
from state.contacts import ContactsState
from state.toasts import done
from state.words import today_words
from state.writing import LONGEST, LONGEST_SUBJECT, Writing, channel_of


def begin(session: Session, scope: Scope, channel: Channel) -> tuple[str, str, Preview, list[tuple[str, str]]]:
    """Text, subject, how they read, and the campaigns that could be chosen instead."""
    body, subject = first_text(session, scope, channel)
    return body, subject, preview_for(session, scope, channel, body, subject), running_choices(session)


class ChosenCampaignState(Writing, AppState):
    """`mode` is "new" for a campaign of its own, "existing" to add to one."""

    _dialogs: ClassVar[tuple[str, ...]] = ("is_open",)

    is_open: bool = False
    mode: str = "new"
    name: str = ""
    choices: list[tuple[str, str]] = []
    who: str = ""

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def begin(self, mode: str = "new") -> None:
        """Open the dialog for what is selected: a new campaign, or adding to an "existing" one."""
        table = await self.get_state(ContactsState)
        if not table.selected:
            return
        self.who = table.selected_words
        self.name = f"Chosen contacts, {today_words().partition(', ')[2]}"
        await self._start(Channel(self.channel))
        self.mode = "existing" if mode == "existing" and self.choices else "new"
        self.is_open = True

    async def _start(self, channel: Channel) -> None:
        scope = await self._scope()
        self.channel, self.problems = channel.value, {}
        self.body, self.subject, self.seen, self.choices = await in_reading(scope, begin, scope, channel)
        self.version += 1

    @rx.event
    def show(self, now_open: bool) -> None:
        """Open or close the dialog."""
        self.is_open = bool(now_open)

    @rx.event
    async def set_channel(self, channel: str) -> None:
        """Another channel begins with its own text."""
        await self._start(channel_of(str(channel)))

    @rx.event
    def set_mode(self, mode: str) -> None:
        self.mode = "existing" if mode == "existing" else "new"

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def send(self, form: dict[str, Any]) -> Any:
        """Start the campaign, or add the contacts to the chosen one."""
        table = await self.get_state(ContactsState)
        if not table.selected:
            return None
        scope = await self._scope()
        try:
            words = await (self._add if self.mode == "existing" else self._create)(scope, table, form)
        except Invalid as refusal:
            self.problems = {refusal.field or "form": refusal.message}
            return None
        self.is_open = False
        return [ContactsState.clear_selection, *words]

    async def _create(self, scope: Scope, table: ContactsState, form: dict[str, Any]) -> list[Any]:
        written = OutreachForm(
            name=str(form.get("name", ""))[:200],
            channel=channel_of(self.channel),
            message=str(form.get("message", ""))[:LONGEST],
            subject=str(form.get("subject", ""))[:LONGEST_SUBJECT],
        )
        campaign_id = await in_transaction(scope, write_to, scope, selection_of(table), written)
        return [
            done("Campaign started", "Contacts that may not be written to are left out."),
            rx.redirect(f"/outreach/{self.channel}/{campaign_id}"),
        ]

    async def _add(self, scope: Scope, table: ContactsState, form: dict[str, Any]) -> list[Any]:
        campaign_id = str(form.get("campaign", ""))[:60]
        if not campaign_id:
            raise Invalid("Choose a campaign.", "campaign")
        chosen = selection_of(table)
        if await in_reading(scope, bulk.is_for_background, chosen):
            await in_transaction(scope, bulk.begin, scope, BulkAction.CHOOSE, campaign_id, chosen)
            return [done("Under way", "They are added in the background. The bar above the list shows how far it is.")]
        added = await in_transaction(scope, add_to_campaign, scope, chosen, campaign_id)
        return [done(f"{added:,} added to the campaign", "Contacts that may not be written to are left out.")]
