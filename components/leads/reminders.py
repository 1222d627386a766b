"""Reminders of a lead: the list of those that wait, and the question when."""

from typing import Any

import reflex as rx

from components import ui
from components.leads.marks import MAY_EDIT


def reminders_section(state: Any) -> rx.Component:
    """One's own reminders, with a way to another; nothing for those who may only look."""
    button = ui.button("Remind me", size=28, icon="bell-plus", on_click=state.set_reminding(True))
    rows = rx.el.ul(rx.foreach(state.reminders, lambda one: _reminder(state, one)), class_name="grid gap-2")
    none = rx.el.p("Nothing to be reminded of.", class_name="ui-dense ui-muted")
    section = ui.section("Reminders", rx.cond(state.reminders.length() > 0, rows, none), side=button)
    return rx.cond(MAY_EDIT, section, rx.fragment())


def _reminder(state: Any, one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(one.when, class_name="ui-name ui-dense ui-num"),
            ui.show(one.note, rx.el.p(one.note, class_name="ui-meta break-words")),
            class_name="min-w-0 grow",
        ),
        ui.icon_button("x", "Remove the reminder", size=28, on_click=state.drop_reminder(one.id)),
        key=one.id,
        class_name="flex items-start gap-2",
    )


def remind_dialog(state: Any) -> rx.Component:
    """Day, time and what it is about; only who asks is told."""
    at = ui.text_input(
        "at",
        type="datetime-local",
        default_value=state.remind_at,
        min=state.remind_first,
        required=True,
        key=state.remind_at,
    )
    return ui.dialog(
        "Remind me",
        rx.el.form(
            ui.field("When", at, error=state.remind_problem),
            ui.field("What about", ui.text_input("note", max_length=300), optional=True),
            rx.el.div(
                ui.closes(ui.button("Cancel")),
                ui.button("Remind me", kind="primary", type="submit"),
                class_name="ui-dialog-actions",
            ),
            on_submit=state.remind,
            class_name="grid gap-3",
        ),
        detail=state.lead.card.name.to(str) + ": only you are told, in the bell.",
        open=state.reminding,
        on_open_change=state.set_reminding,
    )
