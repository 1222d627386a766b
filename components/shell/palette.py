"""Search over pages, contacts and leads: `/` or Ctrl-K from anywhere."""

from typing import Any

import reflex as rx

from components import ui
from components.ui import _radix as radix
from components.ui.scripts import PALETTE_KEYS
from components.ui.types import link_to
from state.base import AppState

_ICONS = {"page": "arrow-right", "contact": "contact-round", "lead": "user-check"}


def palette() -> rx.Component:
    """Draw the search box of the top bar and the pane it opens."""
    trigger = rx.el.button(
        rx.icon("search", size=16, stroke_width=1.75, class_name="ui-icon", aria_hidden="true"),
        rx.el.span("Search pages, contacts, leads", class_name="ui-clip grow"),
        rx.el.kbd("Ctrl K", class_name="ui-kbd"),
        type="button",
        class_name="ui-palette-box",
        aria_label="Search",
        custom_attrs={"data-palette": "1"},
        on_click=AppState.search_everything(""),
    )
    pane = radix.DialogContent.create(
        radix.DialogTitle.create("Search", class_name="ui-hidden"),
        rx.el.div(
            rx.icon("search", size=16, stroke_width=1.75, class_name="ui-icon", aria_hidden="true"),
            rx.el.input(
                placeholder="Search pages, contacts, leads",
                aria_label="Search pages, contacts, leads",
                auto_complete="off",
                on_change=AppState.search_everything.debounce(180),
            ),
            rx.el.kbd("Esc", class_name="ui-kbd"),
            class_name="ui-palette-line",
        ),
        rx.cond(
            rx.Var.create(AppState.search_results).length() > 0,
            rx.el.ul(rx.foreach(AppState.search_results, _hit), class_name="ui-palette-list"),
            rx.el.p("Nothing found. Try a name, a phone number or a page.", class_name="ui-palette-none"),
        ),
        class_name="ui-float ui-palette",
        custom_attrs={"aria-describedby": "", "onKeyDown": PALETTE_KEYS},
    )
    return radix.Dialog.create(
        rx.el.div(radix.DialogTrigger.create(trigger, as_child=True)),
        radix.DialogPortal.create(radix.DialogOverlay.create(class_name="ui-veil is-light"), pane),
    )


def _hit(hit: Any) -> rx.Component:
    line = link_to(
        hit.link,
        ui.icon_for(hit.kind, _ICONS, "search", size=16),
        rx.el.span(hit.label, class_name="ui-name ui-clip"),
        rx.el.span(hit.detail, class_name="ui-meta ui-clip"),
        class_name="ui-palette-hit",
        custom_attrs={"data-hit": "1"},
    )
    return rx.el.li(radix.DialogClose.create(line, as_child=True))
