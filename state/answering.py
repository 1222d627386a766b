"""Answering in the open conversation: once, and not over what a colleague has answered meanwhile."""

import json
import time
from typing import Any

import reflex as rx

from services.conversations import actions, presence, queries
from services.conversations.types import Answer, AnsweredMeanwhile
from services.core.clock import now
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.leads import actions as leads
from services.models import ConversationChannel
from services.outreach.answers import reply_with_template
from state.access import needs
from state.attaching import AttachingMixin
from state.lead_care import typed
from state.suggesting import SuggestingMixin
from state.toasts import done
from state.words import ago

_CHANNELS = {"whatsapp", "email"}
_SAME_CLICK_SECONDS = 10
_LONGEST_KEY = 40
_AGAIN = "document.getElementById('composer')?.form.requestSubmit()"
_BACK_TO_THE_BOX = "document.getElementById('composer')?.focus()"
# What was typed while the answer was on its way stays; a new answer gets a new key. Whoever has gone on to a menu or
# the search meanwhile is not called back.
_EMPTY_BOX = """((draft, sent) => { const box = document.getElementById('composer');
  const drafts = (window.answerDrafts ??= {});
  const rest = (text) => text.startsWith(sent) ? text.slice(sent.length).trimStart() : text;
  drafts[draft] = rest(drafts[draft] ?? ''); if (box?.dataset.draft !== draft) return;
  box.value = rest(box.value); box.form.elements.key.value = ''; const at = document.activeElement;
  if (!at || at === document.body || box.form.contains(at)) box.focus(); })(%s, %s)"""


class AnsweringMixin(AttachingMixin, SuggestingMixin, mixin=True):
    """Mixed into the page's State, which has `open_id`, `mode`, `refresh`, `_leave_found` and `_shown_lead`."""

    asking: bool = False  # whether to send after all
    colleague: str = ""
    colleague_text: str = ""

    _seen: int = 0  # the newest message that the person knows of
    _answered: int = 0  # the colleague's answer that is shown
    _noted: str = ""
    _template_sent: tuple[str, float] = ("", 0.0)

    @rx.var
    def draft(self) -> str:
        """Under which the browser keeps what is typed: a note never becomes an answer by mistake."""
        talk_id = self.open_id  # pyright: ignore[reportAttributeAccessIssue]
        return f"{talk_id} note" if self.mode == "note" else talk_id  # pyright: ignore[reportAttributeAccessIssue]

    def _begin_answering(self, newest: int) -> None:
        self._seen, self._answered, self._noted = newest, 0, ""
        self.asking, self.colleague, self.colleague_text = False, "", ""
        self._forget_suggestion()

    async def _hear_colleagues(self, scope: Scope, talk_id: str) -> None:
        """Say it when somebody else has answered since this person last looked or wrote."""
        found = await in_reading(scope, queries.answered_since, scope, talk_id, self._seen)
        if found is not None:
            self._show_colleague(found)

    def _show_colleague(self, answer: Answer) -> None:
        self.colleague, self.colleague_text = f"{answer.by} answered {_since(answer)}", answer.text
        self._answered = answer.number

    def _open_talk(self) -> str:
        return self.open_id  # pyright: ignore[reportAttributeAccessIssue]

    async def _show_again(self) -> None:
        self._leave_found()  # pyright: ignore[reportAttributeAccessIssue]
        await self.refresh()  # pyright: ignore[reportAttributeAccessIssue]

    @rx.event
    async def send(self, form: dict[str, Any]) -> Any:
        """Send what is in the box, or keep it as a note; it stays in the box when that is refused."""
        text, key, draft = typed(form, "text", 20_001), typed(form, "key", _LONGEST_KEY), self.draft
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        if self.mode == "note":  # pyright: ignore[reportAttributeAccessIssue]
            await self._keep_note(scope, text, key)
        elif not await self._answer(scope, text, key):
            return None
        await in_transaction(scope, presence.be_here, scope, self._open_talk(), writing=False)
        await self._show_again()
        return rx.call_script(_EMPTY_BOX % (json.dumps(draft), json.dumps(text)))

    async def _keep_note(self, scope: Scope, text: str, key: str) -> None:
        if key and key == self._noted:  # a second click on the same words
            return
        await in_transaction(scope, leads.add_note, scope, self._shown_lead(), text)  # pyright: ignore
        self._noted = key

    async def _answer(self, scope: Scope, text: str, key: str) -> bool:
        talk_id, channel = self._open_talk(), self._channel()
        files = [one.id for one in self.chips]
        try:
            sent = await in_transaction(
                scope, actions.reply, scope, talk_id, text, channel, key=key, seen=self._seen, files=files
            )
        except AnsweredMeanwhile as meanwhile:
            self._show_colleague(meanwhile.answer)
            self.asking = True
            return False
        self._begin_answering(max(self._seen, sent.id or 0))
        return True

    def _channel(self) -> ConversationChannel:
        mode = self.mode  # pyright: ignore[reportAttributeAccessIssue]
        if mode not in _CHANNELS:
            raise Invalid("Choose WhatsApp or email first.", "channel")
        return ConversationChannel(mode)

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def send_anyway(self) -> Any:
        """The colleague's answer has been read; what is in the box goes out all the same."""
        self._begin_answering(max(self._seen, self._answered))
        return rx.call_script(_AGAIN)

    @rx.event
    async def leave_it(self) -> Any:
        """The colleague's answer is enough; what was typed stays in the box."""
        self._begin_answering(max(self._seen, self._answered))
        return rx.call_script(_BACK_TO_THE_BOX)

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def send_template(self, template_id: str) -> Any:
        """Answer on WhatsApp after the 24 hours, with a text that WhatsApp has approved."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        wanted, moment = f"{self._open_talk()} {str(template_id)[:60]}", time.monotonic()
        if wanted == self._template_sent[0] and moment < self._template_sent[1] + _SAME_CLICK_SECONDS:
            return None
        await in_transaction(scope, reply_with_template, scope, self._open_talk(), str(template_id)[:60])
        self._template_sent = (wanted, moment)
        await self._show_again()
        return done("The template is on its way")


def _since(answer: Answer) -> str:
    seconds = max(1, int((now() - answer.at).total_seconds()))
    return f"{seconds} s ago" if seconds < 60 else ago(answer.at)
