"""What happened to a campaign: sent by day, and who did what to it."""

from typing import Any

import reflex as rx

from components import ui


def days_card(days: Any) -> rx.Component:
    """For a State's list of rows with `day` and `sent`; nothing before the first message."""
    chart = ui.chart_card(
        "Day by day",
        ui.bar_chart(days, ui.Series("sent", "Sent")),
        rows=days,
        columns=[("day", "Day"), ("sent", "Sent")],
    )
    return rx.cond(days.length() > 0, chart, rx.fragment())


def events_card(events: Any) -> rx.Component:
    """The newest first."""
    items = ui.timeline(
        rx.foreach(
            events,
            lambda one: ui.timeline_item("circle", one.title, detail=one.about, time=one.ago, exact_time=one.exact),
        )
    )
    return ui.show(events.length() > 0, ui.card(items, title="History"))
