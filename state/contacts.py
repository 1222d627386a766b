"""Contacts: the list with its filters and views, and the drawer of one."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from services.contacts import bulk, queries, tallies
from services.contacts.detail import contact_detail
from services.contacts.rules import FILTERS, filters_from
from services.contacts.views import ViewRow, views
from services.core.errors import NotFound
from services.core.paging import Page, PageRequest, counted
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.dedupe.queries import pairs_waiting
from services.leads.conversion import convert_by_hand
from services.live import Topic
from state.access import needs
from state.base import AppState
from state.chosen_contacts import ChosenContactsMixin
from state.contact_edit import ContactEditMixin
from state.contact_views import Chip, ContactView, RowView, TaskView, chips, contact_view, row_view, task_view
from state.saved_views import SavedViewsMixin
from state.table import TableMixin
from state.toasts import done

_NOTHING = ContactView()


@dataclass(frozen=True)
class Around:
    """What surrounds the rows, read at one instant."""

    campaigns: list[tuple[str, str]]
    cities: list[tuple[str, int]]
    from_openstreetmap: bool
    views: list[ViewRow]
    tasks: list[bulk.TaskRow]
    duplicates: int


def around(session: Session, scope: Scope, city: str) -> Around:
    return Around(
        campaigns=queries.campaigns(session),
        cities=tallies.cities(session, city),
        from_openstreetmap=queries.from_openstreetmap(session),
        views=views(session, scope),
        tasks=bulk.running(session),
        duplicates=pairs_waiting(session),
    )


class ContactsState(ChosenContactsMixin, SavedViewsMixin, ContactEditMixin, TableMixin, AppState):
    """`detail` is the open contact, empty while the drawer is closed."""

    _topics: ClassVar[frozenset[Topic]] = frozenset({Topic.CONTACTS, Topic.OUTREACH})
    _sorts: ClassVar[tuple[str, ...]] = ("score", "newest", "name")
    _filters: ClassVar[tuple[str, ...]] = FILTERS

    rows: list[RowView] = []
    duplicates: str = ""  # pairs that wait to be judged, "" for none
    chips: list[Chip] = []
    cities: list[tuple[str, str]] = []
    campaigns: list[tuple[str, str]] = []
    from_openstreetmap: bool = False
    tasks: list[TaskView] = []
    detail: ContactView = _NOTHING
    position: str = ""

    _city_search: str = ""

    async def _prepare(self) -> None:
        scope = await self._scope()
        seen = await in_reading(scope, around, scope, self._city_search)
        self._take_views(seen.views)
        for name, value in (
            ("campaigns", seen.campaigns),
            ("cities", _cities(seen.cities)),
            ("from_openstreetmap", seen.from_openstreetmap),
            ("tasks", [task_view(task) for task in seen.tasks]),
            ("duplicates", counted(seen.duplicates) if seen.duplicates else ""),
        ):
            if getattr(self, name) != value:  # what is equal is not sent again
                setattr(self, name, value)

    async def _fetch(self, request: PageRequest) -> Page[RowView]:
        scope = await self._scope()
        known = dict(self.campaigns)
        if self.filters.get("campaign", "") not in {"", *known}:
            self.filters = {name: value for name, value in self.filters.items() if name != "campaign"}
        page = await in_reading(scope, queries.page_of_contacts, request, filters_from(self.filters))
        found = chips(self.filters, known)
        if found != self.chips:
            self.chips = found
        self._name_view()
        return Page([row_view(row) for row in page.rows], page.total, page.next_after, page.is_least)

    @rx.event(supersedes=True)
    async def search_cities(self, text: str) -> None:
        """Cities to choose from whose name holds `text`."""
        self._city_search = str(text)[:120]
        self.cities = _cities(await in_reading(await self._scope(), tallies.cities, self._city_search))

    async def _open(self, row_id: str) -> None:
        scope = await self._scope()
        ids = [row.id for row in self.rows]
        self.position = f"{self._first + ids.index(row_id):,} of {self.total}" if row_id in ids else ""
        try:
            self.detail = contact_view(await in_reading(scope, contact_detail, row_id))
        except NotFound:
            self.detail = _NOTHING
            if self.open_id != row_id:
                raise
            self.open_id = ""  # it was deleted while it was open

    def _close(self) -> None:
        self.detail = _NOTHING

    @rx.event
    async def step_to(self, step: int) -> Any:
        """Open the next or the previous contact of the page."""
        ids = [row.id for row in self.rows]
        at = (ids.index(self.open_id) if self.open_id in ids else -1) + (1 if step > 0 else -1)
        if 0 <= at < len(ids):
            await self._show_row(ids[at])
        return self._address()

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def convert(self) -> Any:
        """Make a lead of the open contact."""
        if not self.open_id:
            return None
        scope = await self._scope()
        lead_id = await in_transaction(scope, convert_by_hand, scope, self.open_id)
        return [done("Now a lead"), rx.redirect(f"/leads?open={lead_id}")]


def _cities(found: list[tuple[str, int]]) -> list[tuple[str, str]]:
    return [(city, f"{number:,}") for city, number in found]
