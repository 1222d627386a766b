"""Contacts from a file: columns, check, choices, progress, report, history."""

import asyncio
from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from services.core.paging import PageRequest
from services.core.scope import Can, Scope
from services.db import in_reading, in_transaction
from services.imports import actions, queries, uploads
from services.imports.mapping import FIELDS, missing
from services.imports.receiving import described
from services.imports.types import Choices, ImportDetail, ImportRow, Layout, PreviewRow
from services.live import Topic
from services.models import Channel, ContactImport, KnownContacts
from state.access import needs
from state.base import AppState
from state.import_views import (
    ColumnView,
    HistoryView,
    ImportView,
    PreviewView,
    column_views,
    history_view,
    import_view,
    preview_view,
    shown_headings,
)
from state.toasts import done

_PAGE = "/contacts/import"
_HISTORY = 25


@dataclass(frozen=True)
class _Seen:
    history: list[ImportRow]
    detail: ImportDetail | None
    preview: list[PreviewRow]


def _read(session: Session, scope: Scope, import_id: str, with_preview: bool) -> _Seen:
    if not import_id:
        return _Seen(queries.history(session, scope, PageRequest(size=_HISTORY)), None, [])
    detail = queries.import_detail(session, scope, import_id)
    rows = queries.preview(session, scope, import_id) if with_preview and not missing(_targets(detail)) else []
    return _Seen([], detail, rows)


def _targets(detail: ImportDetail) -> list[str]:
    return [column.target for column in detail.columns]


