"""The shape of what comes, while it comes."""

from typing import Any

import reflex as rx


def skeleton(*, width: str = "100%", height: int = 12) -> rx.Component:
    """Draw one grey bar; height in px."""
    return rx.el.span(class_name="ui-skeleton", style={"width": width, "height": f"{height}px"}, aria_hidden="true")


def skeleton_lines(lines: int = 3) -> rx.Component:
    """Draw lines of text to come."""
    widths = ("92%", "100%", "64%", "80%")
    return rx.el.div(
        *[skeleton(width=widths[line % 4]) for line in range(lines)], class_name="flex flex-col gap-3", **_said()
    )


def skeleton_rows(rows: int = 8) -> rx.Component:
    """Draw table rows to come: disc, two lines, a few cells."""
    row = rx.el.div(
        rx.el.span(class_name="ui-skeleton is-disc"),
        rx.el.span(skeleton(width="40%"), skeleton(width="64%", height=10), class_name="grow"),
        skeleton(width="88px"),
        skeleton(width="64px"),
        class_name="ui-skeleton-row",
    )
    return rx.el.div(*[row for _ in range(rows)], **_said())


def skeleton_stats(stats: int = 4) -> rx.Component:
    """Draw figure cards to come."""
    one = rx.el.div(
        skeleton(width="45%"), skeleton(width="30%", height=28), skeleton(width="60%"), class_name="ui-card ui-stat"
    )
    return rx.el.div(*[one for _ in range(stats)], class_name="ui-stats", **_said())


def _said() -> dict[str, Any]:
    return {"role": "status", "aria_label": "Loading"}
