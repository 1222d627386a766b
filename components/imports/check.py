"""Step 3: twenty rows as they would come out, counts of the whole file, and what the person decides."""

from typing import Any

import reflex as rx

from components import ui
from state.import_views import REGIONS
from state.imports import ImportState

S: Any = ImportState


def check_step() -> rx.Component:
    return rx.el.div(
        figures(),
        _looked_at(),
        ui.card(_sheet(), title="The first rows, as they would come out", flush=True),
        rx.el.form(_choices(), on_submit=S.start, key=S.version.to(str)),
        class_name="grid gap-4",
    )


def figures() -> rx.Component:
    """The counts of a check, an import or an undo."""
    return rx.el.div(rx.foreach(S.view.figures, _figure), class_name="ui-stats", aria_live="polite")


def _figure(figure: Any) -> rx.Component:
    return ui.stat(figure.label, figure.number, note=figure.note)


def _looked_at() -> rx.Component:
    reasons = rx.el.ul(
        rx.foreach(
            S.view.reasons,
            lambda reason: rx.el.li(
                rx.el.span(reason[1], class_name="ui-num ui-name"), " ", reason[0], class_name="ui-dense"
            ),
        ),
        class_name="grid gap-1",
    )
    return rx.el.div(
        rx.el.div(
            rx.cond(S.view.checking, rx.el.span(class_name="ui-spin"), rx.icon("check", size=16, class_name="ui-good")),
            rx.el.span(S.view.check_words, class_name="ui-muted ui-num"),
            class_name="flex items-center gap-2",
        ),
        ui.show(S.view.check_error, rx.el.p(S.view.check_error, class_name="ui-error", role="alert")),
        rx.cond(
            S.view.reasons.length() > 0, ui.card(reasons, title="What stands against rows or cells"), rx.fragment()
        ),
        class_name="grid gap-3",
    )


def _sheet() -> rx.Component:
    head = rx.el.tr(
        rx.el.th("Row", scope="col"),
        rx.el.th("Comes out as", scope="col"),
        rx.foreach(S.headings, lambda heading: rx.el.th(heading, scope="col")),
    )
    return rx.el.div(
        rx.el.table(
            rx.el.thead(head), rx.el.tbody(rx.foreach(S.preview, _row)), aria_label="The first rows of the file"
        ),
        class_name="ui-import-rows",
        tab_index=0,
        role="region",
        aria_label="The first rows of the file",
    )


def _row(row: Any) -> rx.Component:
    note = rx.cond(row.note != "", rx.el.small(row.note, class_name="block"), rx.fragment())
    return rx.el.tr(
        rx.el.td(row.number),
        rx.el.td(ui.badge(row.words, row.tone), note, class_name="is-note"),
        rx.foreach(row.cells, _cell),
        key=row.number.to(str),
    )


def _cell(cell: Any) -> rx.Component:
    wrong = rx.cond(cell.problem != "", rx.el.small(cell.problem), rx.fragment())
    return rx.el.td(cell.text, wrong, class_name=rx.cond(cell.problem != "", "is-wrong", ""), title=cell.text)


def _choices() -> rx.Component:
    return ui.card(
        rx.el.div(
            ui.field(
                "Who is a contact already",
                ui.choices(
                    _known("fill", "Fill in what is missing", "Our values stay, empty fields are filled"),
                    _known("update", "Update", "The file's values replace ours"),
                    _known("skip", "Leave as they are", "Only new people are added"),
                ),
                group=True,
            ),
            ui.field(
                "Numbers without a country code are from",
                ui.select("region", REGIONS, value=S.view.region, on_change=S.set_region),
                class_name="max-w-[320px]",
            ),
            _agreed(),
            class_name="grid gap-5",
        ),
        title="What happens to them",
        foot=rx.el.div(
            ui.button("Back", icon="arrow-left", on_click=S.go(2)),
            ui.button("Import", kind="primary", icon="download", type="submit", disabled=S.view.check_error != ""),
            class_name="flex justify-between gap-2",
        ),
    )


def _known(value: str, label: str, detail: str) -> rx.Component:
    return ui.choice_card(
        label,
        detail=detail,
        radio=True,
        name="known",
        value=value,
        checked=S.view.known == value,
        on_change=S.set_known(value),
    )


def _agreed() -> rx.Component:
    evidence = ui.field(
        "Where and when did they agree?",
        ui.text_input(
            "evidence",
            default_value=S.view.evidence,
            placeholder="Visitor book at the trade fair in Pune, May 2026",
            on_blur=S.set_evidence,
        ),
        hint="Kept as evidence with every person. You answer for it.",
        error=S.problems["evidence"],
    )
    return ui.field(
        "Did everybody in this file agree to hear from you?",
        rx.el.div(
            _channel("whatsapp", "They agreed to WhatsApp messages"),
            _channel("email", "They agreed to emails"),
            rx.cond(
                S.view.opt_in.length() > 0,
                evidence,
                rx.el.p("Without it they are stored, but not written to until they opt in.", class_name="ui-hint"),
            ),
            class_name="grid gap-3",
        ),
        group=True,
    )


def _channel(channel: str, label: str) -> rx.Component:
    return ui.checkbox(
        label, checked=S.view.opt_in.contains(channel), on_change=lambda agreed: S.set_opt_in(channel, agreed)
    )
