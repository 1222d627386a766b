"""One message to one contact: suggested, previewed while it is typed, sent."""

from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from services.contacts.follow_up import follow_up, suggested_text
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.db import in_reading
from services.models import Channel
from services.outreach.actions import DirectText, send_now, send_or_say_why
from services.outreach.previews import Preview, first_text, preview_for
from state.access import needs
from state.base import AppState
from state.toasts import done
from state.writing import LONGEST, LONGEST_SUBJECT, Writing, channel_of

CHANNEL_WORDS = {Channel.WHATSAPP: "WhatsApp", Channel.EMAIL: "Email"}
_FIELDS = {"text": "message"}


def begin(session: Session, scope: Scope, channel: Channel, contact_id: str, again: bool) -> tuple[DirectText, Preview]:
    """What the box holds at first, and how it reads."""
    if again:
        text = suggested_text(channel)
    else:
        body, subject = first_text(session, scope, channel)
        text = DirectText(body, subject)
    return text, preview_for(session, scope, channel, text.body, text.subject, contact_id)


class ComposeState(Writing, AppState):
    """One message to the contact that it is read as."""

    _dialogs: ClassVar[tuple[str, ...]] = ("is_open",)

    is_open: bool = False
    again: bool = False
    title: str = ""

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def write(self, contact_id: str, channel: str, again: bool) -> None:
        """Open the box for one contact; `again` for a follow-up."""
        scope, wanted = await self._scope(), channel_of(channel)
        text, seen = await in_reading(scope, begin, scope, wanted, str(contact_id)[:60], bool(again))
        self._reader_id, self.channel, self.again = str(contact_id)[:60], wanted.value, bool(again)
        self.body, self.subject, self.seen, self.problems = text.body, text.subject, seen, {}
        way = "an email" if wanted == Channel.EMAIL else "a WhatsApp message"
        self.title = f"Follow up with {seen.name}" if again else f"Write {way} to {seen.name}"
        self.version += 1
        self.is_open = True

    @rx.event
    def show(self, now_open: bool) -> None:
        """Open or close the box."""
        self.is_open = bool(now_open) and bool(self._reader_id)

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def send(self, form: dict[str, Any]) -> Any:
        """Send what the boxes hold."""
        if not self.is_open:
            return None
        scope, channel = await self._scope(), channel_of(self.channel)
        subject = str(form.get("subject", ""))[:LONGEST_SUBJECT] if channel == Channel.EMAIL else ""
        text = DirectText(str(form.get("message", ""))[:LONGEST], subject)
        act = follow_up if self.again else send_now
        try:
            await send_or_say_why(scope, self._reader_id, channel, text, act)
        except Invalid as refusal:
            self.problems = {_FIELDS.get(refusal.field, refusal.field): refusal.message}
            return None
        self.is_open = False
        return done(f"Message to {self.seen.name} is on its way")
