"""Charts: no axis lines, a muted grid, the last value at the line's end, and a table behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from components.ui.scripts import LAST, LAST_SHIFT, call
from components.ui.theme import tone
from components.ui.types import Node, Text, cx, each, link_to

_TICK = {"fill": "var(--text-2)", "fontSize": 12}


@dataclass(frozen=True)
class Series:
    """One line: the key in each row, its words, and its tone (accent, good, warm, bad, busy, neutral)."""

    key: str
    label: str
    tone: str = "accent"


def line_chart(
    rows: rx.Var[Any], series: Sequence[Series], *, x: str = "day", height: int = 248, label: str = "Chart"
) -> rx.Component:
    """Draw lines over `rows` (`list[dict]`), the first with a wash. `x` is the key of the words under the chart."""
    keys = [one.key for one in series]
    lines = [_line(one, wash=index == 0) for index, one in enumerate(series)]
    ends = [_end(rows, one, keys, x) for one in series]
    picture = rx.recharts.area_chart(
        rx.recharts.cartesian_grid(vertical=False, stroke="var(--slate-4)", stroke_dasharray="0"),
        rx.recharts.x_axis(
            data_key=x,
            axis_line=False,
            tick_line=False,
            tick_margin=10,
            min_tick_gap=48,
            interval="preserveStartEnd",
            custom_attrs={"tick": _TICK},
        ),
        rx.recharts.y_axis(
            axis_line=False,
            tick_line=False,
            width=36,
            allow_decimals=False,
            custom_attrs={"tick": _TICK},
        ),
        rx.recharts.graphing_tooltip(
            cursor={"stroke": "var(--slate-7)", "strokeWidth": 1},
            content_style={
                "background": "var(--float)",
                "border": "1px solid var(--line)",
                "borderRadius": "8px",
                "boxShadow": "var(--shadow)",
                "fontSize": "12px",
                "padding": "8px 12px",
            },
            label_style={"color": "var(--text-2)", "marginBottom": "2px"},
            item_style={"color": "var(--text)", "padding": "0"},
            separator="  ",
        ),
        *[_wash(one) for one in series[:1]],
        *lines,
        *ends,
        data=rows,
        width="100%",
        height=height,
        margin={"top": 8, "right": 92, "bottom": 0, "left": 0},
    )
    return rx.el.figure(
        _legend(rows, series),
        rx.el.div(picture, style={"height": f"{height}px"}),
        class_name="ui-chart",
        aria_label=label,
    )


def bar_chart(rows: rx.Var[Any], series: Series, *, x: str = "day", height: int = 200) -> rx.Component:
    """Draw one bar a row."""
    return rx.recharts.bar_chart(
        rx.recharts.cartesian_grid(vertical=False, stroke="var(--slate-4)", stroke_dasharray="0"),
        rx.recharts.x_axis(data_key=x, axis_line=False, tick_line=False, custom_attrs={"tick": _TICK}),
        rx.recharts.y_axis(
            axis_line=False, tick_line=False, width=36, allow_decimals=False, custom_attrs={"tick": _TICK}
        ),
        rx.recharts.bar(
            data_key=series.key, name=series.label, fill=tone(series.tone), radius=[3, 3, 0, 0], max_bar_size=32
        ),
        data=rows,
        width="100%",
        height=height,
    )


def chart_card(
    title: Text,
    chart: rx.Component,
    *,
    rows: rx.Var[Any],
    columns: Sequence[tuple[str, str]],
    side: Node | None = None,
    csv_href: str = "",
    class_name: str = "",
) -> rx.Component:
    """Hold a chart with its title, the switch to a table of (key, words) `columns`, and a CSV link."""
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*[rx.el.th(words, scope="col") for _, words in columns])),
        rx.el.tbody(each(rows, lambda row: rx.el.tr(*[rx.el.td(row[key]) for key, _ in columns]))),
    )
    switch = rx.el.label(
        rx.icon("table-2", size=16, stroke_width=1.75, aria_hidden="true"),
        rx.el.input(type="checkbox", aria_label="Show as a table", class_name="ui-chart-switch"),
        class_name="ui-btn k-plain is-icon",
        title="Show as a table",
    )
    download = link_to(
        csv_href,
        rx.icon("download", size=16, stroke_width=1.75),
        class_name="ui-btn k-plain is-icon",
        aria_label="Download as CSV",
        title="Download as CSV",
        reload_document=True,
    )
    tools = [*([side] if side is not None else []), switch, *([download] if csv_href else [])]
    return rx.el.section(
        rx.el.div(
            rx.el.h2(title, class_name="ui-h3 ui-clip"),
            rx.el.div(*tools, class_name="ui-card-side"),
            class_name="ui-card-head",
        ),
        rx.el.div(chart, class_name="ui-card-body ui-chart-picture"),
        rx.el.div(table, class_name="ui-card-body ui-chart-table"),
        class_name=cx("ui-card ui-chart-card", class_name),
    )


def _line(series: Series, *, wash: bool) -> rx.Component:
    return rx.recharts.area(
        data_key=series.key,
        name=series.label,
        type_="monotone",
        stroke=tone(series.tone),
        stroke_width=2,
        fill=f"url(#wash-{series.key})" if wash else "none",
        dot=False,
        active_dot={"r": 4, "strokeWidth": 2, "stroke": "var(--panel)", "fill": tone(series.tone)},
        is_animation_active=False,
    )


def _wash(series: Series) -> rx.Component:
    return rx.el.svg.defs(
        rx.el.svg.linear_gradient(
            rx.el.svg.stop(offset="0%", stop_color=tone(series.tone), stop_opacity="var(--wash)"),
            rx.el.svg.stop(offset="100%", stop_color=tone(series.tone), stop_opacity=0),
            id=f"wash-{series.key}",
            x1=0,
            y1=0,
            x2=0,
            y2=1,
        )
    )


def _end(rows: rx.Var[Any], series: Series, keys: list[str], x: str) -> rx.Component:
    value = call(LAST, rows, series.key)
    return rx.recharts.reference_dot(
        rx.recharts.label(
            value=value.to(str) + f" {series.label}",
            position="right",
            offset=10,
            custom_attrs={"dy": call(LAST_SHIFT, rows, keys, series.key), "className": "ui-chart-end"},
        ),
        x=call(LAST, rows, x).to(str),
        y=value.to(int),
        r=4,
        fill=tone(series.tone),
        stroke="var(--panel)",
        custom_attrs={"strokeWidth": 2},
    )


def _legend(rows: rx.Var[Any], series: Sequence[Series]) -> rx.Component:
    return rx.el.figcaption(
        *[
            rx.el.span(
                rx.el.i(class_name=cx("ui-dot", one.tone)),
                one.label,
                rx.el.b(call(LAST, rows, one.key), class_name="ui-num"),
                class_name="ui-dotline",
            )
            for one in series
        ],
        class_name="ui-legend",
    )
