"""What the inbox's search finds in messages, and the conversation opened at one of them."""

import json
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from services.conversations import searching
from services.conversations.searching import Part, Said
from services.core.scope import Scope
from services.db import in_reading
from state.words import moment, phone_words, short_ago

_STEP = 20
_LONGEST_ID = 60
# The bubble is drawn a moment after the State says so.
_SHOW = """(() => { const id = %s; let turns = 0; const look = () => { const one = document.getElementById(id);
if (!one) return turns++ < 60 && setTimeout(look, 50);
one.scrollIntoView({block: "center"}); one.classList.add("is-found");
setTimeout(() => one.classList.remove("is-found"), 3000); }; look(); })()"""


@dataclass(frozen=True)
class SaidView:
    """One message that was found."""

    id: str
    talk: str
    name: str
    ago: str
    exact: str
    by: str
    closed: bool
    parts: list[Part] = field(default_factory=list)


class MessageSearchMixin(rx.State, mixin=True):
    """Mixed into the page's State, which is a table with `search` and an open conversation."""

    said: list[SaidView] = []
    said_more: bool = False
    has_newer: bool = False

    _said_size: int = _STEP
    _said_for: str = ""
    _at: str = ""  # the message at which the conversation was opened
    _next_at: str = ""

    async def _find_said(self, scope: Scope, search: str) -> None:
        if search != self._said_for:
            self._said_for, self._said_size = search, _STEP
        found, more = await in_reading(scope, searching.said, scope, search, size=self._said_size)
        views = [_view(one) for one in found]
        if views != self.said:  # what is equal is not sent again
            self.said = views
        self.said_more = more and self._said_size < searching.MOST

    def _more_in_address(self) -> dict[str, str]:
        return {"at": self._at}

    async def _asked(self, query: dict[str, str]) -> dict[str, str]:
        self._next_at = str(query.get("at", ""))[:_LONGEST_ID]
        return query

    def _leave_found(self) -> None:
        """Show the newest messages again."""
        self._at = ""

    @rx.event
    async def open_said(self, talk_id: str, message_id: str) -> Any:
        """Open the conversation at the message that was found."""
        self._at = self._next_at = str(message_id)[:_LONGEST_ID]
        await self._show_row(str(talk_id)[:_LONGEST_ID])  # pyright: ignore[reportAttributeAccessIssue]
        self._next_at = ""
        return [self._scroll(), self._address()]  # pyright: ignore[reportAttributeAccessIssue]

    @rx.event
    async def scroll_to_found(self) -> Any:
        """A page that was opened by a link to one message goes there."""
        return self._scroll() if self._at else None

    def _scroll(self) -> Any:
        return rx.call_script(_SHOW % json.dumps(self._at))

    @rx.event
    async def show_newest(self) -> Any:
        """Back from a message that was found to the end of the conversation."""
        self._leave_found()
        await self._open(self.open_id)  # pyright: ignore[reportAttributeAccessIssue]
        return self._address()  # pyright: ignore[reportAttributeAccessIssue]

    @rx.event
    async def show_more_said(self) -> None:
        """More of the messages that hold the words."""
        self._said_size = min(self._said_size + _STEP, searching.MOST)
        await self._find_said(await self._scope(), self._said_for)  # pyright: ignore[reportAttributeAccessIssue]


def _view(one: Said) -> SaidView:
    return SaidView(
        id=one.id,
        talk=one.conversation_id,
        name=phone_words(one.name),
        ago=short_ago(one.at),
        exact=moment(one.at),
        by="" if one.is_theirs else "You: ",
        closed=one.is_closed,
        parts=one.parts,
    )
