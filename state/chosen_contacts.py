"""What is done with the contacts that are selected in the list, or with the open one."""

from typing import Any, ClassVar
from urllib.parse import urlencode

import reflex as rx

from services.contacts import actions, bulk
from services.contacts.rules import filters_from
from services.contacts.types import Selection
from services.core.scope import Can
from services.db import in_reading, in_transaction
from services.models import BulkAction, VerificationStatus
from state.access import needs
from state.table import TableMixin
from state.toasts import done, undoable

_MARKED = {
    VerificationStatus.VERIFIED: "Marked verified",
    VerificationStatus.INVALID: "Marked invalid",
    VerificationStatus.UNVERIFIED: "No longer marked",
}
_KINDS = ("csv", "xlsx")


class ChosenContactsMixin(TableMixin, mixin=True):
    """`asking_delete` is the open question before contacts are deleted."""

    _dialogs: ClassVar[tuple[str, ...]] = ("asking_delete",)

    asking_delete: bool = False

    _unmarked: dict[str, list[str]] = {}  # public ids by what the last marking changed them from

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def mark_selected(self, to: str) -> Any:
        """Mark the selected contacts verified or invalid."""
        if not self.selected or to not in {VerificationStatus.VERIFIED, VerificationStatus.INVALID}:
            return None
        chosen = selection_of(self)
        if begun := await self._in_background(BulkAction.MARK, to, chosen):
            return begun
        changed = await self._mark(chosen, VerificationStatus(to))
        words = "verified" if to == VerificationStatus.VERIFIED else "invalid"
        return undoable(f"{_contacts(changed)} marked {words}", type(self).undo_mark, _after(to))

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def mark_open(self, to: str) -> Any:
        """Mark the open contact verified, invalid, or neither."""
        if not self.open_id or to not in set(VerificationStatus):
            return None
        await self._mark(Selection(ids=(self.open_id,)), VerificationStatus(to), keep_selection=True)
        return undoable(_MARKED[VerificationStatus(to)], type(self).undo_mark, _after(to))

    async def _again(self) -> None:
        """Read what is shown once more."""
        await self._read()
        if self.open_id:
            await self._open(self.open_id)

    async def _mark(self, chosen: Selection, to: VerificationStatus, *, keep_selection: bool = False) -> int:
        scope = await self._scope()
        marked = await in_transaction(scope, actions.set_verification, scope, chosen, to)
        self._unmarked = marked.before
        if not keep_selection:
            self._select([])
        await self._again()
        return marked.changed

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def undo_mark(self) -> Any:
        """Take the last marking back."""
        if not self._unmarked:
            return None
        scope, before = await self._scope(), self._unmarked
        self._unmarked = {}
        restored = await in_transaction(scope, actions.restore_marks, scope, before)
        await self._again()
        return done(f"{_contacts(restored)} as before")

    @rx.event
    async def ask_delete(self, asking: bool) -> None:
        """Open or close the question before contacts are deleted."""
        self.asking_delete = bool(asking) and bool(self.selected or self.open_id)

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def delete(self) -> Any:
        """Delete the selected contacts, or the open one when none is selected."""
        scope = await self._scope()
        chosen = selection_of(self) if self.selected else Selection(ids=(self.open_id,))
        self.asking_delete = False
        if begun := await self._in_background(BulkAction.DELETE, "", chosen):
            return begun
        gone = await in_transaction(scope, actions.delete_contacts, scope, chosen)
        self._select([])
        await self._show_row("")
        await self._again()
        return [done(f"{_contacts(gone)} deleted"), self._address()]

    async def _in_background(self, action: BulkAction, argument: str, chosen: Selection) -> Any:
        """A task for many; None for few, which are done at once."""
        scope = await self._scope()
        if not await in_reading(scope, bulk.is_for_background, chosen):
            return None
        await in_transaction(scope, bulk.begin, scope, action, argument, chosen)
        self._select([])
        await self._prepare()
        return done("Under way", "You can go on working. The bar above the list shows how far it is.")

    @rx.event
    async def cancel_task(self, task_id: str) -> Any:
        """Stop a task where it is."""
        scope = await self._scope()
        await in_transaction(scope, bulk.cancel, scope, str(task_id)[:60])
        await self._prepare()
        return done("Stopped", "What was done so far stays done.")

    @rx.event
    @needs(Can.EXPORT)
    async def export(self, kind: str) -> Any:
        """Download the selected contacts, or all that the list shows, as CSV or XLSX."""
        if kind not in _KINDS:
            return None
        asked = {"q": self.search, **self.filters}
        if self.selected and not self.all_matching:
            asked = {"ids": ",".join(self.selected)}
        query = urlencode({name: value for name, value in asked.items() if value})
        return rx.download(url=f"/api/exports/contacts.{kind}?{query}")


def selection_of(table: TableMixin) -> Selection:
    """What is selected in the list."""
    if table.all_matching:
        return Selection(everything=True, search=table.search, filters=filters_from(table.filters))
    return Selection(ids=tuple(table.selected))


def _contacts(number: int) -> str:
    return "1 contact" if number == 1 else f"{number:,} contacts"


def _after(to: str) -> str:
    return "Nothing more is sent to them." if to == VerificationStatus.INVALID else ""
