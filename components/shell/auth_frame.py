"""Sign-up and sign-in: the form left, one worked example right."""

import reflex as rx

from components import ui
from components.shell.logo import logo
from components.ui.types import Node, Text, show


def auth_frame(title: Text, purpose: Text, *children: Node, foot: Node | None = None) -> rx.Component:
    """Put a form (native: `rx.el.form(..., on_submit=None)`) under `title`; `foot` stands under a line."""
    return rx.el.div(
        rx.el.main(
            logo(href="/"),
            rx.el.div(
                rx.el.h1(title, class_name="ui-auth-title"),
                show(purpose, rx.el.p(purpose, class_name="ui-muted")),
                rx.el.div(*children, class_name="ui-auth-form"),
                *([rx.el.div(foot, class_name="ui-auth-foot")] if foot is not None else []),
                class_name="ui-auth-inner",
            ),
            class_name="ui-auth-left",
        ),
        rx.el.aside(_example(), class_name="ui-auth-right", aria_label="How it works"),
        class_name="ui-auth",
    )


def _example() -> rx.Component:
    return rx.el.div(
        rx.el.p("From enquiry to first reply in two seconds, while you are with another customer.", class_name="ui-h1"),
        rx.el.div(
            rx.el.div(
                ui.score_ring(84, kind="lead"),
                rx.el.div(
                    rx.el.div("Shabana Khan", class_name="ui-name"),
                    rx.el.div("Replied on WhatsApp", class_name="ui-meta"),
                ),
                rx.el.span(ui.badge("Hot", "bad"), class_name="ml-auto"),
                class_name="ui-example-head",
            ),
            ui.timeline(
                ui.timeline_item(
                    "message-square",
                    "Asked for a price",
                    detail="2 BHK near Kharghar station, loan approved",
                    time="2:04:10 pm",
                ),
                ui.timeline_item(
                    "sparkles", "Scored 84, hot", detail="Budget fits, wants to move by March", time="2:04:11 pm"
                ),
                ui.timeline_item(
                    "message-circle",
                    "WhatsApp ready for you to send",
                    detail="“Thanks Shabana ji, I will call you today.”",
                    time="2:04:12 pm",
                ),
                lined=True,
            ),
            class_name="ui-card ui-example",
        ),
        rx.el.div(
            _promise("Find", "Businesses like your best customers, with reasons"),
            _promise("Write", "WhatsApp and email, only to people you may write to"),
            _promise("Win", "One inbox for every reply, and what each lead cost"),
            class_name="ui-promises",
        ),
        class_name="ui-auth-example",
    )


def _promise(word: str, text: str) -> rx.Component:
    return rx.el.div(rx.el.h2(word, class_name="ui-h3"), rx.el.p(text, class_name="ui-dense ui-muted"))
