"""A person as a disc with initials, in any script."""

import reflex as rx

from components.ui.scripts import INITIALS, call
from components.ui.types import Node, Text, cx, show


def avatar(name: Text, *, size: int = 28, accent: bool = False) -> rx.Component:
    """Draw the initials of `name` on a disc of 20, 24, 28, 40 or 56 px; `accent` for the reader's own."""
    return rx.el.span(
        call(INITIALS, name),
        aria_hidden="true",
        class_name=cx("ui-avatar", "is-accent" if accent else ""),
        style={"--d": f"{size}px"},
    )


def person(name: Text, detail: Node = "", *, size: int = 28) -> rx.Component:
    """Draw an avatar with a name and a second line, as in the first column of a table."""
    return rx.el.span(
        avatar(name, size=size),
        rx.el.span(
            rx.el.span(name, class_name="ui-name ui-clip block"),
            show(detail, rx.el.span(detail, class_name="ui-meta ui-clip block")),
            class_name="min-w-0",
        ),
        class_name="ui-person",
    )
