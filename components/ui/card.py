"""A card: one concern with a title. Never a card in a card; use `rule()`."""

import reflex as rx

from components.ui.types import Node, Text, cx, show


def card(
    *children: Node,
    title: Text = "",
    side: Node | None = None,
    foot: Node | None = None,
    flush: bool = False,
    class_name: Text = "",
) -> rx.Component:
    """Draw a card. `side` stands right of the title, `foot` under a line; `flush` lets a table reach the edges."""
    has_head = isinstance(title, rx.Var) or bool(title) or side is not None
    head = rx.el.div(
        show(title, rx.el.h2(title, class_name="ui-h3 ui-clip")),
        *([rx.el.div(side, class_name="ui-card-side")] if side is not None else []),
        class_name="ui-card-head",
    )
    return rx.el.section(
        *([head] if has_head else []),
        rx.el.div(*children, class_name=cx("ui-card-body", "is-flush" if flush else "")),
        *([rx.el.div(foot, class_name="ui-card-foot")] if foot is not None else []),
        class_name=cx("ui-card", class_name),
    )


def rule() -> rx.Component:
    """Draw the line that parts two things in one card."""
    return rx.el.hr(class_name="ui-rule")


def facts(*pairs: tuple[Text, Node] | tuple[Text, Node, Text]) -> rx.Component:
    """List facts: (name, value) or (name, value, where it comes from)."""
    rows: list[Node] = []
    for name, value, *source in pairs:
        under = show(source[0], rx.el.small(source[0])) if source else rx.fragment()
        rows += [rx.el.dt(name), rx.el.dd(value, under)]
    return rx.el.dl(*rows, class_name="ui-facts")
