"""Saved replies in the conversation that is answered: offered, and written for the person it is with."""

import json
from dataclasses import dataclass
from typing import Any

import reflex as rx

from services.conversations import saved_replies
from services.core.scope import Can, Scope
from services.db import in_reading
from state.access import needs

_LONGEST_ID = 60
_WRITE = """(() => { const box = document.getElementById("composer"), words = %s; if (!box) return;
box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
box.dispatchEvent(new Event("input", {bubbles: true})); box.focus(); })()"""


@dataclass(frozen=True)
class SavedReplyView:
    """One line of the list; `glimpse` still holds the variables."""

    id: str
    shortcut: str
    title: str
    glimpse: str


class SavedRepliesMixin(rx.State, mixin=True):
    """Mixed into the page's State, which has `open_id`."""

    saved_replies: list[SavedReplyView] = []

    async def _offer_replies(self, scope: Scope) -> None:
        rows = await in_reading(scope, saved_replies.saved_replies, scope)
        found = [SavedReplyView(row.id, row.shortcut, row.title, row.glimpse) for row in rows]
        if found != self.saved_replies:  # what is equal is not sent again
            self.saved_replies = found

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def write_saved(self, reply_id: str) -> Any:
        """Put a saved reply into the answer that is being written, where the cursor is."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        talk_id = self.open_id  # pyright: ignore[reportAttributeAccessIssue]
        wanted = str(reply_id)[:_LONGEST_ID]
        return rx.call_script(
            _WRITE % json.dumps(await in_reading(scope, saved_replies.filled_reply, scope, wanted, talk_id))
        )
