"""Two contacts side by side: what differs is marked and can be chosen, with why they may be one."""

from typing import Any

import reflex as rx

from components import ui
from components.duplicates.scripts import KEYS
from state.duplicates import DuplicatesState

S: Any = DuplicatesState


def pair_card() -> rx.Component:
    return rx.el.section(
        rx.el.div(_likely(), _reasons(), class_name="ui-pair-why"),
        rx.el.div(
            rx.el.div(class_name="ui-pair-corner"),
            _head(S.pair.first),
            _head(S.pair.second),
            rx.foreach(S.pair.fields, _line),
            class_name="ui-pair-grid",
        ),
        rx.cond(S.may_edit, _buttons(), rx.el.p("Your role can look, not decide.", class_name="ui-meta ui-pair-foot")),
        class_name="ui-card ui-pair",
        key=S.pair.id,
        on_mount=rx.call_script(KEYS),
        aria_label="Two contacts that may be one",
    )


def _likely() -> rx.Component:
    return rx.el.div(
        rx.el.span(S.pair.score, "%", class_name="ui-figure"),
        rx.el.span("likely the same", class_name="ui-meta"),
        class_name="ui-pair-score",
    )


def _reasons() -> rx.Component:
    return rx.el.ul(rx.foreach(S.pair.reasons, _reason), class_name="ui-pair-reasons", aria_label="Why")


def _reason(line: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(
            line.speaks_for,
            rx.icon("plus", size=14, class_name="ui-good", aria_label="For"),
            rx.icon("minus", size=14, class_name="ui-bad", aria_label="Against"),
        ),
        rx.el.span(line.text),
    )


def _head(side: Any) -> rx.Component:
    return rx.el.div(
        ui.link_to(
            rx.Var.create("/contacts?open=").to(str) + side.id,
            rx.el.span(side.title, class_name="ui-name ui-clip block"),
            title=side.title,
        ),
        rx.el.span(side.about, class_name="ui-meta block"),
        class_name="ui-pair-head",
    )


def _line(field: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(field.label, class_name="ui-pair-label"),
        rx.cond(
            field.differs,
            rx.fragment(_choice(field, "first", field.first), _choice(field, "second", field.second)),
            rx.fragment(_same(field.first), _same(field.second)),
        ),
        class_name="ui-pair-line",
        role="group",
        aria_label=field.label,
    )


def _choice(field: Any, side: str, value: Any) -> rx.Component:
    kept = S.choices.get(field.key, "first") == side
    return rx.el.button(
        rx.cond(
            kept,
            rx.icon("circle-check", size=16, stroke_width=1.75, aria_hidden="true"),
            rx.icon("circle", size=16, stroke_width=1.75, aria_hidden="true"),
        ),
        rx.el.span(value, class_name="ui-pair-value"),
        type="button",
        on_click=S.choose(field.key, side),
        disabled=~S.may_edit,
        aria_pressed=kept,
        class_name="ui-pair-cell is-choice",
    )


def _same(value: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(
            value != "", rx.el.span(value, class_name="ui-pair-value"), rx.el.span("Not known", class_name="ui-muted")
        ),
        class_name="ui-pair-cell",
    )


def _buttons() -> rx.Component:
    return rx.el.div(
        ui.button(
            "Merge", kind="primary", icon="merge", size=40, shortcut="M", on_click=S.merge(S.pair.id), id="pair-merge"
        ),
        ui.button("Keep apart", icon="split", size=40, shortcut="K", on_click=S.keep_apart(S.pair.id), id="pair-keep"),
        ui.button("Skip", kind="plain", size=40, shortcut="S", on_click=S.skip(S.pair.id), id="pair-skip"),
        rx.el.span(
            "Marked values are kept. Nothing is lost: a merge can be undone.", class_name="ui-meta ui-pair-note"
        ),
        class_name="ui-pair-foot",
    )
