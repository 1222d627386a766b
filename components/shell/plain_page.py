"""A page with one message and one way on: not found, something went wrong."""

import reflex as rx

from components import ui
from components.shell.logo import logo


def plain_page(
    icon: str, title: str, text: str, *, action: str = "Go to the dashboard", href: str = "/"
) -> rx.Component:
    """Draw a message alone on the page."""
    return rx.el.div(
        rx.el.header(logo(href="/"), class_name="ui-wizard-top"),
        rx.el.main(
            ui.empty_state(icon, title, text, ui.button(action, kind="primary", href=href), faint=False, alone=True),
            class_name="ui-plain",
        ),
    )


def not_found_page() -> rx.Component:
    """Draw the page for an address that does not exist."""
    return plain_page("compass", "This page does not exist", "The link may be old, or the address mistyped.")
