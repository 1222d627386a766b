"""The frame of every signed-in page: side bar, top bar, sandbox line, content."""

import reflex as rx

from components.shell.sidebar import sidebar
from components.shell.top_bar import top_bar
from components.ui.types import link_to
from state.base import AppState


def app_shell(content: rx.Component) -> rx.Component:
    """Put `content` (a `ui.page_body`) into the shell."""
    return rx.el.div(
        rx.el.a("Skip to content", href="#content", class_name="ui-skip"),
        sandbox_banner(),
        sidebar(),
        top_bar(),
        rx.el.main(content, id="content", tab_index=-1, class_name="ui-main"),
        class_name="ui-shell",
    )


def sandbox_banner() -> rx.Component:
    """Say in one line what is simulated, while something is."""
    line = rx.el.div(
        rx.icon("flask-conical", size=14, stroke_width=1.75, aria_hidden="true"),
        rx.el.span(AppState.sandbox_words),
        rx.el.span("·", aria_hidden="true", class_name="ui-banner-dot"),
        link_to("/settings/integrations", "Connect ", rx.el.span("your ", class_name="ui-banner-extra"), "accounts"),
        class_name="ui-banner",
        role="region",
        aria_label="Sandbox",
    )
    return rx.cond(AppState.sandbox_words, line, rx.fragment())
