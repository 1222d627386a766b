"""A table of one page of rows; under 768 px the same rows become a list of cards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from components.ui.scripts import ROW_KEYS, STOP
from components.ui.skeleton import skeleton_rows
from components.ui.types import Flag, Handler, Text, cx, each, flag_class, on

Draw = Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """One column. `cell(row)` draws it.

    `phone` is its place in the card of a phone: lead (first line), end (right edge), meta (second line), line (one of
    its own), hide. `hide_under` drops it under that window width in px (1024, 1280 or 1440).
    """

    key: str
    label: str
    cell: Draw
    align: Literal["left", "right"] = "left"
    sort: bool = False
    phone: Literal["lead", "end", "meta", "line", "hide"] = "meta"
    hide_under: Literal[0, 1024, 1280, 1440] = 0
    width: str = ""


@dataclass(frozen=True)
class Selection:
    """Checkboxes: `chosen(row)` is a flag, `on_toggle(row)` an event, `all_chosen` and `on_all` the head's box."""

    chosen: Draw
    on_toggle: Draw
    all_chosen: Flag
    on_all: Handler


@dataclass(frozen=True)
class Sorting:
    """`by` is the key in force, `on_sort(key)` hears a press on a heading."""

    by: Text
    descending: Flag
    on_sort: Draw


def data_table(
    rows: rx.Var[Any] | Sequence[Any],
    columns: Sequence[Column],
    *,
    key: Draw,
    label: str,
    on_open: Draw | None = None,
    opened: Draw | None = None,
    selection: Selection | None = None,
    sorting: Sorting | None = None,
    loading: Flag = False,
    empty: rx.Component | None = None,
    bleed: bool = True,
) -> rx.Component:
    """Draw rows of 44 px under a sticky head. `key(row)` is unique; `label` names the table to a screen reader.

    `on_open(row)` hears a click or Enter on a row and `opened(row)` marks the open one. Up, down and space work.
    Loading without rows shows a skeleton; no rows shows `empty`. `bleed` reaches the page's edges.
    """
    body = rx.el.tbody(
        each(rows, lambda row: _row(row, columns, key, on_open, opened, selection)),
        custom_attrs={"onKeyDown": ROW_KEYS},
    )
    table = rx.el.div(
        rx.el.table(_head(columns, selection, sorting), body, aria_label=label, aria_busy=loading),
        class_name=cx("ui-table", "is-bleed" if bleed else "", "has-check" if selection else ""),
    )
    missing = empty if empty is not None else rx.fragment()
    if not isinstance(rows, rx.Var):
        return table if rows else missing
    has_rows = rows.to(list).length() > 0
    if isinstance(loading, rx.Var):
        missing = rx.cond(loading, skeleton_rows(), missing)
    return rx.cond(has_rows, table, missing)


def _head(columns: Sequence[Column], selection: Selection | None, sorting: Sorting | None) -> rx.Component:
    cells = [_heading(column, sorting) for column in columns]
    if selection is not None:
        box = rx.el.input(
            type="checkbox",
            class_name="ui-check",
            aria_label="Select all on this page",
            checked=selection.all_chosen,
            on_change=selection.on_all,
        )
        cells.insert(0, rx.el.th(box, scope="col", class_name="check"))
    return rx.el.thead(rx.el.tr(*cells))


def _heading(column: Column, sorting: Sorting | None) -> rx.Component:
    look = cx(column.align, _place(column))
    style = {"width": column.width} if column.width else {}
    if sorting is None or not column.sort:
        return rx.el.th(column.label, scope="col", class_name=look, style=style)
    chosen: Any = sorting.by == column.key
    arrow = rx.cond(sorting.descending, rx.icon("arrow-down", size=14), rx.icon("arrow-up", size=14))
    button = rx.el.button(
        column.label,
        rx.cond(chosen, arrow, rx.icon("arrow-down", size=14, class_name="idle")),
        type="button",
        on_click=sorting.on_sort(column.key),
        class_name=cx("ui-sort", flag_class(chosen, "is-on")),
    )
    order = rx.cond(chosen, rx.cond(sorting.descending, "descending", "ascending"), "none")
    return rx.el.th(button, scope="col", class_name=look, style=style, aria_sort=order)


def _row(
    row: Any,
    columns: Sequence[Column],
    key: Draw,
    on_open: Draw | None,
    opened: Draw | None,
    selection: Selection | None,
) -> rx.Component:
    cells = [rx.el.td(column.cell(row), class_name=cx(column.align, _place(column))) for column in columns]
    look: list[Text] = []
    if selection is not None:
        box = rx.el.input(
            type="checkbox",
            class_name="ui-check",
            aria_label="Select row",
            checked=selection.chosen(row),
            on_change=selection.on_toggle(row),
        )
        cells.insert(0, rx.el.td(rx.el.label(box), class_name="check", custom_attrs={"onClick": STOP}))
        look.append(flag_class(selection.chosen(row), "is-chosen"))
    if opened is not None:
        look.append(flag_class(opened(row), "is-open"))
    if on_open is not None:
        look.append("is-press")
    return rx.el.tr(
        *cells,
        key=key(row),
        tab_index=0,
        class_name=cx(*look),
        custom_attrs={"data-row": "1"},
        **on(on_click=on_open(row) if on_open is not None else None),
    )


def _place(column: Column) -> str:
    under = f" under-{column.hide_under}" if column.hide_under else ""
    return f"p-{column.phone}{under}"
