"""The bar that slides up while rows are selected."""

import reflex as rx

from components.ui.types import Flag, Handler, Node, Number, Text, show


def bulk_bar(
    selected: Number | Text,
    *actions: Node,
    on_clear: Handler,
    select_all: Text = "",
    on_select_all: Handler = None,
    all_selected: Flag = False,
) -> rx.Component:
    """Show the count, "Select all 1,247 that match" (`select_all`), actions (`bulk_action`) and a cross.

    0 or "" hides the bar; `selected` may be words such as "All 386".
    """
    every = rx.el.button(select_all, type="button", class_name="ui-bulk-all", on_click=on_select_all)
    hidden = all_selected if isinstance(all_selected, rx.Var) else rx.Var.create(all_selected)
    bar = rx.el.div(
        rx.el.span(selected, " selected", class_name="ui-name ui-num"),
        *([rx.cond(hidden, rx.fragment(), show(select_all, every))] if on_select_all is not None else []),
        rx.el.i(class_name="line", aria_hidden="true"),
        *actions,
        rx.el.i(class_name="line", aria_hidden="true"),
        rx.el.button(
            rx.icon("x", size=16),
            type="button",
            aria_label="Clear selection",
            class_name="ui-bulk-action",
            on_click=on_clear,
        ),
        role="toolbar",
        aria_label="Selected rows",
        class_name="ui-bulk",
    )
    return show(selected, bar)


def bulk_action(label: Text, icon: str, *, on_click: Handler) -> rx.Component:
    """Draw one action of the bulk bar."""
    return rx.el.button(
        rx.icon(icon, size=16, stroke_width=1.75, aria_hidden="true"),
        rx.el.span(label),
        type="button",
        class_name="ui-bulk-action",
        on_click=on_click,
    )
