"""The frame of every section: the list left, or a way back to it on narrow windows; cards with a save line."""

from typing import Any

import reflex as rx

from components import ui
from components.shell.places import PATH
from components.ui.types import Flag, Handler, Node, Text, cx

SECTIONS = (
    ("Business", "building-2", "/settings/business", "Who you are and whom you want to reach"),
    ("Sending", "send", "/settings/sending", "Daily limits, quiet hours, WhatsApp reach"),
    ("Budget", "indian-rupee", "/settings/budget", "What a month may cost"),
    ("Team", "users", "/settings/team", "Who is given new leads, and who is away"),
    ("Saved replies", "message-square-quote", "/settings/replies", "Answers to write with a few keys"),
    ("Notifications", "bell", "/settings/notifications", "What you are told of, how, and when not"),
    ("Integrations", "plug", "/settings/integrations", "Your accounts for messages, ads and finding contacts"),
    ("Opt-in", "user-check", "/settings/opt-in", "Links by which people agree to be written to"),
    ("Do not contact", "ban", "/settings/suppressions", "People who are never written to"),
    ("Background work", "list-checks", "/settings/jobs", "What runs, what waits, what failed"),
    ("Audit log", "scroll-text", "/settings/audit", "Who changed what, and when"),
)
READ_ONLY = "Your role can look but not change this. Ask an owner."


def settings_page(title: str, purpose: str, *content: Node, wide: bool = False) -> rx.Component:
    """Lay out one section beside the list of sections; `wide` for tables."""
    back = ui.link_to("/settings", rx.icon("arrow-left", size=14), "Settings", class_name="ui-back lg:hidden")
    return ui.page_body(
        rx.el.div(
            rx.el.nav(
                rx.el.p("Settings", class_name="ui-h2 px-2 pb-2"),
                *[_entry(words, icon, link) for words, icon, link, _ in SECTIONS],
                aria_label="Settings",
                class_name="ui-settings-nav hidden lg:flex",
            ),
            rx.el.div(
                rx.el.div(back, ui.page_header(title, purpose), class_name="grid gap-1"),
                *content,
                class_name=cx("flex flex-col gap-4 min-w-0", "" if wide else "max-w-[760px]"),
            ),
            class_name="ui-settings",
        ),
    )


def section_list() -> rx.Component:
    """Draw the list alone, for narrow windows."""
    return ui.page_body(
        rx.el.div(
            ui.page_header("Settings", "Choose what you want to change."),
            rx.el.nav(
                *[
                    ui.link_to(
                        link,
                        rx.icon(icon, size=18, stroke_width=1.75, class_name="ui-icon", aria_hidden="true"),
                        rx.el.span(
                            rx.el.span(words, class_name="ui-name block"),
                            rx.el.span(detail, class_name="ui-meta block"),
                            class_name="grow min-w-0",
                        ),
                        rx.icon("chevron-right", size=16, class_name="ui-icon", aria_hidden="true"),
                        class_name="ui-settings-row",
                    )
                    for words, icon, link, detail in SECTIONS
                ],
                aria_label="Settings",
                class_name="ui-card",
            ),
            class_name="flex flex-col gap-3 lg:hidden",
        ),
    )


def form_card(title: Text, *fields: Node, name: str, state: Any, on_submit: Handler, note: Text = "") -> rx.Component:
    """Draw one concern as a form with its own Save; `state` is a State with the SavingMixin, `name` the card's."""
    body = rx.cond(
        state.ready,
        rx.el.fieldset(*fields, disabled=~state.may_save, class_name="ui-settings-fields"),
        ui.skeleton_lines(4),
    )
    intro = [rx.el.p(note, class_name="ui-dense ui-muted pb-3")] if note else []
    return rx.el.form(
        ui.card(*intro, body, title=title, foot=save_line(name, state)),
        on_submit=on_submit,
        custom_attrs={"noValidate": True},
    )


def save_line(name: str, state: Any) -> rx.Component:
    """Draw the save button with *Saved* beside it, or why one cannot save."""
    return rx.el.div(
        ui.button("Save", type="submit", disabled=~state.ready | ~state.may_save),
        rx.cond(state.ready & ~state.may_save, rx.el.span(READ_ONLY, class_name="ui-dense ui-muted")),
        rx.el.span(
            rx.cond(state.saved == name, saved(state.saves)),
            role="status",
        ),
        class_name="flex items-center gap-3",
    )


def saved(key: Any) -> rx.Component:
    """Say *Saved* for some seconds; another `key` says it again."""
    return rx.el.span(
        rx.icon("check", size=14, aria_hidden="true"), "Saved", class_name="ui-saved is-passing ui-good", key=key
    )


def pair(*fields: Node) -> rx.Component:
    """Lay two fields side by side where there is room."""
    return rx.el.div(*fields, class_name="grid gap-4 sm:grid-cols-2")


def stored_input(label: str, name: str, state: Any, *, hint: Text = "", optional: bool = False, **props: Any) -> Any:
    """Draw a field that starts from what is stored, and again once something else is stored."""
    kept = state.form[name]
    control = ui.text_input(name, default_value=kept, key=kept, **props)
    return ui.field(label, control, hint=hint, error=state.problems[name], optional=optional)


def stored_text(label: str, name: str, state: Any, *, hint: str = "", rows: int = 3, **props: Any) -> rx.Component:
    """Draw a box for several lines that starts from what is stored."""
    kept = state.form[name]
    control = ui.text_area(name, default_value=kept, key=kept, rows=rows)
    return ui.field(label, control, hint=hint, error=state.problems[name], **props)


def locked(may: Flag) -> rx.Component:
    """Say that this role may not change what the page shows."""
    return rx.cond(may, rx.fragment(), rx.el.p(READ_ONLY, class_name="ui-dense ui-muted"))


def _entry(words: str, icon: str, link: str) -> rx.Component:
    here: Any = PATH.startswith(link)
    return ui.link_to(
        link,
        rx.icon(icon, size=16, stroke_width=1.75, class_name="ui-icon", aria_hidden="true"),
        rx.el.span(words, class_name="ui-nav-words"),
        class_name=cx("ui-nav-item", rx.cond(here, "is-on", "")),
        aria_current=rx.cond(here, "page", "false"),
    )
