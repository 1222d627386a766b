"""Calls with a lead: the dialog to choose a free time, the list with what can be done to each."""

from typing import Any

import reflex as rx

from components import ui
from components.leads.marks import MAY_EDIT

_LENGTHS = [("15", "15 minutes"), ("30", "30 minutes"), ("45", "45 minutes"), ("60", "1 hour")]


def call_button(state: Any) -> rx.Component:
    return ui.button("Schedule call", icon="calendar-plus", on_click=state.open_call)


def call_dialog(state: Any) -> rx.Component:
    """Day, a free time, length and a note; the lead is invited by e-mail where that is possible."""
    is_new = state.call_id == ""
    return ui.dialog(
        rx.cond(is_new, "Schedule a call", "Move the call"),
        rx.el.form(
            _when(state),
            ui.field(
                "What about",
                ui.text_input("note", default_value=state.call_note, key=state.call_note, max_length=1000),
                optional=True,
            ),
            ui.checkbox("Download the invitation for my calendar", name="invitation"),
            _told(state),
            ui.show(state.call_problem, rx.el.p(state.call_problem, class_name="ui-error", role="alert")),
            rx.el.div(
                ui.closes(ui.button("Close")),
                ui.button(rx.cond(is_new, "Schedule call", "Move call"), kind="primary", type="submit"),
                class_name="ui-dialog-actions",
            ),
            on_submit=state.schedule_call,
            class_name="grid gap-3",
        ),
        detail=rx.cond(
            state.call_host != "", state.lead.card.name + ", " + state.call_host + " calls", state.lead.card.name
        ),
        open=state.calling,
        on_open_change=state.set_calling,
    )


def _when(state: Any) -> rx.Component:
    day = ui.text_input(
        "day",
        type="date",
        default_value=state.call_day,
        min=state.call_first_day,
        required=True,
        key=state.call_first_day + state.call_id,
        on_change=state.set_call_day,
    )
    length = ui.select("minutes", _LENGTHS, value=state.call_minutes, on_change=state.set_call_minutes)
    has_times = state.call_times.length() > 0
    times = rx.cond(
        has_times,
        ui.select("time", state.call_times, key=state.call_day + state.call_minutes),
        rx.el.p("No free time on this day.", class_name="ui-dense ui-muted", role="status"),
    )
    other = ui.text_input("other", type="time")
    return rx.fragment(
        rx.el.div(ui.field("Day", day), ui.field("Length", length), class_name="grid grid-cols-2 gap-3"),
        rx.el.div(
            ui.field("Free time", times, group=True),
            ui.field("Or another time", other, optional=True),
            class_name="grid grid-cols-2 gap-3",
        ),
    )


def _told(state: Any) -> rx.Component:
    by_mail = rx.el.p("They get an invitation by email.", class_name="ui-dense ui-muted")
    not_told = rx.el.p("They get no email. ", state.call_untold, class_name="ui-dense ui-muted", role="status")
    return rx.cond(state.call_untold != "", not_told, by_mail)


def calls_section(state: Any, lead: Any) -> rx.Component:
    """Calls arranged, each with its calendar file."""
    return ui.show(
        lead.calls.length() > 0,
        ui.section("Calls", rx.el.div(rx.foreach(lead.calls, lambda one: _call(state, one)), class_name="grid gap-2")),
    )


def _call(state: Any, call: Any) -> rx.Component:
    return rx.el.div(
        rx.icon("calendar-clock", size=16, stroke_width=1.75, class_name="ui-icon mt-0.5", aria_hidden="true"),
        rx.el.div(
            rx.el.div(call.when, class_name="ui-dense ui-name ui-num"),
            rx.el.div(call.detail, class_name="ui-meta"),
            class_name="grow min-w-0",
        ),
        rx.cond(call.state != "", rx.el.span(call.state, class_name="ui-meta"), _tools(state, call)),
        class_name="flex items-start gap-2",
    )


def _tools(state: Any, call: Any) -> rx.Component:
    move = ui.icon_button("calendar-clock", "Move this call", size=28, on_click=state.open_move(call.id))
    off = ui.confirm(
        ui.icon_button("calendar-x", "Cancel this call", size=28),
        "Cancel this call?",
        "They are told by email if they were invited, and it leaves their calendar.",
        verb="Cancel call",
        on_confirm=state.cancel_call(call.id),
    )
    return rx.el.div(
        rx.cond(MAY_EDIT, rx.fragment(move, off), rx.fragment()),
        ui.icon_button("download", "Download the calendar file", size=28, on_click=state.download_call(call.id)),
        class_name="flex gap-1",
    )
