"""Conversations: the inbox, one thread, answering."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from services.answering.queries import AnswerNote, answer_notes
from services.conversations import actions, queries
from services.conversations.types import ConversationRow, InboxFilter, Thread
from services.core.paging import Page, PageRequest
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.leads.detail import lead_detail
from services.live import Topic
from services.models import ConversationChannel, ConversationStatus, LeadSourceName
from state.access import needs
from state.answering import AnsweringMixin
from state.base import AppState
from state.lead_care import LeadCareMixin
from state.lead_views import answered_clock, waiting_clock
from state.message_search import MessageSearchMixin
from state.reply_check import ReplyCheckMixin
from state.saved_replies import SavedRepliesMixin
from state.settling import SettlingAnswersMixin
from state.snoozing import SnoozingMixin
from state.table import TableMixin
from state.talk import ChannelView, TalkLine, channels_of, lines_of
from state.toasts import done
from state.words import moment, phone_words, short_ago

_COLOUR = {
    LeadSourceName.META_ADS: "meta",
    LeadSourceName.GOOGLE_ADS: "google",
    LeadSourceName.LINKEDIN_ADS: "linkedin",
    LeadSourceName.OUTREACH_RESPONSE: "scraping",
}
_KNOWN = {
    "tab": {"mine", "unassigned"},
    "status": {"snoozed", "closed", "all"},
    "channel": {"whatsapp", "email"},
    "unread": {"yes"},
}
_CHANNEL_WORDS = {"whatsapp": "WhatsApp", "email": "Email"}
_STATUS_WORDS = {"": "Open", "snoozed": "Snoozed", "closed": "Closed", "all": "All"}
_MORE = 100
_OPEN = ConversationStatus.OPEN


@dataclass(frozen=True)
class InboxRow:
    id: str
    name: str
    source: str
    source_words: str
    last_text: str
    ago: str
    exact: str
    unread: int
    closed: bool
    snoozed: str = ""  # until when, in words
    clock: str = ""  # the first answer: how long it is waited for, or what it took
    clock_kind: str = ""


@dataclass(frozen=True)
class TemplateView:
    """An approved WhatsApp template that may be sent when the 24 hours are over."""

    id: str
    name: str
    text: str


class ConversationsState(
    MessageSearchMixin,
    SnoozingMixin,
    AnsweringMixin,
    SavedRepliesMixin,
    ReplyCheckMixin,
    SettlingAnswersMixin,
    LeadCareMixin,
    TableMixin,
    AppState,
):
    """Filters and the open conversation are in the address bar."""

    _topics: ClassVar[frozenset[Topic]] = frozenset({Topic.CONVERSATIONS, Topic.LEADS})
    _sorts: ClassVar[tuple[str, ...]] = ("latest",)
    _filters: ClassVar[tuple[str, ...]] = ("tab", "status", "channel", "unread")

    rows: list[InboxRow] = []
    tab: str = "all"
    status_words: str = "Open"
    channel_filter: str = ""
    unread_only: bool = False
    narrowed: bool = False
    n_all: int = 0
    n_mine: int = 0
    n_nobody: int = 0

    name: str = ""
    reach: str = ""
    closed: bool = False
    lines: list[TalkLine] = []
    has_older: bool = False
    channels: list[ChannelView] = []
    mode: str = ""
    mode_closed: str = ""
    mode_left: str = ""
    mode_until: str = ""
    can_email: bool = False
    templates: list[TemplateView] = []
    person_shown: bool = False

    _size: int = _MORE
    _answering: str = ""

    async def _prepare(self) -> None:
        await self._offer_replies(await self._scope())

    async def _fetch(self, request: PageRequest) -> Page[InboxRow]:
        scope = await self._scope()
        narrowed = self._take_filters(scope)
        page = await in_reading(scope, queries.inbox, request, narrowed)
        counts = await in_reading(scope, queries.inbox_counts, narrowed, scope.user_id)
        await self._find_said(scope, request.search)
        self.n_all, self.n_mine, self.n_nobody = counts.everyone, counts.mine, counts.nobody
        return Page([_row(row) for row in page.rows], page.total, page.next_after)

    def _take_filters(self, scope: Scope) -> InboxFilter:
        self.filters = {name: value for name, value in self.filters.items() if value in _KNOWN[name]}
        self.tab = self.filters.get("tab", "all")
        status, channel = self.filters.get("status", ""), self.filters.get("channel", "")
        self.status_words = _STATUS_WORDS[status]
        self.channel_filter = _CHANNEL_WORDS.get(channel, "")
        self.unread_only = "unread" in self.filters
        self.narrowed = bool(self.search or self.filters)
        return InboxFilter(
            channel=ConversationChannel(channel) if channel else None,
            status=ConversationStatus.CLOSED if status == "closed" else None if status == "all" else _OPEN,
            snoozed=None if status in {"all", "closed"} else status == "snoozed",
            unread=self.unread_only,
            assigned_to=scope.user_id if self.tab == "mine" else None,
            unassigned=self.tab == "unassigned",
        )

    async def _open(self, row_id: str) -> None:
        scope = await self._scope()
        is_other = row_id != self._answering
        if is_other:
            self._size, self.mode, self.person_shown = _MORE, "", False
            self._at, self._next_at = self._next_at, ""
        thread = await in_reading(scope, queries.thread, row_id, size=self._size, at=self._at)
        if is_other:
            self._answering = row_id
            self._begin_answering(thread.newest)
        await self._show_lead(scope, thread.row.lead_id)
        notes = await in_reading(scope, answer_notes, scope, row_id)
        self._show_thread(thread, await in_reading(scope, lead_detail, thread.row.lead_id), notes)
        await self._offer_templates(scope)
        await self._offer_files(scope)
        await self._hear_colleagues(scope, row_id)
        if thread.row.unread:
            await in_transaction(scope, actions.mark_read, scope, row_id)

    def _show_thread(self, thread: Thread, detail: Any, notes: dict[str, AnswerNote]) -> None:
        self.name, self.closed = phone_words(thread.row.name), thread.row.status == ConversationStatus.CLOSED
        addresses = [address for address in (phone_words(thread.phone), thread.email) if address]
        self.reach = next((address for address in addresses if address != self.name), "No name given yet")
        self._show_snooze(thread.row.snoozed_until, detail.zone)
        self.lines, self.has_older = lines_of(thread, detail.timeline, detail.zone, notes), thread.has_older
        self.has_newer = thread.has_newer
        self.channels = channels_of(thread, detail.zone)
        self.can_email = any(view.key == "email" and not view.closed for view in self.channels)
        if self.mode not in {*(view.key for view in self.channels), "note"}:
            here = [view.key for view in self.channels]
            usual = thread.row.channel.value
            self.mode = usual if usual in here else next(iter(here), "note")
        self._show_mode()

    def _show_mode(self) -> None:
        chosen = next((view for view in self.channels if view.key == self.mode), ChannelView("note", "Note"))
        self.mode_closed, self.mode_left, self.mode_until = chosen.closed, chosen.left, chosen.until

    async def _offer_templates(self, scope: Scope) -> None:
        wanted = any(view.takes_template for view in self.channels)
        found = await in_reading(scope, queries.templates_to_choose) if wanted else []
        self.templates = [TemplateView(one.id, one.name, one.body) for one in found]

    def _close(self) -> None:
        self._forget_lead()
        self._answering = self._at = ""
        self.lines, self.channels, self.mode, self.person_shown = [], [], "", False

    @rx.event
    async def show_tab(self, tab: str) -> Any:
        """Everybody's, one's own, or nobody's conversations."""
        return await self.filter_by("tab", "" if tab == "all" else str(tab))  # pyright: ignore

    @rx.event
    async def clear_narrowing(self) -> Any:
        """All open conversations."""
        self.version += 1
        self.search, self.filters = "", {}
        return await self._start_over()

    @rx.event
    async def show_older(self) -> None:
        """More of the thread."""
        self._size = min(self._size + _MORE, queries.MOST_SHOWN)
        if self.open_id:
            await self._open(self.open_id)
        self.has_older = self.has_older and self._size < queries.MOST_SHOWN

    @rx.event
    async def set_mode(self, mode: str) -> None:
        """WhatsApp, e-mail or a note to the team."""
        if mode in {*(view.key for view in self.channels), "note"}:
            self.mode = mode
            self._show_mode()
            await self._offer_files(await self._scope())

    @rx.event
    def show_person(self, shown: bool) -> None:
        """The person beside the thread, on narrow windows over it."""
        self.person_shown = bool(shown)

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def close_talk(self) -> Any:
        """Nothing is left to do here; what they say next opens it again."""
        return await self._set_status(ConversationStatus.CLOSED, "Closed. It opens again when they write.")

    @rx.event
    @needs(Can.SEND_MESSAGES)
    async def reopen_talk(self) -> Any:
        return await self._set_status(ConversationStatus.OPEN, "Open again")

    async def _set_status(self, status: ConversationStatus, words: str) -> Any:
        scope = await self._scope()
        await in_transaction(scope, actions.set_status, scope, self.open_id, status)
        await self.refresh()  # pyright: ignore[reportGeneralTypeIssues]
        return done(words)


def _clock(row: ConversationRow) -> tuple[str, str]:
    if row.waits_since is not None and row.status == _OPEN:
        return waiting_clock(row.waits_since, row.answer_within_seconds)
    if row.answered_after_seconds is not None:
        return answered_clock(row.answered_after_seconds, row.answer_within_seconds)
    return "", ""


def _row(row: ConversationRow) -> InboxRow:
    clock, kind = _clock(row)
    return InboxRow(
        id=row.id,
        name=phone_words(row.name),
        source=_COLOUR.get(row.source, "import"),
        source_words=row.source_words,
        last_text=row.last_text or "Nothing written yet",
        ago=short_ago(row.last_at),
        exact=moment(row.last_at),
        unread=row.unread,
        closed=row.status == ConversationStatus.CLOSED,
        snoozed=f"Until {moment(row.snoozed_until)}" if row.snoozed_until else "",
        clock=clock,
        clock_kind=kind,
    )
