"""One figure that matters: what it is, how it changed, how it went."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from components.ui.scripts import SPARK, SPARK_END, call
from components.ui.theme import tone as tone_colour
from components.ui.types import Text, cx, link_to, show


def stat(
    label: Text,
    value: Text,
    *,
    change: Text = "",
    change_tone: Text = "good",
    note: Text = "",
    points: Sequence[float] | rx.Var[Any] | None = None,
    line: str = "accent",
    href: Text = "",
) -> rx.Component:
    """Draw a figure card. `change` ("+7") takes good, bad or neutral; `note` ("vs yesterday") follows it.

    `points` draws a spark line in the tone `line`; `href` makes the whole card a link.
    """
    body = [
        rx.el.div(label, class_name="ui-dense ui-muted ui-clip"),
        rx.el.div(
            rx.el.div(value, class_name="ui-figure"),
            *([sparkline(points, line=line)] if points is not None else []),
            class_name="ui-stat-row",
        ),
        rx.el.div(
            show(change, rx.el.span(change, " ", class_name=cx("ui-name", "ui-change", change_tone))),
            rx.el.span(note),
            class_name="ui-meta",
        ),
    ]
    if isinstance(href, rx.Var) or href:
        return link_to(href, *body, class_name="ui-card ui-stat is-link")
    return rx.el.div(*body, class_name="ui-card ui-stat")


def stats(*cards: rx.Component) -> rx.Component:
    """Lay figure cards out: four in a row, two on phones."""
    return rx.el.div(*cards, class_name="ui-stats")


def sparkline(points: Sequence[float] | rx.Var[Any], *, line: str = "accent") -> rx.Component:
    """Draw a small line without axes, 84 × 28 px, with a dot at its end."""
    values = rx.Var.create(points)
    return rx.el.svg(
        rx.el.path(
            d=call(SPARK, values),
            fill="none",
            stroke=tone_colour(line),
            stroke_width="1.5",
            stroke_linejoin="round",
            stroke_linecap="round",
        ),
        rx.el.circle(cx="78", cy=call(SPARK_END, values), r="2.5", fill=tone_colour(line)),
        view_box="0 0 84 26",
        class_name="ui-spark",
        aria_hidden="true",
    )
