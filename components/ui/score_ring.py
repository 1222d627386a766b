"""A score as a ring with its number inside; its reasons on hover and on focus."""

from collections.abc import Sequence
from typing import Any, Literal

import reflex as rx

from components.ui.popover import tooltip
from components.ui.types import Flag, Number, Text, cx, each, given


def score_ring(
    points: Number,
    *,
    kind: Literal["contact", "lead"] = "contact",
    tone: Text = "",
    size: int = 28,
    reasons: Sequence[str] | rx.Var[Any] | None = None,
) -> rx.Component:
    """Draw 0 to 100. Contacts are indigo from 60; leads hot from 80, warm from 60, else cold.

    `tone` (hot, warm, cold) overrides the lead's bands; `reasons` are lines of text such as "+24 In your audience".
    """
    look = tone if isinstance(tone, rx.Var) or tone else _band(points, kind)
    ring = rx.el.span(
        rx.el.svg(
            rx.el.circle(cx="14", cy="14", r="12.5", class_name="track"),
            rx.el.circle(
                cx="14",
                cy="14",
                r="12.5",
                class_name="arc",
                custom_attrs={"pathLength": 100},
                stroke_dasharray=rx.Var.create(points).to(str) + " 100",
            ),
            view_box="0 0 28 28",
            aria_hidden="true",
        ),
        rx.el.span(points, aria_hidden="true"),
        rx.el.span("Score ", points, class_name="ui-hidden"),
        class_name=cx("ui-ring", look, "is-large" if size >= 40 else ""),
        style={"--d": f"{size}px"},
        **given(reasons is not None, tab_index=0),
    )
    if reasons is None:
        return ring
    return tooltip(ring, rx.el.ul(each(reasons, rx.el.li), class_name="ui-reasons"))


def reason(points: Number, text: Text) -> rx.Component:
    """Draw one signed reason of a score: the points on green or red, and why."""
    if isinstance(points, rx.Var):
        good: Flag = points.to(int) >= 0
        signed: Any = rx.cond(good, rx.Var.create("+") + points.to(str), "−" + (points.to(int) * -1).to(str))
        look: Any = rx.cond(good, "good", "bad")
    else:
        signed, look = (f"+{points}", "good") if points >= 0 else (f"−{-points}", "bad")
    return rx.el.div(rx.el.span(signed, class_name=cx("ui-points", look)), rx.el.span(text), class_name="ui-reason")


def _band(points: Number, kind: str) -> Any:
    high, middle, low = ("high", "middle", "low") if kind == "contact" else ("hot", "warm", "cold")
    if isinstance(points, rx.Var):
        number = points.to(int)
        return rx.cond(number >= 80, high, rx.cond(number >= 60, middle, low))
    return high if points >= 80 else middle if points >= 60 else low
