"""What happened, newest first."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from components.ui.types import Node, Text, cx, show


def timeline(*items: Node, lined: bool = False) -> rx.Component:
    """Hold `timeline_item`s (or a foreach of them); `lined` joins them with a line."""
    return rx.el.ol(*items, class_name=cx("ui-timeline", "is-lined" if lined else ""))


def timeline_item(
    icon: Node, title: Node, *, detail: Text = "", time: Text = "", exact_time: Text = ""
) -> rx.Component:
    """Draw one thing: `icon` is a lucide name or `icon_for(…)`; `exact_time` is the tooltip of a relative time."""
    mark = rx.icon(icon, size=14, stroke_width=1.75) if isinstance(icon, str) else icon
    return rx.el.li(
        rx.el.span(mark, class_name="ui-timeline-mark", aria_hidden="true"),
        rx.el.div(
            rx.el.div(title, class_name="ui-timeline-title"),
            show(detail, rx.el.div(detail, class_name="ui-meta")),
            class_name="min-w-0 grow",
        ),
        show(time, rx.el.time(time, title=exact_time, class_name="ui-meta ui-num")),
    )


def icon_for(kind: Text, icons: Mapping[str, str], other: str = "circle", *, size: int = 14) -> rx.Component:
    """Choose an icon by a key known only on the client, from a fixed set (so only these are shipped)."""
    drawn: Any = {key: rx.icon(name, size=size, stroke_width=1.75) for key, name in icons.items()}
    if isinstance(kind, rx.Var):
        return rx.fragment(rx.match(kind, *drawn.items(), rx.icon(other, size=size, stroke_width=1.75)))
    return drawn.get(kind) or rx.icon(other, size=size, stroke_width=1.75)
