"""Import contacts: one step at a time, the one that the import is at."""

from typing import Any

import reflex as rx

from components import ui
from components.imports.check import check_step
from components.imports.columns import columns_step
from components.imports.report import report_step
from components.imports.upload import upload_step
from state.imports import ImportState

S: Any = ImportState

STEPS = [("Upload", ""), ("Columns", ""), ("Check", ""), ("Import", "")]


def import_page() -> rx.Component:
    return ui.page_body(
        ui.page_header(
            rx.cond(S.view.file_name != "", S.view.file_name, "Import contacts"),
            rx.cond(
                S.view.file_name != "",
                S.view.rows,
                "Bring your own list: a CSV or Excel file with phone numbers or email addresses.",
            ),
            back=("Contacts", "/contacts"),
            badge=rx.cond(S.view.id != "", ui.badge(S.view.status_words, S.view.tone), rx.fragment()),
        ),
        rx.el.div(ui.step_strip(STEPS, current=S.step), class_name="ui-import-steps"),
        rx.cond(
            S.ready,
            rx.match(
                S.step, (1, upload_step()), (2, columns_step()), (3, check_step()), (4, report_step()), rx.fragment()
            ),
            ui.skeleton_lines(6),
        ),
    )
