"""Files that are put to an answer before it is sent; they lie on the server, so that a reload loses none."""

from dataclasses import dataclass

import reflex as rx

from services.conversations import drafts
from services.conversations.sending_rules import problem_of
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.models import ConversationChannel
from services.outreach.attaching import Carrier, carrier_of
from state.access import needs

_NO_FILES = Carrier("")


@dataclass(frozen=True)
class FileChip:
    """One file over the box; `problem` says why the chosen channel does not take it."""

    id: str
    name: str
    words: str
    problem: str = ""


class AttachingMixin(rx.State, mixin=True):
    """Mixed into the page's State, which has `_answering`, the conversation that is shown, and `mode`."""

    chips: list[FileChip] = []
    files_closed: str = ""  # why no file can be sent on the chosen channel
    files_hint: str = ""

    async def _offer_files(self, scope: Scope) -> None:
        """The person's own files for the open conversation, looked at for the chosen channel."""
        talk_id, mode = self._answering, self.mode  # pyright: ignore[reportAttributeAccessIssue]
        if not talk_id or not scope.can(Can.SEND_MESSAGES):
            self.chips, self.files_closed, self.files_hint = [], "", ""
            return
        found = await in_reading(scope, drafts.drafts_of, scope, talk_id)
        channel = ConversationChannel(mode) if mode in {"whatsapp", "email"} else None
        carrier = await in_reading(scope, carrier_of, talk_id, channel) if channel else _NO_FILES
        self.files_closed, self.files_hint = carrier.closed, carrier.hint
        self.chips = [_chip(one, channel, carrier.provider) for one in found]

    @rx.event
    async def show_files(self) -> None:
        """A file was added in this tab."""
        await self._offer_files(await self._scope())  # pyright: ignore[reportAttributeAccessIssue]

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def remove_file(self, file_id: str) -> None:
        """Take a file off the answer."""
        scope = await self._scope()  # pyright: ignore[reportAttributeAccessIssue]
        await in_transaction(scope, drafts.remove, scope, str(file_id)[:60])
        await self._offer_files(scope)


def _chip(one: drafts.DraftFile, channel: ConversationChannel | None, provider: str) -> FileChip:
    problem = problem_of(channel, provider, one.name, one.mime_type, one.size) if channel else ""
    return FileChip(one.id, one.name, one.words, problem)
