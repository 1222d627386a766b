"""The answers that the business keeps."""

from typing import Any, ClassVar

import reflex as rx

from services.conversations.saved_replies import ReplyForm, ReplyRow, remove_reply, save_reply, saved_replies
from services.core.errors import NotFound
from services.core.scope import Can
from services.db import in_reading, in_transaction
from state.access import needs
from state.base import AppState
from state.settings.saving import SavingMixin, typed
from state.toasts import done

_CARD = "reply"
_LONGEST_ID = 60
_BLANK = ReplyRow("", "", "", "", "")


class SavedRepliesState(SavingMixin, AppState):
    """The list, and the form of one; `version` draws its boxes anew."""

    _dialogs: ClassVar[tuple[str, ...]] = ("is_open",)

    rows: list[ReplyRow] = []
    is_open: bool = False
    edited: ReplyRow = _BLANK
    version: int = 0

    @rx.event
    async def load(self) -> None:
        """Read the list."""
        self._begin(await self._scope(), Can.EDIT_SETTINGS)
        await self._read()
        self.ready = True

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def begin(self) -> None:
        """A new reply."""
        self._show(_BLANK)

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def edit(self, reply_id: str) -> None:
        """Change one of the list."""
        found = next((row for row in self.rows if row.id == reply_id), None)
        if found is None:
            raise NotFound("This saved reply")
        self._show(found)

    def _show(self, row: ReplyRow) -> None:
        self.edited, self.problems, self.is_open = row, {}, True
        self.version += 1

    @rx.event
    def close(self) -> None:
        """Put the form away."""
        self.is_open = False

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def save(self, form: dict[str, Any]) -> Any:
        """Keep what the boxes hold."""
        fields = {"title": "", "shortcut": "", "body": "", **typed(form, "title", "shortcut", "body")}
        kept = await self._store(_CARD, await self._scope(), save_reply, ReplyForm(**fields), self.edited.id)
        if kept is None:
            return self._go_to_problem()
        self.is_open = False
        await self._read()
        return done("Reply saved", f"Type /{kept.shortcut} in a conversation.")

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def remove(self, reply_id: str) -> Any:
        """Take a reply away."""
        scope = await self._scope()
        title = await in_transaction(scope, remove_reply, scope, str(reply_id)[:_LONGEST_ID])
        await self._read()
        return done(f"{title} is removed")

    async def _read(self) -> None:
        scope = await self._scope()
        self.rows = await in_reading(scope, saved_replies, scope)
