"""Step 4: how far it is, then what came of it, what could not be taken, and the way back."""

from typing import Any

import reflex as rx

from components import ui
from components.imports.check import figures
from state.imports import ImportState

S: Any = ImportState


def report_step() -> rx.Component:
    return rx.el.div(
        rx.cond(S.view.is_going, _progress(), rx.fragment()),
        ui.show(S.view.error, _stopped()),
        figures(),
        rx.cond(S.view.is_over, _after(), rx.fragment()),
        rx.cond(S.view.kept.length() > 0, _kept(), rx.fragment()),
        _question(),
        class_name="grid gap-4",
    )


def _progress() -> rx.Component:
    return ui.card(
        rx.el.div(
            rx.el.div(
                rx.el.span(S.view.progress_words, class_name="ui-num"),
                rx.el.span(S.view.percent, "%", class_name="ui-num ui-muted"),
                class_name="flex justify-between",
            ),
            ui.progress_bar(S.view.percent, label=S.view.progress_words, tone="busy"),
            rx.el.p("You can leave this page: it goes on in the background.", class_name="ui-meta"),
            class_name="grid gap-2",
        )
    )


def _stopped() -> rx.Component:
    return ui.card(
        rx.el.div(
            rx.el.p(S.view.error, class_name="ui-error", role="alert"),
            rx.cond(
                S.view.can_resume & S.may_import,
                ui.button("Continue where it stopped", icon="rotate-cw", on_click=S.resume),
                rx.fragment(),
            ),
            class_name="flex flex-wrap items-center justify-between gap-3",
        )
    )


def _after() -> rx.Component:
    problems = rx.el.a(
        rx.icon("download", size=16, stroke_width=1.75, aria_hidden="true"),
        rx.el.span("Rows with problems (", S.view.problems, ")"),
        href=rx.Var.create("/api/imports/").to(str) + S.view.id + "/problems.csv",
        download=True,
        reload_document=True,
        class_name="ui-btn k-outline",
    )
    return rx.el.div(
        ui.button("See the contacts", kind="primary", icon="contact-round", href="/contacts?source=manual_import"),
        rx.cond(S.view.problems != "", problems, rx.fragment()),
        rx.cond(
            S.view.can_undo & S.may_import,
            ui.button("Undo this import", icon="undo-2", on_click=S.ask_undo(True)),
            rx.fragment(),
        ),
        ui.button("Import another file", kind="plain", href="/contacts/import"),
        ui.show(S.view.took, rx.el.span("Took ", S.view.took, class_name="ui-meta ml-auto")),
        class_name="flex flex-wrap items-center gap-2",
    )


def _kept() -> rx.Component:
    lines = rx.el.ul(
        rx.foreach(
            S.view.kept,
            lambda kept: rx.el.li(
                ui.text_link(kept.name, kept.link),
                rx.el.span(kept.why, class_name="ui-meta"),
                class_name="flex justify-between gap-3 py-1",
            ),
        ),
        class_name="ui-lines",
    )
    return ui.card(lines, title="Kept, because they are in use")


def _question() -> rx.Component:
    return ui.dialog(
        "Undo this import?",
        detail="Contacts that it added are removed and fields that it changed get their old values back. Whoever was "
        "written to, became a lead or was found elsewhere since stays.",
        open=S.asking_undo,
        on_open_change=S.ask_undo,
        actions=[
            ui.closes(ui.button("Cancel")),
            ui.button("Undo the import", kind="danger-filled", on_click=S.undo),
        ],
    )
