"""A drafted answer: asked for with a button, put into the box, and never sent by itself."""

import json
from typing import Any

import reflex as rx

from services.core.errors import AppError
from services.core.scope import Can
from services.suggesting.actions import suggest
from services.suggesting.types import Draft
from state.access import needs
from state.talk import TalkLine
from state.toasts import failed

_NOT_SENT = "A draft that was not sent automatically. Check it before you send it."
_BY_HAND = "A plain draft, made without a model."
# Only into the box of the conversation that it was made for; what is typed there stays.
_WRITE = """((draft, words) => { const box = document.getElementById("composer");
if (!box || box.dataset.draft !== draft) return; box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
box.dispatchEvent(new Event("input", {bubbles: true})); box.focus(); })(%s, %s)"""


class SuggestingMixin(rx.State, mixin=True):
    """Mixed into the page's State, which has `open_id` and `lines`."""

    suggesting: bool = False
    suggested: str = ""  # who drafted it and why, "" when there is no draft
    suggested_from: list[str] = []

    def _forget_suggestion(self) -> None:
        self.suggested, self.suggested_from = "", []

    @rx.event(background=True)
    @needs(Can.SEND_MESSAGES)
    async def suggest_answer(self) -> Any:
        """Draft an answer to the open conversation; other clicks are heard meanwhile."""
        async with self:
            talk_id = self.open_id  # pyright: ignore[reportAttributeAccessIssue]
            if self.suggesting or not talk_id:
                return
            self.suggesting = True
            self._forget_suggestion()
            scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        try:
            draft = await suggest(scope, talk_id)
        except AppError as trouble:
            yield failed(trouble.message)
        else:
            async with self:
                if self.open_id == talk_id:  # pyright: ignore[reportAttributeAccessIssue]
                    self.suggested, self.suggested_from = _words(draft), draft.sources
            yield rx.call_script(_WRITE % (json.dumps(talk_id), json.dumps(draft.text)))
        finally:
            async with self:
                self.suggesting = False

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def use_draft(self, line_id: str) -> Any:
        """Put the draft of a message that was not answered automatically into the box."""
        lines: list[TalkLine] = self.lines  # pyright: ignore[reportAttributeAccessIssue]
        line = next((one for one in lines if one.id == line_id and one.kept_draft), None)
        if line is None:
            return None
        self.suggested, self.suggested_from = _NOT_SENT, line.sources
        talk_id = self.open_id  # pyright: ignore[reportAttributeAccessIssue]
        return rx.call_script(_WRITE % (json.dumps(talk_id), json.dumps(line.kept_draft)))


def _words(draft: Draft) -> str:
    if draft.by:
        return f"Drafted by {draft.by}. Check it before you send it."
    return f"{_BY_HAND} {draft.note}".strip()
