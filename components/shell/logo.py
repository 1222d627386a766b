"""The product's mark and name."""

import reflex as rx

from components.ui.types import link_to


def logo(*, href: str = "/dashboard") -> rx.Component:
    """Draw the mark and the name as a link home."""
    return link_to(
        href,
        rx.el.span(rx.icon("filter", size=13, stroke_width=2.25), class_name="ui-logo-mark", aria_hidden="true"),
        rx.el.span("LeadGen", class_name="ui-logo-word"),
        aria_label="LeadGen, home",
        class_name="ui-logo",
    )
