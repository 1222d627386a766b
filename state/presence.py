"""Who else is at the open conversation, live."""

from typing import ClassVar

import reflex as rx

from services.conversations import presence
from services.conversations.types import Present
from services.core.scope import Can
from services.db import in_reading, in_transaction
from services.live import Topic
from state.access import needs
from state.base import AppState


class PresenceState(AppState):
    """Says that this tab shows a conversation, and hears who else does."""

    _topics: ClassVar[frozenset[Topic]] = frozenset({Topic.PRESENCE})

    words: str = ""
    writing: bool = False

    _talk: str = ""

    @rx.event
    async def listen(self) -> None:
        """The page begins with nobody; the conversation that it opens says `here`."""
        self._talk, self.words, self.writing = "", "", False

    @rx.event
    async def here(self, talk_id: str) -> None:
        """This tab shows the conversation; repeated while it does."""
        scope = await self._scope()
        self._talk = str(talk_id)[:60]
        if self._talk:
            await in_transaction(scope, presence.be_here, scope, self._talk)
            await self.refresh()

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def typing(self, talk_id: str) -> None:
        """Somebody writes here, in the conversation that the tab shows."""
        if self._talk and str(talk_id) == self._talk:
            scope = await self._scope()
            await in_transaction(scope, presence.be_here, scope, self._talk, writing=True)

    @rx.event
    async def away(self, talk_id: str) -> None:
        """This tab shows the conversation no longer."""
        scope = await self._scope()
        await in_transaction(scope, presence.leave, scope, str(talk_id)[:60])
        if self._talk == talk_id:
            await self.listen()

    @rx.event
    async def refresh(self) -> None:
        """Who is here now."""
        if not self._talk:
            return
        scope = await self._scope()
        found = await in_reading(scope, presence.who_else, scope, self._talk)
        words, writing = said(found), any(one.writing for one in found)
        if (words, writing) != (self.words, self.writing):
            self.words, self.writing = words, writing


def said(found: list[Present]) -> str:
    """ "Ravi is writing…", "Ravi and Meera are looking at this"; writers are named alone."""
    writers = [one.name for one in found if one.writing]
    names = writers or [one.name for one in found]
    if not names:
        return ""
    named = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    verb = "is" if len(names) == 1 else "are"
    return f"{named} {verb} writing…" if writers else f"{named} {verb} looking at this"
