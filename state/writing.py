"""A message that is being written, and how it reads for somebody: shared by every form that has one."""

from typing import Any

import reflex as rx

from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.db import in_reading
from services.models import Channel
from services.outreach.previews import NOBODY_KNOWN, Preview, neighbour, preview_for
from services.outreach.trial import send_trial
from state.access import needs
from state.toasts import done, failed

LONGEST = 12_000
LONGEST_SUBJECT = 400


def channel_of(value: str) -> Channel:
    """The channel that a browser named; raises Invalid for any other word."""
    if value not in set(Channel):
        raise Invalid("Choose WhatsApp or email.")
    return Channel(value)


async def read_over(scope: Scope, channel: Channel, body: str, subject: str) -> tuple[Preview, dict[str, str]]:
    """How a text beside the first one reads, and its problems by box, "body" and "subject"."""
    seen = await in_reading(scope, preview_for, scope, channel, body, subject)
    return seen, {"body" if name == "message" else name: words for name, words in seen.problems.items()}


def wrong_at(refusal: Invalid, part: str, places: int) -> list[dict[str, str]] | None:
    """For each of so many texts what is wrong with it by box; None where no "steps.0.body" or the like is refused."""
    name, place, box = [*refusal.field.split("."), "", ""][:3]
    if name != part or not box:
        return None
    return [{box: refusal.message} if at == int(place) else {} for at in range(places)]


class Writing(rx.State, mixin=True):
    """For States with `_scope`. `version` changes when the boxes get another text; while one types it stays."""

    channel: str = "whatsapp"
    body: str = ""
    subject: str = ""
    version: int = 0
    seen: Preview = Preview()
    problems: dict[str, str] = {}

    _reader_id: str = ""

    @rx.event(supersedes=True)
    async def set_body(self, text: str) -> None:
        self.body = str(text)[:LONGEST]
        await self._preview()

    @rx.event(supersedes=True)
    async def set_subject(self, text: str) -> None:
        self.subject = str(text)[:LONGEST_SUBJECT]
        await self._preview()

    async def _preview(self) -> None:
        scope, channel = await self._who(), channel_of(self.channel)
        self.seen = await in_reading(scope, preview_for, scope, channel, self.body, self.subject, self._reader_id)
        self.problems = self.seen.problems

    async def _who(self) -> Scope:
        return await self._scope()  # pyright: ignore[reportAttributeAccessIssue]


class ManyReaders(Writing, mixin=True):
    """For messages to many: whose eyes it is read with can be chosen, and one's own inbox or phone can try it."""

    testing: bool = False

    @rx.event
    async def read_as(self, whom: str) -> None:
        """Show the message as the "next" or "previous" contact gets it, or as "nobody" known does."""
        if whom == NOBODY_KNOWN:
            self._reader_id = NOBODY_KNOWN
        else:
            scope, channel, present = await self._who(), channel_of(self.channel), self.seen.contact_id
            self._reader_id = await in_reading(scope, neighbour, channel, present, later=whom == "next")
        await self._preview()

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def send_test(self) -> Any:
        """Send the message as it reads now to the person who writes it."""
        scope, channel = await self._who(), channel_of(self.channel)
        self.testing = True
        yield
        try:
            address = await send_trial(scope, channel, self.body, self.subject, self._reader_id)
        except Invalid as refusal:
            if refusal.field:
                self.problems = {**self.problems, refusal.field: refusal.message}
            yield failed("No test was sent", refusal.message)
            return
        finally:
            self.testing = False
        yield done(f"Test sent to {address}", "It reads as the preview shows it.")
