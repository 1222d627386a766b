"""The words beside a score in a drawer; bound to an `OpinionView`."""

from typing import Any

import reflex as rx

from components import ui


def opinion_section(opinion: Any) -> rx.Component:
    """Draw what a language model wrote, or what the reasons say; nothing when there are no words."""
    marks = rx.el.div(
        ui.show(opinion.fit, ui.badge(opinion.fit, "neutral")),
        ui.show(opinion.next_step, ui.badge(opinion.next_step, "neutral")),
        class_name="flex flex-wrap gap-2 mt-2",
    )
    section = ui.section(
        "Analysis",
        rx.el.p(opinion.text, class_name="ui-dense break-words"),
        _line("For", opinion.strengths),
        _line("Against", opinion.doubts),
        rx.cond(opinion.is_written, marks, rx.fragment()),
        rx.el.p(opinion.source, class_name="ui-meta mt-2"),
    )
    return ui.show(opinion.text, section)


def _line(name: str, text: Any) -> rx.Component:
    return ui.show(text, rx.el.p(rx.el.b(name, ": "), text, class_name="ui-dense ui-muted break-words mt-1"))