class ImportState(AppState):
    """`step` is 1 upload, 2 columns, 3 check and choices, 4 progress and report."""

    _topics: ClassVar[frozenset[Topic]] = frozenset({Topic.IMPORTS})
    _dialogs: ClassVar[tuple[str, ...]] = ("asking_undo",)

    ready: bool = False
    may_import: bool = False
    import_id: str = ""
    step: int = 1
    view: ImportView = ImportView()
    columns: list[ColumnView] = []
    headings: list[str] = []
    preview: list[PreviewView] = []
    history: list[HistoryView] = []
    missing: str = ""
    problems: dict[str, str] = {}
    version: int = 0
    asking_undo: bool = False

    @rx.event
    async def load(self) -> None:
        """Show the import that the address bar names, else where one begins."""
        asked = self.router.url.query_parameters
        self.import_id = str(asked.get("id", ""))[:60]
        self.may_import = (await self._scope()).can(Can.EDIT_CONTACTS)
        self.step, self.problems, self.ready = 2, {}, False
        self.version += 1
        await self._look()
        self.ready = True

    @rx.event
    async def refresh(self) -> None:
        """Look again at how far it is."""
        if self.ready:
            await self._look()

    async def _look(self) -> None:
        scope = await self._scope()
        seen = await in_reading(scope, _read, scope, self.import_id, self.step == 3)
        self.history = [history_view(row) for row in seen.history]
        if seen.detail is None:
            self.step, self.view, self.columns, self.preview = 1, ImportView(), [], []
            return
        view = import_view(seen.detail)
        if view != self.view:
            self.view = view
        columns = column_views(seen.detail)
        if columns != self.columns:
            self.columns = columns
        self.missing, self.headings = missing(_targets(seen.detail)), shown_headings(seen.detail)
        self.preview = [preview_view(row) for row in seen.preview]
        if view.status != "draft":
            self.step = 4

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def set_column(self, index: int, target: str) -> None:
        """Say which field a column goes to."""
        chosen = [column.target for column in self.columns]
        if not 0 <= int(index) < len(chosen) or str(target) not in FIELDS:
            return
        chosen[int(index)] = str(target)
        scope = await self._scope()
        await in_transaction(scope, actions.set_columns, scope, self.import_id, chosen)
        await self._look()

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def use_headings(self, has_headings: bool) -> None:
        """Say whether the first row holds headings."""
        await self._lay_out(lambda found, layout: uploads.relaid(found.stored_as, layout, named=bool(has_headings)))

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def use_sheet(self, sheet: str) -> None:
        """Read another sheet of the workbook."""
        await self._lay_out(lambda found, _: uploads.understand(found.stored_as, str(sheet)[:100]))

    async def _lay_out(self, how: Any) -> None:
        scope = await self._scope()
        found: ContactImport = await in_reading(scope, actions.get_import, self.import_id)
        layout = await asyncio.to_thread(how, found, Layout.read(found.layout))
        upload = await asyncio.to_thread(described, found.stored_as, found.file_name, layout, found.region)
        await in_transaction(scope, actions.set_layout, scope, self.import_id, upload)
        self.version += 1
        await self._look()

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def go(self, step: int) -> Any:
        """To the columns (2) or to the check (3), which looks through the whole file."""
        if self.view.status != "draft" or int(step) not in {2, 3}:
            return None
        if int(step) == 3:
            if self.missing:
                self.problems = {"columns": self.missing}
                return None
            scope = await self._scope()
            await in_transaction(scope, actions.ask_check, scope, self.import_id)
        self.step, self.problems = int(step), {}
        await self._look()
        return rx.call_script("window.scrollTo(0, 0)")

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def set_known(self, known: str) -> None:
        """What happens to people who are contacts already."""
        if str(known) in set(KnownContacts):
            await self._choose(known=KnownContacts(known))

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def set_region(self, region: str) -> None:
        """The country of numbers without a country code."""
        await self._choose(region=str(region)[:2])
        scope = await self._scope()
        await in_transaction(scope, actions.ask_check, scope, self.import_id)

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def set_opt_in(self, channel: str, agreed: bool) -> None:
        """Whether everybody in the file agreed to a channel."""
        if str(channel) not in set(Channel):
            return
        others = [one for one in self.view.opt_in if one != channel]
        await self._choose(opt_in=tuple([*others, str(channel)] if agreed else others))

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def set_evidence(self, text: str) -> None:
        """Where and when they agreed."""
        self.problems = {}
        await self._choose(evidence=str(text)[:1000])

    async def _choose(self, **changed: Any) -> None:
        scope = await self._scope()
        view = self.view
        now = {
            "known": KnownContacts(view.known or "fill"),
            "region": view.region,
            "opt_in": tuple(view.opt_in),
            "evidence": view.evidence,
        }
        await in_transaction(scope, actions.set_choices, scope, self.import_id, Choices(**{**now, **changed}))
        await self._look()

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def start(self, form: dict[str, Any]) -> None:
        """Import the file."""
        if self.view.opt_in:
            await self._choose(evidence=str(form.get("evidence", self.view.evidence))[:1000])
            if len(self.view.evidence.strip()) < actions.LEAST_EVIDENCE:
                self.problems = {"evidence": "Say where and when they agreed."}
                return
        scope = await self._scope()
        await in_transaction(scope, actions.start, scope, self.import_id)
        await self._look()

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def resume(self) -> None:
        """Go on where it stopped."""
        scope = await self._scope()
        await in_transaction(scope, actions.resume, scope, self.import_id)
        await self._look()

    @rx.event
    def ask_undo(self, asking: bool) -> None:
        """Open or close the question before an import is undone."""
        self.asking_undo = bool(asking) and self.view.can_undo

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def undo(self) -> None:
        """Take the whole import back."""
        self.asking_undo = False
        scope = await self._scope()
        await in_transaction(scope, actions.take_back, scope, self.import_id)
        await self._look()

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def discard(self) -> Any:
        """Forget the uploaded file."""
        scope = await self._scope()
        stored_as = await in_transaction(scope, actions.discard, scope, self.import_id)
        await asyncio.to_thread(uploads.remove, stored_as)
        self.import_id = ""
        await self._look()
        return [rx.redirect(_PAGE), done("Upload discarded")]

    @rx.event
    def open_import(self, import_id: str) -> Any:
        """Show one import of the history."""
        return rx.redirect(f"{_PAGE}?id={str(import_id)[:60]}")
