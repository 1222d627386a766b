"""The toolbar over the list of contacts: view, search, filters as chips, count, order; and the work under way."""

from typing import Any

import reflex as rx

from components import ui
from components.contacts.views import views_menu
from state.contact_views import OPTIONS
from state.contacts import ContactsState

S: Any = ContactsState

_SORTS = [("score", "Highest score"), ("newest", "Newest first"), ("name", "Name")]
_FIXED = (("source", "Source"), ("score", "Score"), ("status", "Outreach"), ("verification", "Verification"))


def contacts_toolbar() -> rx.Component:
    return ui.toolbar(
        views_menu(),
        rx.el.div(
            ui.search_box("Search contacts", on_search=S.search_for, value=S.search, debounce=150),
            key=S.version.to(str),
            class_name="contents",
        ),
        _filters(),
        rx.foreach(S.chips, _chip),
        right=[rx.el.span(S.total, " match", class_name="ui-dense ui-muted ui-num"), _sort_menu()],
    )


def work_under_way() -> rx.Component:
    """A line for each background task, with how far it is and a way to stop it."""
    return rx.foreach(S.tasks, _task)


def _task(task: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(task.words, class_name="ui-name"),
        rx.el.div(ui.progress_bar(task.percent, label=task.words), class_name="grow"),
        rx.el.span(task.progress, class_name="ui-muted ui-num"),
        ui.button("Stop", kind="plain", size=28, on_click=S.cancel_task(task.id)),
        role="status",
        key=task.id,
        class_name="ui-card ui-dense flex flex-wrap items-center gap-3 px-4 py-2",
    )


def _chip(chip: Any) -> rx.Component:
    return ui.filter_chip(chip.label, chip.words, on_remove=S.filter_by(chip.name, ""))


def _filters() -> rx.Component:
    return ui.popover(
        ui.button(
            rx.cond(S.chips.length() > 0, "Filter " + S.chips.length().to(str), "Filter"),
            icon="list-filter",
            class_name="ui-add",
        ),
        rx.el.div(
            *[_choice(name, label, list(OPTIONS[name].items())) for name, label in _FIXED],
            _choice("campaign", "Campaign", S.campaigns),
            ui.field(
                "City",
                ui.combobox(
                    "City",
                    S.cities,
                    value=S.filters.get("city", ""),
                    on_search=S.search_cities,
                    on_choose=lambda city: S.filter_by("city", city),
                    nothing="No contact is from a city of this name",
                ),
                group=True,
            ),
            rx.cond(
                S.chips.length() > 0,
                ui.button("Clear all filters", kind="plain", on_click=S.clear_filters, wide=True),
                rx.fragment(),
            ),
            class_name="grid gap-3",
        ),
        label="Filters",
        align="start",
    )


def _choice(name: str, label: str, options: Any) -> rx.Component:
    return ui.field(
        label,
        ui.select(
            f"filter_{name}",
            options,
            value=S.filters.get(name, ""),
            placeholder="Any",
            on_change=lambda value: S.filter_by(name, value),
            size=32,
        ),
    )


def _sort_menu() -> rx.Component:
    """Phones have no headings to press, and the newest have none anywhere."""
    words: Any = rx.match(S.order_by, *[(key, words) for key, words in _SORTS], "Sort")
    return ui.menu(
        ui.button(words, kind="plain", size=28, icon="arrow-down-up"),
        *[ui.menu_item(words, chosen=S.order_by == key, on_select=S.sort_by(key)) for key, words in _SORTS],
    )
