"""The side bar: 232 px, 56 px when collapsed, a drawer under 1024 px."""

from typing import Any

import reflex as rx

from components import ui
from components.shell.logo import logo
from components.shell.places import PATH, Group, Place
from components.ui import _radix as radix
from components.ui.scripts import TOGGLE_RAIL
from components.ui.types import cx
from state.base import AppState

ENTRIES: tuple[Place | Group, ...] = (
    Place("Dashboard", "layout-dashboard", "/dashboard"),
    Place("Contacts", "contact-round", "/contacts", number=AppState.contact_count),
    Place("Leads", "user-check", "/leads", number=AppState.lead_count),
    Group("Campaigns", "target", (Place("AI scraping", "globe", "/campaigns/scraping"),)),
    Group(
        "Outreach",
        "send",
        (
            Place("WhatsApp", "message-circle", "/outreach/whatsapp"),
            Place("Email", "mail", "/outreach/email"),
            Place("Templates", "file-text", "/outreach/templates"),
            Place("Sender health", "activity", "/outreach/health"),
            Place("Not delivered", "mail-x", "/outreach/failed"),
        ),
    ),
    Place("Conversations", "message-square", "/conversations", number=AppState.unread_count, loud=True),
    Place("Analytics", "chart-line", "/analytics"),
    Place("Settings", "settings", "/settings/business", under="/settings", narrow="/settings"),
)


def sidebar() -> rx.Component:
    """Draw the side bar that stays."""
    toggle = rx.el.button(
        rx.icon("panel-left", size=16, stroke_width=1.75),
        type="button",
        aria_label="Collapse or widen the side bar",
        title="Collapse or widen the side bar",
        class_name="ui-btn k-plain is-icon s28",
        custom_attrs={"onClick": TOGGLE_RAIL},
    )
    return rx.el.aside(rx.el.div(logo(), toggle, class_name="ui-rail-head"), _nav(), class_name="ui-rail")


def sidebar_drawer() -> rx.Component:
    """Draw the button that opens the side bar as a drawer on narrow windows."""
    pane = radix.DialogContent.create(
        rx.el.div(
            logo(),
            radix.DialogClose.create(ui.icon_button("x", "Close menu"), as_child=True),
            class_name="ui-rail-head",
        ),
        radix.DialogTitle.create("Menu", class_name="ui-hidden"),
        _nav(closing=True),
        class_name="ui-rail-drawer",
        custom_attrs={"aria-describedby": ""},
    )
    return radix.Dialog.create(
        radix.DialogTrigger.create(ui.icon_button("menu", "Menu", class_name="ui-burger"), as_child=True),
        radix.DialogPortal.create(radix.DialogOverlay.create(class_name="ui-veil"), pane),
    )


def _nav(*, closing: bool = False) -> rx.Component:
    return rx.el.nav(*[_entry(entry, closing) for entry in ENTRIES], aria_label="Main", class_name="ui-nav")


def _entry(entry: Place | Group, closing: bool) -> rx.Component:
    if isinstance(entry, Place):
        return _place(entry, closing)
    return rx.el.details(
        rx.el.summary(
            _icon(entry.icon),
            rx.el.span(entry.words, class_name="ui-nav-words"),
            rx.icon("chevron-down", size=14, class_name="ui-nav-chevron", aria_hidden="true"),
            class_name="ui-nav-item",
        ),
        *[_place(place, closing, inner=True) for place in entry.places],
        open=True,
        class_name="ui-nav-group",
    )


def _place(place: Place, closing: bool, *, inner: bool = False) -> rx.Component:
    here: Any = (place.prefix == PATH) | PATH.startswith(place.prefix + "/")
    link = ui.link_to(
        (closing and place.narrow) or place.link,
        _icon(place.icon),
        rx.el.span(place.words, class_name="ui-nav-words"),
        *([_number(place)] if place.number is not None else []),
        class_name=cx("ui-nav-item", "is-inner" if inner else "", rx.cond(here, "is-on", "")),
        aria_current=rx.cond(here, "page", "false"),
        title=place.words,
    )
    return radix.DialogClose.create(link, as_child=True) if closing else link


def _number(place: Place) -> rx.Component:
    number: Any = place.number
    if place.loud:
        return rx.cond(number > 0, rx.el.span(ui.count(number, strong=True), class_name="ui-nav-number"), rx.fragment())
    return rx.el.span(number, class_name="ui-nav-number ui-meta ui-num ui-name")


def _icon(name: str) -> rx.Component:
    return rx.icon(name, size=16, stroke_width=1.75, class_name="ui-icon", aria_hidden="true")
