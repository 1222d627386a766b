"""Why leads were lost."""

from typing import Any

import reflex as rx

from components import ui


def lost_card(losses: Any) -> rx.Component:
    """Draw reasons with a bar each, the commonest first; nothing while no lead is lost."""
    rows = rx.el.ul(rx.foreach(losses, _loss), class_name="grid gap-3 max-w-xl")
    return rx.cond(losses.length() > 0, ui.card(rows, title="Why leads were lost"), rx.fragment())


def _loss(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(one.words),
            rx.el.span(one.leads, " (", one.share, " %)", class_name="ui-num ui-muted"),
            class_name="flex justify-between gap-3 ui-dense pb-1",
        ),
        ui.progress_bar(one.share, label=one.words),
    )
