"""What did not go out or did not arrive, and another try."""

from collections import Counter
from dataclasses import dataclass
from textwrap import shorten
from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from services.core.paging import Page, PageRequest, counted
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.live import Topic
from services.outreach.retrying import Retried, retry_matching, retry_message
from services.outreach.undelivered import Narrowed, Pile, Undelivered, pile_counts, reasons, undelivered
from state.access import needs
from state.base import AppState
from state.compose import CHANNEL_WORDS
from state.settling import AS_EVER, SettlingAnswersMixin, SettlingMixin
from state.table import TableMixin
from state.toasts import done, failed
from state.words import ago, moment, phone_words

_CHANNELS = {channel.value: words for channel, words in CHANNEL_WORDS.items()}


@dataclass(frozen=True)
class UndeliveredView:
    id: str
    name: str
    recipient: str
    link: str
    source: str
    reason: str
    when: str
    exact: str
    in_doubt: bool
    may_settle: bool


@dataclass(frozen=True)
class ReasonView:
    """Why messages failed; `key` is the reason as it is filtered by, `words` is short and says how many."""

    key: str
    words: str


def _around(session: Session, scope: Scope) -> tuple[dict[Pile, int], list[tuple[str, int]]]:
    return pile_counts(session, scope), reasons(session, scope)


class UndeliveredState(SettlingAnswersMixin, SettlingMixin, TableMixin, AppState):
    """Three piles: failed, in doubt, and answers in conversations."""

    _topics: ClassVar[frozenset[Topic]] = frozenset({Topic.OUTREACH, Topic.CONVERSATIONS})
    _filters: ClassVar[tuple[str, ...]] = ("tab", "channel", "reason")

    _dialogs: ClassVar[tuple[str, ...]] = ("asking",)

    rows: list[UndeliveredView] = []
    counts: dict[str, str] = {}
    reasons: list[ReasonView] = []
    may_retry: bool = False
    asking: bool = False
    working: bool = False

    @rx.var
    def tab(self) -> str:
        """The pile that is shown."""
        return self._pile().value

    @rx.var
    def reason(self) -> str:
        return self.filters.get("reason", "")

    @rx.var
    def channel_words(self) -> str:
        """The channel that is filtered by, in words; "" for both."""
        return _CHANNELS.get(self.filters.get("channel", ""), "")

    def _pile(self) -> Pile:
        tab = self.filters.get("tab", "")
        return Pile(tab) if tab in set(Pile) else Pile.FAILED

    def _narrowed(self) -> Narrowed:
        channel = self.filters.get("channel", "")
        return Narrowed(
            channel if channel in _CHANNELS else "", self.filters.get("reason", ""), self.search.strip()[:200]
        )

    async def _prepare(self) -> None:
        scope = await self._scope()
        self.may_retry = scope.can(Can.SEND_MESSAGES)
        numbers, why = await in_reading(scope, _around, scope)
        self.counts = {pile.value: counted(number) for pile, number in numbers.items()}
        self.reasons = [
            ReasonView(reason, f"{shorten(reason, 60, placeholder=' …')} ({number:,})") for reason, number in why
        ]

    async def _fetch(self, request: PageRequest) -> Page[UndeliveredView]:
        scope = await self._scope()
        page = await in_reading(scope, undelivered, scope, request, self._pile(), self._narrowed())
        return Page([_view(row) for row in page.rows], page.total, page.next_after)

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def retry(self, message_id: str) -> Any:
        """Send one campaign message once more."""
        return await self._settled(retry_message, message_id, "It is sent again", AS_EVER)

    @rx.event
    def ask(self, now_open: bool) -> None:
        """Open or close the question before all that match are sent again."""
        self.asking = bool(now_open)

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def retry_all(self) -> Any:
        """Send every failed message again that the filters leave, some hundred in one transaction."""
        if self.working:
            return None
        self.asking, self.working = False, True
        scope, narrowed = await self._scope(), self._narrowed()
        total, after = Retried(), 0
        try:
            while True:
                total += await in_transaction(scope, retry_matching, scope, narrowed, after)
                after = total.after
                if not after:
                    break
        finally:
            self.working = False
        await self.refresh()  # pyright: ignore[reportGeneralTypeIssues]
        if not total.again:
            return failed("None of them can be sent again", left_words(total.left))
        messages = "1 message is" if total.again == 1 else f"{total.again:,} messages are"
        return done(f"{messages} sent again", left_words(total.left))


def left_words(left: Counter[str]) -> str:
    """Why messages stay where they are, the commonest reasons first; "" when none do."""
    return " ".join(
        f"1 stays: {words}" if number == 1 else f"{number:,} stay: {words}" for words, number in left.most_common(3)
    )


def _view(row: Undelivered) -> UndeliveredView:
    channel = _CHANNELS[row.channel]
    return UndeliveredView(
        id=row.id,
        name=row.name,
        recipient=phone_words(row.recipient) if row.channel == "whatsapp" else row.recipient,
        link=row.link,
        source=f"{row.source} · {channel}" if row.source else channel,
        reason=row.reason or ("Being checked with the provider." if row.is_in_doubt else "No reason was given."),
        when=ago(row.at),
        exact=moment(row.at),
        in_doubt=row.is_in_doubt,
        may_settle=row.may_settle,
    )
