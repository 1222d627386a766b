"""Step 2: which column goes where, guessed and editable."""

from typing import Any

import reflex as rx

from components import ui
from state.import_views import TARGETS
from state.imports import ImportState

S: Any = ImportState


def columns_step() -> rx.Component:
    return rx.el.div(
        ui.card(
            rx.el.div(_reading(), class_name="grid gap-3 px-4 pb-3"),
            rx.el.div(rx.foreach(S.columns, _column), class_name="ui-import-columns"),
            title="Where each column goes",
            foot=_foot(),
            flush=True,
        ),
        class_name="grid gap-4",
    )


def _reading() -> rx.Component:
    sheets = rx.cond(
        S.view.sheets.length() > 1,
        ui.field("Sheet", ui.select("sheet", S.view.sheets, value=S.view.sheet, on_change=S.use_sheet, size=32)),
        rx.fragment(),
    )
    return rx.fragment(
        rx.el.p(
            "We guessed from the headings and from what is in the columns. Change what is wrong.", class_name="ui-muted"
        ),
        rx.el.div(
            ui.checkbox("The first row holds headings", checked=S.view.has_headings, on_change=S.use_headings),
            sheets,
            class_name="flex flex-wrap items-center gap-4",
        ),
    )


def _column(column: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(column.heading, class_name="ui-name ui-dense ui-clip"),
            rx.el.div(column.samples, class_name="ui-meta ui-clip"),
            class_name="min-w-0",
        ),
        rx.icon("arrow-right", size=16, aria_hidden="true"),
        ui.select(
            "target",
            TARGETS,
            value=column.target,
            on_change=lambda target: S.set_column(column.index, target),
            size=32,
            aria_label=rx.Var.create("Where it goes: ").to(str) + column.heading,
        ),
        key=column.index.to(str) + S.version.to(str),
        class_name=ui.cx("ui-import-column", rx.cond(column.target == "skip", "is-out", "")),
    )


def _foot() -> rx.Component:
    return rx.el.div(
        ui.show(
            S.missing,
            rx.el.p(S.missing, class_name="ui-error", role="alert"),
            rx.el.span("Nothing is stored yet.", class_name="ui-meta"),
        ),
        rx.el.div(
            ui.button("Discard", kind="plain", on_click=S.discard),
            ui.button("Check the rows", kind="primary", on_click=S.go(3), disabled=S.missing != ""),
            class_name="ml-auto flex gap-2",
        ),
        class_name="flex flex-wrap items-center gap-3",
    )
