"""One of very many: a box that is typed in, and under it the few that fit."""

from typing import Any

import reflex as rx

from components.ui.field import debounced
from components.ui.scripts import PALETTE_KEYS
from components.ui.types import Handler, Text, show


def combobox(
    label: str,
    options: rx.Var[Any],
    *,
    value: Text,
    on_search: Handler,
    on_choose: Any,
    nothing: str = "Nothing fits",
    debounce: int = 150,
) -> rx.Component:
    """Draw a search over `options`, pairs of (value, small words at its right) that `on_search(text)` refills.

    `on_choose(value)` hears a choice, "" when the chosen one is taken away. Arrow keys and Enter work.
    """
    box = rx.el.input(
        type="search",
        role="combobox",
        placeholder=f"Search {label.lower()}",
        aria_label=label,
        aria_expanded="true",
        auto_complete="off",
        class_name="ui-input",
        on_change=debounced(on_search, debounce),
    )
    chosen = rx.el.button(
        rx.icon("check", size=16, class_name="ui-icon", aria_hidden="true"),
        rx.el.span(value, class_name="ui-clip grow text-left"),
        rx.icon("x", size=14, aria_hidden="true"),
        type="button",
        aria_label=rx.Var.create(f"Any {label.lower()} instead of ").to(str) + rx.Var.create(value).to(str),
        class_name="ui-menu-item is-chosen",
        on_click=on_choose(""),
    )
    found = rx.el.div(
        rx.foreach(options, lambda option: _option(option, value, on_choose)),
        role="listbox",
        aria_label=label,
        class_name="ui-combo-list",
    )
    return rx.el.div(
        box,
        show(value, chosen),
        rx.cond(options.to(list).length() > 0, found, rx.el.p(nothing, class_name="ui-dense ui-muted px-2 py-1")),
        class_name="ui-combo",
        custom_attrs={"onKeyDown": PALETTE_KEYS},
    )


def _option(option: Any, value: Text, on_choose: Any) -> rx.Component:
    return rx.el.button(
        rx.el.span(option[0], class_name="ui-clip grow text-left"),
        rx.el.span(option[1], class_name="ui-menu-hint ui-num"),
        type="button",
        role="option",
        aria_selected=option[0] == value,
        class_name="ui-menu-item",
        on_click=on_choose(option[0]),
        custom_attrs={"data-hit": "1"},
    )
