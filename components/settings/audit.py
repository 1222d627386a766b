"""Who did what, and when."""

from typing import Any

import reflex as rx

from components import ui
from components.settings.frame import settings_page
from state.settings.audit import AuditState

State: Any = AuditState


def audit_section() -> rx.Component:
    return settings_page(
        "Audit log",
        "Every change of settings, campaigns and permissions, the newest first. Nobody can change this log.",
        ui.data_table(
            State.rows,
            COLUMNS,
            key=lambda row: row.id,
            label="Audit log",
            loading=State.loading,
            empty=ui.empty_state(
                "scroll-text", "Nothing has been changed yet", "What you and your team change is written down here."
            ),
            bleed=False,
        ),
        ui.pager(State, if_many=True),
        wide=True,
    )


def _what(row: Any) -> rx.Component:
    return rx.el.span(
        rx.el.span(
            row.what,
            rx.cond(row.subject != "", rx.el.span(" ", rx.el.b(row.subject, class_name="ui-name")), rx.fragment()),
            class_name="block",
        ),
        rx.cond(row.about != "", rx.el.span(row.about, class_name="ui-meta block whitespace-normal"), rx.fragment()),
    )


COLUMNS = [
    ui.Column("what", "What", _what, phone="lead"),
    ui.Column("who", "Who", lambda row: row.who),
    ui.Column("when", "When", lambda row: rx.el.time(row.exact, title=row.when), width="160px"),
]
