"""Short forms: a new lead, what a won lead brought in."""

from typing import Any

import reflex as rx

from components import ui
from services.leads.rules import LOST_WORDS
from state.leads import LeadsState


def add_lead() -> rx.Component:
    return ui.dialog(
        "Add a lead",
        rx.el.form(
            _field("Name", "name", required=True, auto_focus=True, max_length=200),
            rx.el.div(
                _field("Phone", "phone", type="tel", placeholder="+91 98200 00000", max_length=30),
                _field("Email", "email", type="email", placeholder="name@company.in", max_length=320),
                class_name="grid sm:grid-cols-2 gap-3",
            ),
            rx.el.div(
                _field("Company", "company", optional=True, max_length=200),
                _field("City", "location", optional=True, max_length=200),
                class_name="grid sm:grid-cols-2 gap-3",
            ),
            ui.field("Note", ui.text_area("note", rows=3, max_length=4000), optional=True),
            ui.show(
                (LeadsState.add_problem != "") & (LeadsState.wrong_field == ""),
                rx.el.p(LeadsState.add_problem, class_name="ui-error", role="alert"),
            ),
            _buttons("Add lead"),
            on_submit=LeadsState.add,
            class_name="grid gap-3",
        ),
        detail="A phone number or an email is enough to begin.",
        open=LeadsState.adding,
        on_open_change=LeadsState.set_adding,
    )


def _field(label: str, name: str, *, optional: bool = False, **props: Any) -> rx.Component:
    error = rx.cond(LeadsState.wrong_field == name, LeadsState.add_problem, "")
    return ui.field(label, ui.text_input(name, **props), error=error, optional=optional)


def won_dialog(state: Any) -> rx.Component:
    """Asked on the way to Won; cancelling leaves the lead where it was."""
    amount = ui.text_input("amount", prefix="₹", placeholder="1,20,000", input_mode="decimal", auto_focus=True)
    return ui.dialog(
        "What did it bring in?",
        rx.el.form(
            ui.field("Amount", amount, error=state.won_problem, optional=True),
            _buttons("Mark as won"),
            on_submit=state.win,
            class_name="grid gap-3",
        ),
        detail=f"{state.winning_name} becomes won. The amount counts in your reports.",
        open=state.winning != "",
        on_open_change=state.ask_win,
    )


def lost_dialog(state: Any) -> rx.Component:
    """Asked on the way to Lost: one press says why; cancelling leaves the lead where it was."""
    reasons = [
        ui.button(words, wide=True, size=40, on_click=state.lose(reason.value)) for reason, words in LOST_WORDS.items()
    ]
    return ui.dialog(
        "Why was it lost?",
        rx.el.div(*reasons, class_name="grid gap-2"),
        detail=f"{state.losing_name} becomes lost. The reasons are counted in Analytics.",
        open=state.losing != "",
        on_open_change=state.ask_lose,
        actions=[ui.closes(ui.button("Cancel"))],
    )


def _buttons(verb: str) -> rx.Component:
    return rx.el.div(
        ui.closes(ui.button("Cancel")),
        ui.button(verb, kind="primary", type="submit"),
        class_name="ui-dialog-actions",
    )
