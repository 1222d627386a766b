"""Writing a message and seeing how it will look, for every form that has one."""

from typing import Any

import reflex as rx

from components import ui

_HINT = "Write {{name|there}}, {{company}}, {{city}}, {{industry}}, {{business}}: each is filled in for its reader."


def message_fields(state: Any, *, key: Any) -> rx.Component:
    """Subject (e-mail alone) and text of a State with `channel`, `subject`, `body`, `problems` and their setters.

    The boxes keep what is typed; another `key` draws them anew with the State's text.
    """
    subject = ui.field(
        "Subject",
        ui.text_input("subject", default_value=state.subject, on_change=state.set_subject, key=key, max_length=300),
        error=state.problems["subject"],
    )
    return rx.el.div(
        rx.cond(state.channel == "email", subject, rx.fragment()),
        ui.field(
            "Message",
            ui.text_area("message", default_value=state.body, on_change=state.set_body, rows=10, key=key),
            hint=_HINT,
            error=state.problems["message"],
        ),
        class_name="grid gap-4 content-start",
    )


def message_preview(channel: Any, seen: Any) -> rx.Component:
    """The message as its reader sees it."""
    text = rx.el.span(seen.text, class_name="whitespace-pre-wrap break-words")
    return rx.el.div(
        rx.cond(
            channel == "email",
            ui.email_preview(seen.business, seen.subject, text, to=seen.name, footer=seen.footer),
            ui.phone_preview(seen.business, text),
        ),
        rx.el.p("Shown for ", seen.name, class_name="ui-meta"),
        class_name="grid gap-2 content-start min-w-0",
    )
