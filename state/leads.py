"""Leads: the list, the board, the drawer, and leads added by hand."""

from typing import Any, ClassVar

import reflex as rx

from services.core.errors import Conflict, Invalid
from services.core.paging import Page, PageRequest, counted
from services.core.scope import Can
from services.db import in_reading, in_transaction
from services.leads import actions, queries
from services.leads.rules import TABS
from services.leads.types import NewLead
from services.live import Topic
from services.models import Intent, LeadStatus
from state.access import needs
from state.base import AppState
from state.lead_care import LeadCareMixin, status_in, typed
from state.lead_views import INTENT_WORDS, ColumnView, LeadCard, card_of, column_of, status_words
from state.table import TableMixin
from state.toasts import done

_STATUSES = {status.value for status in LeadStatus}
_INTENTS = {intent.value for intent in Intent}


class LeadsState(LeadCareMixin, TableMixin, AppState):
    """Tab, filters, view and the open lead are in the address bar."""

    _topics: ClassVar[frozenset[Topic]] = frozenset({Topic.LEADS, Topic.CONVERSATIONS})
    _sorts: ClassVar[tuple[str, ...]] = ("newest", "score")
    _filters: ClassVar[tuple[str, ...]] = ("tab", "status", "intent", "view")

    _dialogs: ClassVar[tuple[str, ...]] = ("adding",)

    rows: list[LeadCard] = []
    columns: list[ColumnView] = []
    counts: dict[str, str] = {}
    tab: str = "all"
    view: str = "list"
    status_filter: str = ""
    intent_filter: str = ""
    narrowed: bool = False
    adding: bool = False
    add_problem: str = ""
    wrong_field: str = ""

    async def _fetch(self, request: PageRequest) -> Page[LeadCard]:
        scope = await self._scope()
        self._take_filters()
        self.counts = {tab: counted(n) for tab, n in (await in_reading(scope, queries.tab_counts)).items()}
        intent = Intent(self.filters["intent"]) if self.intent_filter else None
        if self.view == "board":
            columns = await in_reading(scope, queries.board, tab=self.tab, search=request.search, intent=intent)
            drawn = [column_of(column) for column in columns]
            if drawn != self.columns:  # what is equal is not sent again
                self.columns = drawn
            return Page(total=sum(column.total for column in columns))
        status = LeadStatus(self.filters["status"]) if self.status_filter else None
        page = await in_reading(scope, queries.page_of_leads, request, tab=self.tab, status=status, intent=intent)
        return Page([card_of(row) for row in page.rows], page.total, page.next_after)

    def _take_filters(self) -> None:
        """Words of the chips; what the address bar asks for and does not exist is dropped."""
        known = {"tab": set(TABS), "status": _STATUSES, "intent": _INTENTS, "view": {"board"}}
        self.filters = {name: value for name, value in self.filters.items() if value in known[name]}
        self.tab, self.view = self.filters.get("tab", "all"), self.filters.get("view", "list")
        status, intent = self.filters.get("status", ""), self.filters.get("intent", "")
        self.status_filter = status_words(status) if status else ""
        self.intent_filter = INTENT_WORDS[Intent(intent)] if intent else ""
        self.narrowed = bool(self.search or intent or (status and self.view == "list"))

    async def _open(self, row_id: str) -> None:
        await self._show_lead(await self._scope(), row_id)

    def _close(self) -> None:
        self._forget_lead()

    @rx.event
    async def show_tab(self, tab: str) -> Any:
        """One source of leads, or all."""
        return await self.filter_by("tab", "" if tab == "all" else str(tab))  # pyright: ignore

    @rx.event
    async def show_view(self, view: str) -> Any:
        """List or board."""
        return await self.filter_by("view", "board" if view == "board" else "")  # pyright: ignore

    @rx.event
    async def show_status(self, status: str) -> Any:
        """The list of one status: the rest of a long column."""
        self.filters = {name: kept for name, kept in self.filters.items() if name != "view"}
        return await self.filter_by("status", status_in(status).value)  # pyright: ignore

    @rx.event
    async def clear_narrowing(self) -> Any:
        """No search, no status, no intent; tab and view stay."""
        self.version += 1
        self.search = ""
        self.filters = {name: kept for name, kept in self.filters.items() if name in {"tab", "view"}}
        return await self._start_over()

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def set_adding(self, now_open: bool) -> None:
        """Open or close the dialog for a new lead."""
        self.adding, self.add_problem, self.wrong_field = bool(now_open), "", ""

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def add(self, form: dict[str, Any]) -> Any:
        """Keep a lead that was typed in, and open it."""
        scope = await self._scope()
        new = NewLead(**{name: typed(form, name) for name in ("name", "phone", "email", "company", "location", "note")})
        try:
            lead = await in_transaction(scope, actions.add_lead, scope, new)
        except (Invalid, Conflict) as problem:
            self.add_problem, self.wrong_field = problem.message, getattr(problem, "field", "")
            return None
        self.adding = False
        await self._read()
        await self._show_row(lead.public_id)
        return [done(f"{lead.name} is in your leads"), self._address()]
