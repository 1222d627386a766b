"""The merges that were made, with Undo."""

from typing import Any

import reflex as rx

from components import ui
from state.duplicates import DuplicatesState

S: Any = DuplicatesState


def history() -> rx.Component:
    return rx.fragment(
        ui.data_table(
            S.history,
            COLUMNS,
            key=lambda row: row.id,
            label="Merges",
            loading=~S.ready,
            empty=ui.empty_state("history", "Nothing was merged yet", "Every merge will be listed here, with Undo."),
            bleed=False,
        ),
        rx.cond(
            S.has_more,
            rx.el.div(ui.button("Show more", on_click=S.more), class_name="flex justify-center"),
            rx.fragment(),
        ),
    )


def _undo(row: Any) -> rx.Component:
    return rx.cond(
        row.is_undone,
        ui.badge("Undone"),
        rx.cond(
            row.can_undo & S.may_edit,
            ui.button("Undo", kind="plain", size=28, icon="undo-2", on_click=S.undo(row.id)),
            rx.cond(row.can_undo, rx.fragment(), rx.el.span("Merged again later", class_name="ui-meta")),
        ),
    )


COLUMNS = [
    ui.Column("title", "Contacts", lambda row: rx.el.span(row.title, class_name="ui-name ui-clip block"), phone="lead"),
    ui.Column("about", "Decided", lambda row: rx.el.span(row.about, class_name="ui-clip block")),
    ui.Column("when", "When", lambda row: rx.el.time(row.when, title=row.exact), width="120px"),
    ui.Column("undo", "", _undo, align="right", width="160px"),
]
