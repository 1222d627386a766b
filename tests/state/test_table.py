"""The list mixin: what the address bar asks for, pages by cursor, selection."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from services.core.errors import Invalid
from services.core.paging import Page, PageRequest
from services.core.scope import Scope
from state.base import AppState
from state.table import TableMixin
from tests.state.conftest import TabOf
from tests.state.tabs import Tab

NAMES = [f"row {number:03d}" for number in range(120)]


@dataclass(frozen=True)
class NumberRow:
    id: str


class NumbersState(TableMixin, AppState):
    """A hundred and twenty rows in memory."""

    _sorts: ClassVar[tuple[str, ...]] = ("name", "size")
    _filters: ClassVar[tuple[str, ...]] = ("tab", "ending")

    rows: list[NumberRow] = []

    async def _fetch(self, request: PageRequest) -> Page[NumberRow]:
        found = [name for name in NAMES if request.search in name and name.endswith(self.filters.get("ending", ""))]
        found.sort(reverse=request.descending)
        if request.after and request.after not in found:
            raise Invalid("This page no longer exists.")
        start = found.index(request.after) + 1 if request.after else 0
        page = found[start : start + request.size]
        more = start + request.size < len(found)
        return Page([NumberRow(name) for name in page], len(found), page[-1] if more else "")


@pytest.fixture
async def tab(tab_of: TabOf, sqlite: str, alice: Scope) -> Tab:
    opened = await tab_of(alice)
    opened.path = "/numbers"
    return opened


async def _numbers(tab: Tab) -> NumbersState:
    return await tab.state(NumbersState)


async def test_the_first_page_is_shown_with_its_place_in_the_whole(tab: Tab):
    await tab.send(NumbersState.load)
    numbers = await _numbers(tab)
    assert numbers.rows[0].id == "row 119"
    assert (numbers.shown, numbers.has_previous, numbers.has_next) == ("1 to 50 of 120", False, True)
    assert not numbers.loading


async def test_forward_and_back_lead_to_where_one_was(tab: Tab):
    await tab.send(NumbersState.load)
    await tab.send(NumbersState.next_page)
    await tab.send(NumbersState.next_page)
    assert (await _numbers(tab)).shown == "101 to 120 of 120"
    assert not (await _numbers(tab)).has_next
    await tab.send(NumbersState.previous_page)
    assert (await _numbers(tab)).shown == "51 to 100 of 120"
    await tab.send(NumbersState.previous_page)
    numbers = await _numbers(tab)
    assert (numbers.shown, numbers.has_previous) == ("1 to 50 of 120", False)


async def test_the_address_bar_restores_search_filters_sorting_and_page(tab: Tab):
    tab.path = "/numbers?q=row&ending=7&sort=size&after=row 047&from=51"
    await tab.send(NumbersState.load)
    numbers = await _numbers(tab)
    assert (numbers.search, numbers.filters, numbers.order_by, numbers.descending) == (
        "row",
        {"ending": "7"},
        "size",
        False,
    )
    assert numbers.rows[0].id == "row 057"
    assert numbers.shown == "51 to 57 of 12"


async def test_loading_again_keeps_the_search_box_that_somebody_may_be_typing_in(tab: Tab):
    tab.path = "/numbers?q=row"
    versions = []
    for path in (tab.path, tab.path, "/numbers"):
        tab.path = path
        await tab.send(NumbersState.load)
        versions.append((await _numbers(tab)).version)
    assert versions == [1, 1, 2]


async def test_what_is_chosen_goes_into_the_address_bar(tab: Tab):
    await tab.send(NumbersState.load)
    await tab.send(NumbersState.filter_by("ending", "9"))
    await tab.send(NumbersState.search_for("row 1"))
    assert "/numbers?q=row+1&ending=9" in tab.scripts


async def test_unknown_sort_keys_filters_and_sizes_are_ignored(tab: Tab):
    await tab.send(NumbersState.load)
    await tab.send(NumbersState.sort_by("password_hash"))
    await tab.send(NumbersState.filter_by("customer_id", "2"))
    await tab.send(NumbersState.resize("1000000"))
    numbers = await _numbers(tab)
    assert (numbers.order_by, numbers.filters, numbers.size) == ("name", {}, 50)


async def test_selection_is_of_rows_on_this_page_or_of_all_that_match(tab: Tab):
    await tab.send(NumbersState.load)
    await tab.send(NumbersState.toggle_row("row 119"))
    await tab.send(NumbersState.toggle_row("row 001"))
    assert (await _numbers(tab)).selected == ["row 119"]
    await tab.send(NumbersState.toggle_page)
    assert len((await _numbers(tab)).selected) == 50
    await tab.send(NumbersState.select_all_matching)
    assert (await _numbers(tab)).selected_words == "All 120"
    await tab.send(NumbersState.next_page)
    assert (await _numbers(tab)).selected == []


async def test_a_refresh_keeps_what_is_selected(tab: Tab):
    await tab.send(NumbersState.load)
    await tab.send(NumbersState.toggle_row("row 119"))
    await tab.send(NumbersState.refresh)
    assert (await _numbers(tab)).selected == ["row 119"]


async def test_a_link_to_a_page_that_is_gone_is_explained(tab: Tab):
    tab.path = "/numbers?after=nonsense"
    await tab.send(NumbersState.load)
    assert (await _numbers(tab)).problem.startswith("This page no longer exists.")
