"""Forward and back through a long list, by key and not by page number."""

from typing import Any

import reflex as rx

from components.ui.button import icon_button


def pager(table: Any, *, if_many: bool = False) -> rx.Component:
    """Draw "1 to 50 of 10,000+" with back and forward, for a State with `TableMixin`.

    `if_many`: nothing while a single page holds all.
    """
    drawn = rx.el.nav(
        rx.el.span(table.shown, class_name="ui-dense ui-muted ui-num"),
        icon_button(
            "chevron-left",
            "Previous page",
            kind="outline",
            on_click=table.previous_page,
            disabled=~table.has_previous,
        ),
        icon_button("chevron-right", "Next page", kind="outline", on_click=table.next_page, disabled=~table.has_next),
        aria_label="Pages",
        class_name="ui-pager",
    )
    return rx.cond(table.has_next | table.has_previous, drawn, rx.fragment()) if if_many else drawn
