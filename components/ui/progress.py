"""How far: bar, labelled bars, funnel."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from components.ui.types import Number, Text, cx, show


def progress_bar(percent: Number, *, label: Text, tone: Text = "accent") -> rx.Component:
    """Draw 0 to 100 as a bar; `label` says it to a screen reader. Tones as in `badge`, and meta, google."""
    return rx.el.div(
        rx.el.div(style={"width": rx.Var.create(percent).to(str) + "%"}, class_name=cx("fill", tone)),
        role="progressbar",
        aria_label=label,
        aria_valuenow=percent,
        aria_valuemin=0,
        aria_valuemax=100,
        class_name="ui-bar",
    )


def meter(label: Text, percent: Number, value: Text, *, tone: Text = "accent") -> rx.Component:
    """Draw one labelled bar of a list: words left, bar, value right."""
    return rx.el.div(
        rx.el.span(label, class_name="ui-muted"),
        progress_bar(percent, label=label, tone=tone),
        rx.el.span(value, class_name="ui-num ui-name text-right"),
        class_name="ui-meter",
    )


def funnel(steps: Sequence[tuple[Text, Text, Number, Text]]) -> rx.Component:
    """Draw a funnel: (name, figure, percent of the first, note) a step, the last one green."""
    last = len(steps) - 1
    return rx.el.ol(
        *[_step(*step, final=index == last) for index, step in enumerate(steps)],
        class_name="ui-funnel",
        style={"--n": str(len(steps))},
    )


def _step(name: Text, figure: Text, percent: Number, note: Text, *, final: bool) -> rx.Component:
    height: Any = rx.Var.create(percent).to(str) + "%"
    return rx.el.li(
        rx.el.div(
            rx.el.div(name, class_name="ui-dense ui-muted"),
            rx.el.div(figure, class_name="ui-figure"),
            show(note, rx.el.div(note, class_name="ui-meta"), rx.el.div("\u00a0", class_name="ui-meta")),
        ),
        rx.el.div(
            rx.el.div(style={"height": height}, class_name=cx("fill", "good" if final else "")),
            class_name="ui-funnel-bar",
        ),
    )
