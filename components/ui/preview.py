"""How a message will look: on a phone, and in a mailbox."""

from typing import Any

import reflex as rx

from components.ui.avatar import avatar
from components.ui.types import Node, Text, each, show


def phone_preview(
    business: Text, text: Node, *, time: Text = "", buttons: list[str] | rx.Var[Any] | None = None, footer: Text = ""
) -> rx.Component:
    """Draw a WhatsApp message as its reader sees it, with its quick-reply buttons."""
    quick = each(buttons, _quick_reply) if buttons is not None else rx.fragment()
    return rx.el.div(
        rx.el.div(
            avatar(business, size=24),
            rx.el.div(
                rx.el.div(business, class_name="ui-name ui-dense ui-clip"),
                rx.el.div("Business account", class_name="ui-tiny"),
            ),
            class_name="ui-phone-head",
        ),
        rx.el.div(
            rx.el.div(
                rx.el.p(text, class_name="ui-bubble-text"),
                show(footer, rx.el.p(footer, class_name="ui-tiny")),
                show(time, rx.el.span(time, class_name="ui-bubble-time ui-num")),
                class_name="ui-phone-bubble",
            ),
            quick,
            class_name="ui-phone-body",
        ),
        class_name="ui-phone",
    )


def email_preview(sender: Text, subject: Text, text: Node, *, to: Text = "", footer: Text = "") -> rx.Component:
    """Draw an e-mail as its reader sees it: sender, subject, body, and the footer the law asks for."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(subject, class_name="ui-h3"),
            rx.el.div(
                avatar(sender, size=24),
                rx.el.div(
                    rx.el.div(sender, class_name="ui-name ui-dense ui-clip"),
                    show(to, rx.el.div("to ", to, class_name="ui-meta ui-clip")),
                    class_name="min-w-0",
                ),
                class_name="ui-person",
            ),
            class_name="ui-mail-head",
        ),
        rx.el.div(text, class_name="ui-mail-body"),
        show(footer, rx.el.div(footer, class_name="ui-mail-foot ui-meta")),
        class_name="ui-mail",
    )


def filled(word: Text) -> rx.Component:
    """Mark a word that came from a variable of the template."""
    return rx.el.mark(word, class_name="ui-filled")


def _quick_reply(label: Any) -> rx.Component:
    return rx.el.div(rx.icon("reply", size=14, aria_hidden="true"), label, class_name="ui-phone-button")
