"""The form of a campaign that writes to contacts, with the message as its reader sees it."""

from typing import Any

import reflex as rx
from sqlmodel import Session

from services.campaigns.actions import OutreachForm, save_outreach
from services.campaigns.outreach import get_outreach
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.models import Channel
from services.outreach.previews import NOBODY_KNOWN, Preview, first_text, neighbour, preview_for
from state.access import needs
from state.base import AppState
from state.compose import LONGEST, LONGEST_SUBJECT, channel_of
from state.scraping_form import number
from state.toasts import done


def blank(session: Session, scope: Scope, channel: Channel) -> tuple[OutreachForm, Preview]:
    """A new campaign with the text that the last one or the playbook has."""
    body, subject = first_text(session, scope, channel)
    return OutreachForm("", channel, body, subject), preview_for(session, scope, channel, body, subject)


def stored(session: Session, scope: Scope, campaign_id: str) -> tuple[OutreachForm, Preview]:
    """A campaign as it is now."""
    campaign = get_outreach(session, campaign_id)
    form = OutreachForm(
        campaign.name,
        campaign.type,
        campaign.message_template,
        campaign.subject_template,
        campaign.min_score,
        campaign.daily_limit,
        campaign.send_at_hour,
    )
    return form, preview_for(session, scope, form.channel, form.message, form.subject)


class OutreachFormState(AppState):
    """The boxes keep what is typed; `version` changes when they get other values."""

    is_open: bool = False
    is_new: bool = True
    version: int = 0
    channel: str = "whatsapp"
    name: str = ""
    body: str = ""
    subject: str = ""
    min_score: str = "60"
    daily_limit: str = "100"
    send_at_hour: str = "10"
    seen: Preview = Preview()
    problems: dict[str, str] = {}

    _campaign_id: str = ""
    _reader_id: str = ""

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def begin(self, channel: str) -> None:
        """A new campaign on one channel."""
        scope = await self._scope()
        self._fill(*await in_reading(scope, blank, scope, channel_of(str(channel))), "")

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def edit(self, campaign_id: str) -> None:
        """Change a campaign."""
        scope = await self._scope()
        self._fill(*await in_reading(scope, stored, scope, str(campaign_id)[:60]), str(campaign_id)[:60])

    def _fill(self, form: OutreachForm, seen: Preview, campaign_id: str) -> None:
        self._campaign_id, self.is_new = campaign_id, not campaign_id
        self.channel, self.name = form.channel.value, form.name
        self.body, self.subject, self.seen, self.problems = form.message, form.subject, seen, {}
        self.min_score, self.daily_limit = str(form.min_score), str(form.daily_limit)
        self.send_at_hour, self._reader_id = str(form.send_at_hour), ""
        self.version += 1
        self.is_open = True

    @rx.event
    def close(self) -> None:
        self.is_open = False

    @rx.event(supersedes=True)
    async def set_body(self, text: str) -> None:
        self.body = str(text)[:LONGEST]
        await self._preview()

    @rx.event(supersedes=True)
    async def set_subject(self, text: str) -> None:
        self.subject = str(text)[:LONGEST_SUBJECT]
        await self._preview()

    async def _preview(self) -> None:
        scope, channel = await self._scope(), channel_of(self.channel)
        self.seen = await in_reading(scope, preview_for, scope, channel, self.body, self.subject, self._reader_id)
        self.problems = self.seen.problems

    @rx.event
    async def read_as(self, whom: str) -> None:
        """Show the message as the "next" or "previous" contact gets it, or as "nobody" known does."""
        if whom == NOBODY_KNOWN:
            self._reader_id = NOBODY_KNOWN
        else:
            scope, channel, present = await self._scope(), channel_of(self.channel), self.seen.contact_id
            self._reader_id = await in_reading(scope, neighbour, channel, present, later=whom == "next")
        await self._preview()

    @rx.event
    @needs(Can.RUN_CAMPAIGNS)
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep the campaign; a new one starts writing at its hour."""
        scope = await self._scope()
        written = OutreachForm(
            name=str(form.get("name", ""))[:200],
            channel=channel_of(self.channel),
            message=str(form.get("message", ""))[:LONGEST],
            subject=str(form.get("subject", ""))[:LONGEST_SUBJECT],
            min_score=number(form.get("min_score")),
            daily_limit=number(form.get("daily_limit")),
            send_at_hour=number(form.get("send_at_hour")),
        )
        try:
            campaign = await in_transaction(scope, save_outreach, scope, written, self._campaign_id)
        except Invalid as refusal:
            self.problems = {refusal.field or "form": refusal.message}
            return None
        self.is_open = False
        if not self.is_new:
            return done("Saved", "A changed WhatsApp text is sent once WhatsApp has approved it.")
        return [done("Campaign started"), rx.redirect(f"/outreach/{self.channel}/{campaign.public_id}")]
