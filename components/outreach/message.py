"""Writing a message and seeing how it will look, for every form that has one."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from components import ui

_HINT = "Write {{name|there}}, {{company}}, {{city}}, {{industry}}, {{business}}: each is filled in for its reader."
_EMAIL_HINT = _HINT + " {% if city %} … {% endif %} is written to those whose city is known."


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
            hint=rx.cond(state.channel == "email", _EMAIL_HINT, _HINT),
            error=state.problems["message"],
        ),
        rx.cond(state.seen.hints.length() > 0, _advice(state.seen.hints), rx.fragment()),
        class_name="grid gap-4 content-start",
    )


def _advice(hints: Any) -> rx.Component:
    """What would make the message be read; nothing here keeps it from being sent."""
    return rx.el.ul(
        rx.foreach(hints, lambda hint: rx.el.li(ui.dot(hint, "warm"))),
        class_name="grid gap-1 ui-dense",
        aria_label="Advice",
    )


def text_boxes(kind: str, row: Any, on_change: Callable[[str], Any], channel: Any, *, rows: int) -> list[rx.Component]:
    """Subject (e-mail alone), text and preview of a text beside the first one; `on_change` is asked for with a box."""
    name = "_" + row.key.to(str)
    subject = ui.field(
        "Subject",
        ui.text_input(
            f"{kind}_subject" + name, default_value=row.subject, on_change=on_change("subject"), max_length=300
        ),
        error=row.wrong["subject"],
    )
    return [
        rx.cond(channel == "email", subject, rx.fragment()),
        ui.field(
            "Message",
            ui.text_area(f"{kind}_body" + name, default_value=row.body, on_change=on_change("body"), rows=rows),
            error=row.wrong["body"],
        ),
        rx.el.details(
            rx.el.summary("Preview", class_name="ui-dense cursor-pointer pb-2"),
            message_preview(channel, row.seen),
        ),
    ]


def name_column(key: str, words: str, *details: str) -> ui.Column:
    """A row's name with the fields `details` under it, and on a phone its figures in words."""

    def cell(row: Any) -> rx.Component:
        return rx.el.div(
            rx.el.div(row.name, class_name="ui-name"),
            *(rx.el.div(row[one], class_name="ui-meta") for one in details),
            rx.el.div(row.words, class_name="ui-meta md:hidden"),
            class_name="min-w-0",
        )

    return ui.Column(key, words, cell, phone="lead")


def figure(key: str, words: str, width: str = "") -> ui.Column:
    """A column of numbers; a phone has them in words under the row's name."""
    return ui.Column(
        key, words, lambda row: rx.el.span(row[key], class_name="ui-num"), align="right", phone="hide", width=width
    )


def tried_preview(state: Any) -> rx.Component:
    """The message as its readers see it, one after the other, and a test of it to oneself (ManyReaders)."""
    return rx.el.div(
        message_preview(state.channel, state.seen, read_as=state.read_as),
        rx.el.div(
            ui.button("Send test", icon="send", size=28, on_click=state.send_test, busy=state.testing),
            rx.el.p(
                rx.cond(state.channel == "email", "To your own address.", "To your own WhatsApp number."),
                class_name="ui-meta",
            ),
            class_name="flex flex-wrap items-center gap-2",
        ),
        class_name="grid gap-2 content-start min-w-0",
    )


def message_preview(channel: Any, seen: Any, *, read_as: Any = None) -> rx.Component:
    """The message as its reader sees it; `read_as` (a handler of "previous", "next", "nobody") chooses the reader."""
    text = rx.el.span(seen.text, class_name="whitespace-pre-wrap break-words")
    return rx.el.div(
        rx.cond(
            channel == "email",
            ui.email_preview(seen.business, seen.subject, text, to=seen.name, footer=seen.footer),
            ui.phone_preview(seen.business, text),
        ),
        rx.el.div(
            rx.el.p("Shown for ", seen.name, class_name="ui-meta grow min-w-0 break-words"),
            *([] if read_as is None else _readers(read_as)),
            class_name="flex flex-wrap items-center gap-1",
        ),
        class_name="grid gap-2 content-start min-w-0",
    )


def _readers(read_as: Any) -> list[rx.Component]:
    return [
        ui.icon_button("chevron-left", "Previous contact", size=28, on_click=read_as("previous")),
        ui.icon_button("chevron-right", "Next contact", size=28, on_click=read_as("next")),
        ui.button("Empty fields", size=28, on_click=read_as("nobody")),
    ]
