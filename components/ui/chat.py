"""A conversation: bubbles with ticks, day marks, notes, and what happened between."""

from typing import Any

import reflex as rx

from components.ui.avatar import avatar
from components.ui.types import Flag, Node, Text, cx, flag_class, show


def chat_bubble(
    text: Text,
    *,
    time: Text,
    mine: Flag = False,
    status: Text = "",
    name: Text = "",
    note: Text = "",
    subject: Text = "",
    sender: Text = "",
) -> rx.Component:
    """Draw one message. `status` of one's own: pending, sent, delivered, read, failed; `note` says why it failed.

    `name` draws the writer's avatar, `sender` is the tooltip on the time, `subject` is an e-mail's.
    """
    ticks: Any = _ticks(status)
    return rx.el.div(
        show(name, avatar(name, size=24)),
        rx.el.div(
            show(subject, rx.el.p(subject, class_name="ui-bubble-subject")),
            rx.el.p(text, class_name="ui-bubble-text"),
            rx.el.span(time, ticks, title=sender, class_name="ui-bubble-time ui-num"),
            show(note, rx.el.p(note, class_name="ui-bubble-note")),
            class_name=cx("ui-bubble", flag_class(status == "failed", "is-failed")),
        ),
        class_name=cx("ui-talk-line", flag_class(mine, "is-mine")),
    )


def day_mark(text: Text) -> rx.Component:
    """Draw the line that starts a day."""
    return rx.el.div(rx.el.span(text), class_name="ui-day", role="separator")


def team_note(text: Text, *, by: Text, time: Text) -> rx.Component:
    """Draw a note that only the team sees."""
    return rx.el.div(
        rx.icon("sticky-note", size=16, stroke_width=1.75, aria_hidden="true"),
        rx.el.div(
            rx.el.div(rx.el.b(by), " ", time, ", only your team sees this", class_name="ui-muted"), rx.el.p(text)
        ),
        class_name="ui-note",
    )


def present(words: Text, *, writing: Flag = False) -> rx.Component:
    """Draw who else is here; moving dots while they write."""
    dots = rx.el.span(rx.el.i(), rx.el.i(), rx.el.i(), class_name="ui-dots", aria_hidden="true")
    eye = rx.icon("eye", size=14, stroke_width=1.75, class_name="ui-icon", aria_hidden="true")
    mark = rx.cond(writing, dots, eye) if isinstance(writing, rx.Var) else dots if writing else eye
    return rx.el.span(mark, rx.el.span(words), class_name="ui-present")


def happened(icon: str, *words: Node, time: Text = "") -> rx.Component:
    """Draw something that happened between two messages, in one quiet centred line."""
    return rx.el.div(
        rx.icon(icon, size=14, stroke_width=1.75, class_name="ui-icon", aria_hidden="true"),
        rx.el.span(*words, " ", time),
        class_name="ui-happened",
    )


def _ticks(status: Text) -> Any:
    marks = {
        "pending": ("clock", "Waiting to be sent"),
        "sent": ("check", "Sent"),
        "delivered": ("check-check", "Delivered"),
        "read": ("check-check", "Read"),
        "failed": ("circle-alert", "Not sent"),
    }
    drawn = {
        key: rx.icon(icon, size=14, class_name=cx("ui-tick", key), custom_attrs={"role": "img"}, aria_label=words)
        for key, (icon, words) in marks.items()
    }
    if isinstance(status, rx.Var):
        return rx.match(status, *drawn.items(), rx.fragment())
    return drawn.get(status, rx.fragment())
