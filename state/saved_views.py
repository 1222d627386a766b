"""Saved views of the list: shown, saved, renamed, shared, overwritten, deleted, opened with."""

from typing import Any, ClassVar

import reflex as rx

from services.contacts import views
from services.contacts.views import Looks, ViewRow
from services.core.errors import Invalid
from services.db import in_reading, in_transaction
from state.contact_views import ViewItem
from state.table import TableMixin
from state.toasts import done

_LONGEST_ID = 60


class SavedViewsMixin(TableMixin, mixin=True):
    """`view_id` is the view that is shown; `asking_view` is "new", "rename" or "delete" while a dialog is open."""

    _dialogs: ClassVar[tuple[str, ...]] = ("asking_view",)

    views: list[ViewItem] = []
    view_id: str = ""
    view_name: str = ""
    view_is_mine: bool = False
    view_is_shared: bool = False
    view_is_default: bool = False
    view_is_changed: bool = False
    asking_view: str = ""
    asked_name: str = ""
    view_problems: dict[str, str] = {}

    _looks: dict[str, Looks] = {}  # by the view's id

    async def _asked(self, query: dict[str, str]) -> dict[str, str]:
        """A view stands for what it keeps, unless the address says more; an empty address is the default view."""
        scope = await self._scope()
        kept = {view.id: view for view in await in_reading(scope, views.views, scope)}
        first = next((view.id for view in kept.values() if view.is_default), "")
        said = [name for name in query if name not in {"view", "open"}]
        wanted = query.get("view", "") or ("" if query else first)
        self.view_id = wanted if wanted in kept else ""
        if not self.view_id or said:
            return query
        looks = kept[self.view_id].looks
        return {"q": looks.search, **looks.filters, "sort": looks.sort, "open": query.get("open", "")}

    def _take_views(self, found: list[ViewRow]) -> None:
        items = [ViewItem(view.id, view.name, view.is_mine, view.is_shared, view.is_default) for view in found]
        if items != self.views:
            self.views = items
        self._looks = {view.id: view.looks for view in found}

    def _name_view(self) -> None:
        """Say which view is shown, and whether what is shown differs from what it keeps."""
        shown = next((view for view in self.views if view.id == self.view_id), None)
        self.view_name = shown.name if shown else ""
        self.view_is_mine = bool(shown and shown.is_mine)
        self.view_is_shared = bool(shown and shown.is_shared)
        self.view_is_default = bool(shown and shown.is_default)
        kept = self._looks.get(self.view_id)
        self.view_is_changed = kept is not None and _plain(kept) != _plain(looks_of(self))

    def _more_in_address(self) -> dict[str, str]:
        return {"view": self.view_id}

    @rx.event
    async def show_view(self, view_id: str) -> Any:
        """Show a saved view, or all contacts for ""."""
        looks = self._looks.get(str(view_id)[:_LONGEST_ID])
        self.view_id = str(view_id)[:_LONGEST_ID] if looks else ""
        looks = looks or Looks("", {}, "")
        order = looks.sort.removeprefix("-")
        self.search, self.filters = looks.search, dict(looks.filters)
        self.order_by = order if order in self._sorts else self._sorts[0]
        self.descending = looks.sort.startswith("-") or not looks.sort
        self.version += 1
        return await self._start_over()

    @rx.event
    def ask_view(self, question: str) -> None:
        """Open the dialog for a "new" view, to "rename" or "delete" the shown one; "" closes it."""
        allowed = question == "new" or (question in {"rename", "delete"} and self.view_is_mine)
        self.asking_view = question if allowed else ""
        self.asked_name = self.view_name if self.asking_view == "rename" else ""
        self.view_problems = {}

    @rx.event
    def close_view_dialog(self, now_open: bool) -> None:
        """The dialog was closed by its cross, Escape or a click beside it."""
        if not now_open:
            self.asking_view = ""

    @rx.event
    async def save_view(self, form: dict[str, Any]) -> Any:
        """Keep what the list shows under a name, or give the shown view another name."""
        scope, name = await self._scope(), str(form.get("name", ""))[:200]
        try:
            if self.asking_view == "rename":
                await in_transaction(scope, views.change_view, scope, self.view_id, name=name)
            else:
                shared = bool(form.get("shared"))
                self.view_id = await in_transaction(scope, views.save_view, scope, name, looks_of(self), shared=shared)
        except Invalid as refusal:
            self.view_problems = {refusal.field or "name": refusal.message}
            return None
        self.asking_view = ""
        return await self._changed("View saved")

    @rx.event
    async def overwrite_view(self) -> Any:
        """Let the shown view keep the filters and the order that are shown now."""
        scope = await self._scope()
        await in_transaction(scope, views.change_view, scope, self.view_id, looks=looks_of(self))
        return await self._changed("View saved")

    @rx.event
    async def share_view(self, shared: bool) -> Any:
        """Show the view to the team, or to oneself alone."""
        scope = await self._scope()
        await in_transaction(scope, views.change_view, scope, self.view_id, shared=bool(shared))
        return await self._changed("Your team sees this view now" if shared else "Only you see this view now")

    @rx.event
    async def open_with_view(self, view_id: str) -> Any:
        """Let the list open with this view; "" for all contacts."""
        scope = await self._scope()
        await in_transaction(scope, views.open_with, scope, str(view_id)[:_LONGEST_ID])
        words = "with this view" if view_id else "with all contacts"
        return await self._changed(f"Your list opens {words} now")

    @rx.event
    async def delete_view(self) -> Any:
        """Remove the shown view; what the list shows stays."""
        scope = await self._scope()
        await in_transaction(scope, views.delete_view, scope, self.view_id)
        self.view_id, self.asking_view = "", ""
        return await self._changed("View deleted")

    async def _changed(self, words: str) -> Any:
        scope = await self._scope()
        self._take_views(await in_reading(scope, views.views, scope))
        self._name_view()
        return [done(words), self._address()]


def looks_of(table: TableMixin) -> Looks:
    """What the list shows, as a view keeps it."""
    sort = f"-{table.order_by}" if table.descending else table.order_by
    return Looks(table.search, dict(table.filters), sort)


def _plain(looks: Looks) -> tuple[str, dict[str, str], str]:
    return looks.search.strip(), dict(looks.filters), looks.sort or "-score"
