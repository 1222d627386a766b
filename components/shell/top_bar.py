"""The top bar: customer, search, bell, yourself."""

from typing import Any

import reflex as rx
from reflex.style import color_mode, set_color_mode

from components import ui
from components.shell.palette import palette
from components.shell.sidebar import sidebar_drawer
from components.ui import _radix as radix
from components.ui.types import cx, link_to
from state.base import AppState

_SIGN_OUT = rx.Var("""(e) => { e.preventDefault(); document.getElementById("sign-out").requestSubmit(); }""")


def top_bar() -> rx.Component:
    """Draw the bar over every page."""
    return rx.el.header(
        rx.el.div(sidebar_drawer(), _customer_menu(), class_name="ui-top-left"),
        palette(),
        rx.el.div(_bell(), _own_menu(), class_name="ui-top-right"),
        class_name="ui-top",
    )


def _customer_menu() -> rx.Component:
    trigger = rx.el.button(
        rx.el.span(AppState.customer_name[0], class_name="ui-customer-mark", aria_hidden="true"),
        rx.el.span(AppState.customer_name, class_name="ui-clip"),
        rx.icon("chevrons-up-down", size=14, class_name="ui-icon", aria_hidden="true"),
        type="button",
        class_name="ui-customer",
        aria_label="Choose a business",
    )
    return ui.menu(
        trigger,
        ui.menu_title("Your businesses"),
        rx.foreach(
            AppState.customers,
            lambda customer: ui.menu_item(
                customer.name,
                on_select=AppState.switch_customer(customer.public_id),
                chosen=customer.name == AppState.customer_name,
            ),
        ),
        ui.menu_line(),
        ui.menu_item("Business settings", icon="settings", href="/settings/business"),
        align="start",
    )


def _bell() -> rx.Component:
    unseen = AppState.unseen_notifications > 0
    trigger = rx.el.button(
        rx.icon("bell", size=16, stroke_width=1.75, aria_hidden="true"),
        rx.cond(unseen, rx.el.i(class_name="ui-bell-dot", aria_hidden="true"), rx.fragment()),
        type="button",
        class_name="ui-btn k-plain is-icon ui-bell",
        aria_label=rx.cond(unseen, "Notifications, some are new", "Notifications"),
    )
    empty = rx.el.p("Nothing yet. Replies and new leads show up here.", class_name="ui-bell-empty")
    return ui.popover(
        trigger,
        rx.el.div(
            rx.el.h2("Notifications", class_name="ui-h3"),
            rx.cond(unseen, ui.text_link("Mark all read", on_click=AppState.mark_notifications_read), rx.fragment()),
            class_name="ui-bell-head ui-dense",
        ),
        rx.cond(
            rx.Var.create(AppState.notifications).length() > 0,
            rx.el.ul(rx.foreach(AppState.notifications, _notification), class_name="ui-bell-list"),
            empty,
        ),
        label="Notifications",
        class_name="is-bell",
    )


def _notification(row: Any) -> rx.Component:
    body = rx.cond(row.body != "", rx.el.span(row.body, class_name="ui-meta ui-clip block"), rx.fragment())
    line = link_to(
        row.link,
        rx.el.i(class_name=cx("ui-dot", rx.cond(row.unread, "accent", "is-none")), aria_hidden="true"),
        rx.el.span(rx.el.span(row.title, class_name="ui-dense ui-name block"), body, class_name="min-w-0 grow"),
        rx.el.time(row.ago, class_name="ui-meta ui-num flex-none"),
        on_click=AppState.read_notification(row.id),
    )
    return rx.el.li(radix.PopoverClose.create(line, as_child=True), key=row.id)


def _own_menu() -> rx.Component:
    trigger = rx.el.button(
        rx.el.span(AppState.user_initials, class_name="ui-avatar is-accent", style={"--d": "28px"}),
        type="button",
        class_name="ui-own",
        aria_label="Your menu",
    )
    return rx.fragment(
        rx.el.form(id="sign-out", action="/api/auth/logout", method="post", on_submit=None, class_name="hidden"),
        ui.menu(
            trigger,
            rx.el.div(
                rx.el.div(AppState.user_name, class_name="ui-name ui-clip"),
                rx.el.div(AppState.customer_name, class_name="ui-meta ui-clip"),
                class_name="ui-own-head",
            ),
            ui.menu_line(),
            ui.menu_title("Theme"),
            *[_theme(mode, words, icon) for mode, words, icon in _MODES],
            ui.menu_line(),
            radix.MenuItem.create(
                rx.icon("log-out", size=16, stroke_width=1.75, class_name="ui-icon", aria_hidden="true"),
                "Sign out",
                class_name="ui-menu-item",
                custom_attrs={"onSelect": _SIGN_OUT},
            ),
        ),
    )


_MODES = (("light", "Light", "sun"), ("dark", "Dark", "moon"), ("system", "System", "monitor"))


def _theme(mode: Any, words: str, icon: str) -> rx.Component:
    return ui.menu_item(words, icon=icon, on_select=set_color_mode(mode), chosen=color_mode == mode)
