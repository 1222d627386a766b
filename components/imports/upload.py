"""Step 1: choose or drop a file; below, the imports so far."""

from typing import Any

import reflex as rx

from components import ui
from components.imports.scripts import DROPPED, LEFT, OVER, PICKED
from state.imports import ImportState

S: Any = ImportState


def upload_step() -> rx.Component:
    return rx.el.div(
        rx.cond(S.may_import, _drop(), _may_not()),
        rx.cond(S.history.length() > 0, _history(), rx.fragment()),
        class_name="grid gap-4",
    )


def _drop() -> rx.Component:
    idle = rx.el.div(
        rx.el.span(rx.icon("file-up", size=22, stroke_width=1.5), class_name="ui-drop-mark", aria_hidden="true"),
        rx.el.h2("Drop a file here", class_name="ui-h2"),
        rx.el.p(
            "CSV, TSV or Excel, up to 500,000 rows and 200 MB. Exports of Google Contacts, HubSpot, Zoho, Outlook, "
            "LinkedIn, Apollo and Instantly are recognised.",
            class_name="ui-muted max-w-[480px]",
        ),
        rx.el.label(
            rx.el.input(
                type="file",
                accept=".csv,.tsv,.txt,.tab,.xlsx,.xlsm,.xls,.xlsb,.ods",
                aria_label="Choose a file of contacts",
                custom_attrs={"onChange": PICKED},
            ),
            rx.el.span("Choose a file", class_name="ui-btn k-primary s40"),
            class_name="mt-2 cursor-pointer",
        ),
        class_name="ui-drop-idle",
    )
    busy = rx.el.div(
        rx.el.span("Uploading", class_name="ui-name", custom_attrs={"data-words": "1"}),
        rx.el.div(rx.el.div(class_name="fill busy", custom_attrs={"data-bar": "1"}), class_name="ui-bar"),
        class_name="ui-drop-busy",
        aria_live="polite",
    )
    return rx.el.div(
        idle,
        busy,
        rx.el.p(class_name="ui-error", role="alert", hidden=True, custom_attrs={"data-wrong": "1"}),
        class_name="ui-drop",
        custom_attrs={"data-dropzone": "1", "onDrop": DROPPED, "onDragOver": OVER, "onDragLeave": LEFT},
    )


def _may_not() -> rx.Component:
    return ui.card(
        ui.empty_state(
            "lock", "Your role may look, not import", "Ask an owner or a manager to import the file.", faint=False
        )
    )


def _history() -> rx.Component:
    return ui.card(
        ui.data_table(
            S.history,
            [
                ui.Column("file", "File", _file, phone="lead"),
                ui.Column("state", "State", lambda row: ui.badge(row.words, row.tone)),
                ui.Column("result", "Result", lambda row: rx.el.span(row.result, class_name="ui-num")),
                ui.Column("when", "When", lambda row: rx.el.time(row.when, title=row.exact)),
            ],
            key=lambda row: row.id,
            label="Imports so far",
            on_open=lambda row: S.open_import(row.id),
            bleed=False,
        ),
        title="Imports so far",
        flush=True,
    )


def _file(row: Any) -> rx.Component:
    by = rx.cond(row.by != "", rx.el.span("by ", row.by, class_name="ui-meta block"), rx.fragment())
    return rx.el.span(rx.el.span(row.file_name, class_name="ui-name ui-clip block"), by)
