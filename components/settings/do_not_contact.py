"""The people who are never written to."""

from typing import Any

import reflex as rx

from components import ui
from components.settings.frame import locked, settings_page
from state.settings.do_not_contact import DoNotContactState

State: Any = DoNotContactState


def do_not_contact_section() -> rx.Component:
    return settings_page(
        "Do not contact",
        "Nobody on this list is written to, on any channel. Whoever says stop is added at once.",
        _add(),
        _paste(),
        ui.toolbar(
            ui.search_box("Search the list", on_search=State.search_for, value=State.search),
            right=[
                ui.button("Export", icon="download", on_click=State.download),
                rx.cond(
                    State.loading,
                    rx.fragment(),
                    rx.el.span(State.total, " on the list", class_name="ui-dense ui-muted"),
                ),
            ],
        ),
        ui.data_table(
            State.rows,
            COLUMNS,
            key=lambda row: row.id,
            label="Do not contact",
            loading=State.loading,
            empty=rx.cond(State.search != "", _not_found(), _nobody()),
            bleed=False,
        ),
        ui.pager(State, if_many=True),
        rx.el.p(
            "People who opted out stay on the list for good: writing to them again would break the law and the rules of"
            " WhatsApp. Only what was added by hand can be removed.",
            class_name="ui-dense ui-muted",
        ),
        wide=True,
    )


def _add() -> rx.Component:
    box = ui.text_input(
        "address",
        default_value="",
        key=State.added,
        placeholder="Phone number, email address or company domain",
        disabled=~State.loading & ~State.may_edit,
    )
    return ui.card(
        rx.el.form(
            rx.el.div(
                ui.field("Add somebody", box, error=State.problem, hint="Messages that wait for them are stopped."),
                class_name="grow min-w-0",
            ),
            rx.el.div(ui.button("Add", size=40, type="submit", disabled=~State.may_edit), class_name="pt-6 flex-none"),
            on_submit=State.add,
            class_name="flex items-start gap-3",
        ),
        locked(State.loading | State.may_edit),
    )


def _paste() -> rx.Component:
    box = ui.text_area("addresses", default_value="", key=State.pasted, rows=3)
    return ui.card(
        rx.el.form(
            ui.field(
                "Paste a list",
                box,
                error=State.paste_problem,
                hint="One on each line, or with commas between; a longer list is imported as a file under Contacts.",
            ),
            rx.el.div(ui.button("Add all", type="submit", disabled=~State.may_edit)),
            on_submit=State.paste,
            class_name="grid grid-cols-1 gap-3",
        ),
    )


def _nobody() -> rx.Component:
    return ui.empty_state(
        "ban", "Nobody is on the list", "Opt-outs, unsubscribes and spam reports will be kept here by themselves."
    )


def _not_found() -> rx.Component:
    return ui.empty_state("search", "No address matches", "Try fewer letters, or a part of the number.", faint=False)


def _address(row: Any) -> rx.Component:
    return rx.el.span(
        rx.el.span(row.address, class_name="ui-name ui-num ui-clip block"),
        rx.el.span(row.kind, class_name="ui-meta block"),
    )


def _remove(row: Any) -> rx.Component:
    return rx.cond(
        row.can_lift & State.may_edit,
        ui.confirm(
            ui.button("Remove", kind="plain", size=28),
            rx.Var.create("Remove ") + row.address + "?",
            "Campaigns may write to this address again.",
            verb="Remove",
            on_confirm=State.lift(row.id),
        ),
        rx.fragment(),
    )


COLUMNS = [
    ui.Column("address", "Address", _address, phone="lead"),
    ui.Column("why", "Reason", lambda row: row.why),
    ui.Column("source", "Heard through", lambda row: row.source, hide_under=1280, phone="hide"),
    ui.Column("when", "Since", lambda row: rx.el.time(row.when, title=row.exact)),
    ui.Column("remove", "", _remove, align="right"),
]
