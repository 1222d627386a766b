"""Contacts: the list with its filters, what is done with chosen ones, and the drawer of one."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar
from urllib.parse import urlencode

import reflex as rx
from sqlmodel import Session

from services.contacts import actions, queries
from services.contacts.detail import contact_detail
from services.contacts.rules import FILTERS, filters_from
from services.contacts.types import ContactFilters, ContactRow, Selection
from services.core.errors import NotFound
from services.core.paging import Page, PageRequest
from services.core.scope import Can
from services.db import in_reading, in_transaction
from services.leads.conversion import convert_by_hand
from services.live import Topic
from services.models import VerificationStatus
from state.access import needs
from state.base import AppState
from state.contact_views import Chip, ContactView, RowView, chips, contact_view, row_view
from state.table import TableMixin
from state.toasts import done

_NOTHING = ContactView()


@dataclass(frozen=True)
class Seen:
    """One page of the list and what its filters offer, read at one instant."""

    page: Page[ContactRow]
    cities: list[tuple[str, int]]
    campaigns: dict[str, str]
    from_openstreetmap: bool


def read(session: Session, request: PageRequest, filters: ContactFilters) -> Seen:
    campaigns = dict(queries.campaigns(session))
    if filters.campaign not in campaigns:
        filters = replace(filters, campaign="")
    return Seen(
        page=queries.page_of_contacts(session, request, filters),
        cities=queries.cities(session),
        campaigns=campaigns,
        from_openstreetmap=queries.from_openstreetmap(session),
    )


class ContactsState(TableMixin, AppState):
    """`detail` is the open contact, empty while the drawer is closed."""

    _topics: ClassVar[frozenset[Topic]] = frozenset({Topic.CONTACTS, Topic.OUTREACH})
    _sorts: ClassVar[tuple[str, ...]] = ("score", "newest", "name")
    _filters: ClassVar[tuple[str, ...]] = FILTERS

    rows: list[RowView] = []
    chips: list[Chip] = []
    cities: list[tuple[str, str]] = []
    campaigns: list[tuple[str, str]] = []
    from_openstreetmap: bool = False
    detail: ContactView = _NOTHING
    position: str = ""
    asking_delete: bool = False

    async def _fetch(self, request: PageRequest) -> Page[RowView]:
        scope = await self._scope()
        seen = await in_reading(scope, read, request, filters_from(self.filters))
        self.cities = [(city, f"{city} ({number:,})") for city, number in seen.cities]
        self.campaigns = list(seen.campaigns.items())
        self.chips = chips(self.filters, seen.campaigns)
        self.from_openstreetmap = seen.from_openstreetmap
        page = seen.page
        return Page([row_view(row) for row in page.rows], page.total, page.next_after, page.is_least)

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
    @needs(Can.EDIT_CONTACTS)
    async def mark_selected(self, to: str) -> Any:
        """Mark the selected contacts verified or invalid."""
        if not self.selected or to not in {VerificationStatus.VERIFIED, VerificationStatus.INVALID}:
            return None
        changed = await self._mark(selection_of(self), VerificationStatus(to))
        self._select([])
        words = "verified" if to == VerificationStatus.VERIFIED else "invalid"
        return done(f"{_contacts(changed)} marked {words}", _after(to))

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def mark_open(self, to: str) -> Any:
        """Mark the open contact verified, invalid, or neither."""
        if not self.open_id or to not in set(VerificationStatus):
            return None
        await self._mark(Selection(ids=(self.open_id,)), VerificationStatus(to))
        return done(_MARKED[VerificationStatus(to)], _after(to))

    async def _mark(self, selection: Selection, to: VerificationStatus) -> int:
        scope = await self._scope()
        changed = await in_transaction(scope, actions.set_verification, scope, selection, to)
        await self._again()
        return changed

    @rx.event
    def ask_delete(self, asking: bool) -> None:
        """Open or close the question before contacts are deleted."""
        self.asking_delete = bool(asking) and bool(self.selected or self.open_id)

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def delete(self) -> Any:
        """Delete the selected contacts, or the open one when none is selected."""
        scope = await self._scope()
        selection = selection_of(self) if self.selected else Selection(ids=(self.open_id,))
        self.asking_delete = False
        gone = await in_transaction(scope, actions.delete_contacts, scope, selection)
        self._select([])
        self.detail, self.open_id = _NOTHING, ""
        await self._again()
        return [done(f"{_contacts(gone)} deleted"), self._address()]

    @rx.event
    @needs(Can.EXPORT)
    def export(self) -> Any:
        """Download the selected contacts, or all that the list shows."""
        asked = {"q": self.search, **self.filters}
        if self.selected and not self.all_matching:
            asked = {"ids": ",".join(self.selected)}
        query = urlencode({name: value for name, value in asked.items() if value})
        return rx.download(url=f"/api/exports/contacts.csv?{query}")

    @rx.event
    @needs(Can.EDIT_LEADS)
    async def convert(self) -> Any:
        """Make a lead of the open contact."""
        if not self.open_id:
            return None
        scope = await self._scope()
        lead_id = await in_transaction(scope, convert_by_hand, scope, self.open_id)
        return [done("Now a lead"), rx.redirect(f"/leads?open={lead_id}")]

    async def _again(self) -> None:
        await self._read()
        if self.open_id:
            await self._open(self.open_id)


def selection_of(table: ContactsState) -> Selection:
    """What is selected in the list."""
    if table.all_matching:
        return Selection(everything=True, search=table.search, filters=filters_from(table.filters))
    return Selection(ids=tuple(table.selected))


_MARKED = {
    VerificationStatus.VERIFIED: "Marked verified",
    VerificationStatus.INVALID: "Marked invalid",
    VerificationStatus.UNVERIFIED: "No longer marked",
}


def _contacts(number: int) -> str:
    return "1 contact" if number == 1 else f"{number:,} contacts"


def _after(to: str) -> str:
    return "Nothing more is sent to them." if to == VerificationStatus.INVALID else ""
