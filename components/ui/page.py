"""The frame of a page's content: title and purpose left, actions right, a toolbar, then the content."""

import reflex as rx

from components.ui.types import Handler, Node, Text, cx, link_to, show


def page_body(*children: Node, wide: bool = False, class_name: Text = "") -> rx.Component:
    """Hold a page: gutters, gaps, at most 1280 px; `wide` for tables, boards and the inbox."""
    return rx.el.div(*children, class_name=cx("ui-page", "is-wide" if wide else "", class_name))


def page_header(
    title: Text,
    purpose: Text = "",
    *actions: Node,
    badge: Node | None = None,
    back: tuple[str, str] | None = None,
) -> rx.Component:
    """Head a page: title, one line of purpose, actions right. `back` is (words, link), `badge` stands by the title."""
    words = rx.el.div(
        *([link_to(back[1], rx.icon("arrow-left", size=14), back[0], class_name="ui-back")] if back else []),
        rx.el.div(
            rx.el.h1(title, class_name="ui-h1"), *([badge] if badge is not None else []), class_name="ui-head-title"
        ),
        show(purpose, rx.el.p(purpose, class_name="ui-muted")),
    )
    return rx.el.header(
        words, *([rx.el.div(*actions, class_name="ui-head-actions")] if actions else []), class_name="ui-head"
    )


def toolbar(*left: Node, right: list[Node] | None = None) -> rx.Component:
    """Lay out search, filter chips and, at the right, counts and view switches."""
    end = [rx.el.div(*right, class_name="ui-toolbar-end")] if right else []
    return rx.el.div(*left, *end, class_name="ui-toolbar")


def filter_chip(name: Text, value: Text, *, on_remove: Handler) -> rx.Component:
    """Show one filter in force, with the cross that removes it."""
    label = rx.Var.create("Remove filter ").to(str) + rx.Var.create(name).to(str)
    return rx.el.span(
        rx.el.span(name, " ", rx.el.b(value), class_name="ui-clip"),
        rx.el.button(rx.icon("x", size=14, aria_hidden="true"), type="button", aria_label=label, on_click=on_remove),
        class_name="ui-chip",
    )
