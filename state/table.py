"""A list page: search, filters, sorting, keyset pages, selection and an open row, all kept in the address bar."""

import json
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

import reflex as rx

from services.core.paging import PAGE_SIZES, Page, PageRequest, counted
from services.core.storable import storable
from state.trouble import told

if TYPE_CHECKING:
    from services.core.scope import Scope

_LONGEST = 200
_LONGEST_CURSOR = 2_000


class TableMixin(rx.State, mixin=True):
    """Write `class LeadsState(TableMixin, AppState)` and give it

    - `rows: list[LeadRow] = []`, whose rows have a unique `id`;
    - `_sorts`, the keys that may be sorted by, the first being the default;
    - `_filters`, the names of its filters, "tab" among them if there are tabs;
    - `async def _fetch(self, request) -> Page[LeadRow]`, which reads `self.filters`;
    - optionally `async def _open(self, row_id)` and `_close(self)`, to fill and empty a drawer;
    - optionally `async def _prepare(self)`, to read what surrounds the rows, on load and on refresh;
    - optionally `async def _asked(self, query)`, to put another query in place of the address bar's.

    The page uses `load` as its `on_load`. Filters and sort keys that are not named above are ignored.
    """

    _sorts: ClassVar[tuple[str, ...]] = ("newest",)
    _filters: ClassVar[tuple[str, ...]] = ()

    rows: list[Any] = []
    loading: bool = True
    problem: str = ""
    search: str = ""
    filters: dict[str, str] = {}
    order_by: str = ""
    descending: bool = True
    size: int = 50
    total: str = ""
    shown: str = ""
    has_next: bool = False
    has_previous: bool = False
    selected: list[str] = []
    all_matching: bool = False
    selected_words: str = ""
    open_id: str = ""
    version: int = 0  # the search box is drawn anew when it changes

    _first: int = 1
    _after: str = ""
    _next: str = ""
    _before: list[str] = []

    if TYPE_CHECKING:  # the State it is mixed into has it from AppState

        async def _scope(self) -> Scope: ...

    async def _fetch(self, request: PageRequest) -> Page[Any]:
        """One page of rows; every table says how."""
        raise NotImplementedError

    async def _prepare(self) -> None:
        """Read what the page shows around its rows."""

    async def _asked(self, query: dict[str, str]) -> dict[str, str]:
        """What to show when the address bar asks for `query`."""
        return query

    def _more_in_address(self) -> dict[str, str]:
        """What else belongs into the address bar."""
        return {}

    async def _open(self, row_id: str) -> None:
        """Fill the drawer; raises NotFound for a row that is not there."""

    def _close(self) -> None:
        """Empty the drawer."""

    @rx.event
    async def load(self) -> None:
        """Show what the address bar asks for."""
        self.problem = ""
        try:
            asked = await self._asked(dict(self.router.url.query_parameters))
            await self._prepare()
        except Exception as trouble:  # noqa: BLE001 - told() logs what is not expected
            self.rows, self.problem, self.loading = [], told(trouble), False
            return
        before, self.search = self.search, str(asked.get("q", ""))[:_LONGEST]
        if self.search != before:  # else the box stays as it is, with what somebody quick has begun to type
            self.version += 1
        self.filters = {name: str(asked[name])[:_LONGEST] for name in self._filters if asked.get(name)}
        order = str(asked.get("sort", ""))
        self.order_by = order.lstrip("-") if order.lstrip("-") in self._sorts else self._sorts[0]
        self.descending = order.startswith("-") or not order
        self._after, self._before = str(asked.get("after", ""))[:_LONGEST_CURSOR], []
        first = str(asked.get("from", "1"))
        self._first = int(first) if self._after and first.isdecimal() and len(first) < 8 else 1
        self._select([])
        try:
            await self._read()
        except Exception as trouble:  # noqa: BLE001 - told() logs what is not expected
            self.rows, self.problem, self.loading = [], told(trouble), False
            return
        await self._show_row(str(asked.get("open", ""))[:60])

    @rx.event
    async def refresh(self) -> None:
        """Read the same page again; what is typed, selected and open stays."""
        await self._prepare()
        await self._read()
        if self.open_id:
            await self._open(self.open_id)

    @rx.event(supersedes=True)
    async def search_for(self, text: str) -> Any:
        """Rows that say `text`."""
        self.search = storable(str(text)[:_LONGEST])
        return await self._start_over()

    @rx.event(supersedes=True)
    async def filter_by(self, name: str, value: str) -> Any:
        """Narrow by one filter; an empty value lifts it."""
        if name not in self._filters:
            return None
        rest = {key: kept for key, kept in self.filters.items() if key != name}
        self.filters = {**rest, name: storable(str(value)[:_LONGEST])} if value else rest
        return await self._start_over()

    @rx.event
    async def clear_filters(self) -> Any:
        """No search and no filters; a chosen tab stays."""
        self.version += 1
        self.search, self.filters = "", {key: kept for key, kept in self.filters.items() if key == "tab"}
        return await self._start_over()

    @rx.event
    async def sort_by(self, key: str) -> Any:
        """Sort by another column, or turn the present one round."""
        if key not in self._sorts:
            return None
        self.descending = not self.descending if key == self.order_by else True
        self.order_by = key
        return await self._start_over()

    @rx.event
    async def resize(self, size: str) -> Any:
        """Rows a page: 25, 50 or 100."""
        wanted = int(size) if str(size).isdecimal() else 0
        if wanted not in PAGE_SIZES:
            return None
        self.size = wanted
        return await self._start_over()

    @rx.event
    async def next_page(self) -> Any:
        if not self._next:
            return None
        self._before = [*self._before, self._after]
        self._after, self._first = self._next, self._first + self.size
        return await self._turn()

    @rx.event
    async def previous_page(self) -> Any:
        """Back by one page, or to the first after a link that pointed into the middle."""
        self._after = self._before[-1] if self._before else ""
        self._first = max(1, self._first - self.size) if self._before else 1
        self._before = self._before[:-1]
        return await self._turn()

    @rx.event
    def toggle_row(self, row_id: str) -> None:
        """Select or deselect one row of this page."""
        if row_id in self.selected:
            self._select([kept for kept in self.selected if kept != row_id])
        elif row_id in {row.id for row in self.rows}:
            self._select([*self.selected, row_id])

    @rx.event
    def toggle_page(self) -> None:
        """Select every row of this page, or none when all are."""
        here = [row.id for row in self.rows]
        self._select([] if len(self.selected) == len(here) else here)

    @rx.event
    def select_all_matching(self) -> None:
        """Every row that matches, on all pages: the filter is what is selected, not ids."""
        self._select([row.id for row in self.rows])
        self.all_matching, self.selected_words = True, f"All {self.total}"

    @rx.event
    def clear_selection(self) -> None:
        self._select([])

    @rx.event
    async def open_row(self, row_id: str) -> Any:
        """Open one row's drawer."""
        await self._show_row(str(row_id)[:60])
        return self._address()

    @rx.event
    def close_row(self) -> Any:
        self.open_id = ""
        self._close()
        return self._address()

    async def _show_row(self, row_id: str) -> None:
        if row_id:
            await self._open(row_id)
        elif self.open_id:
            self._close()
        self.open_id = row_id

    async def _start_over(self) -> Any:
        self._after, self._before, self._first = "", [], 1
        return await self._turn()

    async def _turn(self) -> Any:
        self._select([])
        await self._read()
        return self._address()

    async def _read(self) -> None:
        order = self.order_by if self.order_by in self._sorts else self._sorts[0]
        request = PageRequest(self.search, order, self.descending, self._after, self.size)
        page = await self._fetch(request)
        if page.rows != self.rows:  # what is equal is not sent again
            self.rows = page.rows
        self._next, self.total = page.next_after, counted(page.total, is_least=page.is_least)
        self.has_next, self.has_previous = bool(page.next_after), bool(self._after)
        last = self._first + len(page.rows) - 1
        self.shown = f"{self._first:,} to {last:,} of {self.total}" if page.rows else ""
        self.loading = False
        if not self.all_matching:
            here = {row.id for row in page.rows}
            self._select([row_id for row_id in self.selected if row_id in here])

    def _select(self, ids: list[str]) -> None:
        self.selected, self.all_matching = ids, False
        self.selected_words = f"{len(ids):,}" if ids else ""

    def _address(self) -> Any:
        """Put what is shown into the address bar, without a new entry in the history."""
        sort = f"-{self.order_by}" if self.descending else self.order_by
        asked = {
            "q": self.search,
            **self.filters,
            "sort": "" if sort == f"-{self._sorts[0]}" else sort,
            "after": self._after,
            "from": str(self._first) if self._after else "",
            **self._more_in_address(),
            "open": self.open_id,
        }
        query = urlencode({name: value for name, value in asked.items() if value})
        path = self.router.url.path.rstrip("/") or "/"
        address = json.dumps(f"{path}?{query}" if query else path)
        return rx.call_script(f"window.history.replaceState(window.history.state, '', {address})")
