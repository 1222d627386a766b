"""Score quality: figures, calibration, weights in plain words, versions, and the written analysis."""

from typing import Any

import reflex as rx

from components import ui
from components.analytics.losses import lost_card
from components.settings.frame import READ_ONLY, form_card, stored_input
from state.analytics import ScoreQualityState

State: Any = ScoreQualityState
CURVE_CSV = "/api/exports/score-curve.csv"


def score_quality() -> rx.Component:
    return ui.page_body(
        ui.page_header(
            "Score quality",
            "How well scores tell who answers, and what they are made of.",
            ui.button(
                "Retrain now",
                icon="refresh-cw",
                on_click=State.learn,
                disabled=~State.can_learn | ~State.may_save,
                title=rx.cond(State.may_save, "", READ_ONLY),
            ),
        ),
        rx.cond(State.ready, _report(), ui.skeleton_stats()),
    )


def _report() -> rx.Component:
    return rx.el.div(
        _standing(),
        rx.cond(State.has_figures, _measured(), rx.fragment()),
        rx.el.div(
            _weights("Raises a score", State.raising),
            _weights("Lowers a score", State.lowering),
            class_name="grid gap-6 lg:grid-cols-2 items-start",
        ),
        lost_card(State.losses),
        _versions(),
        _writing(),
        class_name="grid gap-6",
    )


def _standing() -> rx.Component:
    waiting = rx.el.div(
        ui.progress_bar(State.progress, label="Outcomes needed"),
        rx.el.p(State.progress_words, class_name="ui-meta mt-2"),
        class_name="mt-3 max-w-xl",
    )
    return ui.card(
        rx.el.p(State.explanation, class_name="ui-muted max-w-3xl"),
        rx.cond(State.has_figures, rx.fragment(), waiting),
        title=State.heading,
    )


def _measured() -> rx.Component:
    return rx.el.div(
        ui.stats(
            ui.stat("Right order (AUC)", State.auc, note=State.auc_note),
            ui.stat("Lift of the best tenth", State.lift, note=State.lift_note),
            ui.stat("Calibration error", State.calibration, note="expected against answered"),
            ui.stat("Judged on", State.judged, note=State.judged_note),
        ),
        rx.el.div(_calibration(), _comparison(), class_name="grid gap-6 lg:grid-cols-2 items-start"),
        class_name="grid gap-6",
    )


def _calibration() -> rx.Component:
    chart = ui.line_chart(
        State.curve,
        [ui.Series("came", "real"), ui.Series("said", "expected", "neutral")],
        x="label",
        label="Expected and real answers of contacts, from the lowest expectation to the highest",
    )
    columns = [("label", "Expected"), ("came", "Answered, %"), ("cases", "Contacts")]
    return ui.chart_card("Expected and real answers, %", chart, rows=State.curve, columns=columns, csv_href=CURVE_CSV)


def _comparison() -> rx.Component:
    table = ui.data_table(
        State.comparison,
        [
            ui.Column("name", "Order by", lambda row: rx.el.span(row.name, class_name="ui-name"), phone="lead"),
            ui.Column("auc", "AUC", lambda row: _number(row.auc), align="right", phone="end"),
            ui.Column("lift", "Lift", lambda row: _number(row.lift), align="right"),
            ui.Column("calibration", "Error", lambda row: _number(row.calibration), align="right", phone="hide"),
        ],
        key=lambda row: row.name,
        label="Against the starting rules and a blind order",
        bleed=False,
    )
    return ui.card(table, title="Against the starting rules", flush=True)


def _number(text: Any) -> rx.Component:
    return rx.el.span(text, class_name="ui-num whitespace-nowrap")


def _weights(title: str, rows: Any) -> rx.Component:
    return ui.card(rx.el.div(rx.foreach(rows, _weight), class_name="grid gap-1"), title=title)


def _weight(row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(ui.reason(row.points, row.title), class_name="grow min-w-0"),
        rx.el.span(
            rx.cond(row.learned != "", row.learned, row.group), class_name="ui-meta text-right shrink-0 max-w-[45%]"
        ),
        class_name="flex items-baseline justify-between gap-3",
    )


def _versions() -> rx.Component:
    follow = rx.cond(
        State.keeps_version & State.may_save,
        ui.button("Follow what is learned", size=28, on_click=State.follow),
        rx.fragment(),
    )
    table = ui.data_table(
        State.versions,
        [
            ui.Column("name", "Version", _version_name, phone="lead"),
            ui.Column("when", "Learned", lambda row: rx.el.span(row.when, class_name="whitespace-nowrap")),
            ui.Column("outcomes", "From", lambda row: rx.el.span(row.outcomes)),
            ui.Column("auc", "AUC", lambda row: _number(row.auc), align="right"),
            ui.Column("choose", "", _choose, align="right", phone="end"),
        ],
        key=lambda row: row.number,
        label="Versions",
        bleed=False,
    )
    return ui.card(table, title="Versions", side=follow, flush=True)


def _version_name(row: Any) -> rx.Component:
    return rx.el.span(
        rx.el.span(row.name, class_name="ui-name block"),
        ui.show(row.note, rx.el.span(row.note, class_name="ui-meta block whitespace-normal")),
    )


def _choose(row: Any) -> rx.Component:
    use = ui.button("Use", size=28, on_click=State.choose(row.number), disabled=~State.may_save)
    return rx.cond(row.is_active, ui.badge("In force", "good"), use)


def _writing() -> rx.Component:
    return form_card(
        "Written analysis",
        ui.toggle(
            "Let a language model write about promising contacts and leads",
            name="is_written",
            default_checked=State.is_written,
            detail="A few words and a second opinion beside the score. It never changes a score, and no name, number or"
            " address is sent.",
        ),
        rx.el.div(
            stored_input("Contacts with a score of at least", "least_score", State, input_mode="numeric"),
            class_name="max-w-xs",
        ),
        ui.show(State.writing_note, rx.el.p(State.writing_note, class_name="ui-dense ui-bad")),
        rx.el.p(
            State.writing_words, " ", ui.text_link("Integrations", href="/settings/integrations"),
            class_name="ui-dense ui-muted",
        ),
        name="writing",
        state=State,
        on_submit=State.save_writing,
        note="Paid from the month's budget for finding contacts; each call is checked against it beforehand.",
    )  # fmt: skip
