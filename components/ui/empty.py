"""Nothing yet, and something went wrong: each says what to do next."""

import reflex as rx

from components.ui.button import button
from components.ui.types import Handler, Node, Text, show


def empty_state(
    icon: str, title: Text, text: Text, *actions: Node, faint: bool = True, alone: bool = False
) -> rx.Component:
    """Fill an empty list: faint rows of what will come, a title, one sentence, one action (and a plain second).

    `alone` makes the title the page's own heading.
    """
    rows = rx.el.div(
        *[_faint_row(row) for row in ("is-back", "", "is-back")], class_name="ui-faint", aria_hidden="true"
    )
    mark = rx.el.div(rx.icon(icon, size=22, stroke_width=1.5), class_name="ui-empty-mark", aria_hidden="true")
    return rx.el.div(
        rx.el.div(rows, mark, class_name="ui-empty-art")
        if faint
        else rx.el.div(mark, class_name="ui-empty-art is-bare"),
        (rx.el.h1 if alone else rx.el.h2)(title, class_name="ui-h2"),
        rx.el.p(text, class_name="ui-muted"),
        *([rx.el.div(*actions, class_name="ui-empty-actions")] if actions else []),
        class_name="ui-empty",
    )


def error_state(what: Text, todo: Text, *, reference: Text = "", on_retry: Handler = None) -> rx.Component:
    """Say what happened, what to do, and the reference to quote."""
    return rx.el.div(
        rx.el.div(
            rx.el.div(rx.icon("triangle-alert", size=22, stroke_width=1.5), class_name="ui-empty-mark is-bad"),
            class_name="ui-empty-art is-bare",
            aria_hidden="true",
        ),
        rx.el.h2(what, class_name="ui-h2"),
        rx.el.p(todo, class_name="ui-muted"),
        show(reference, rx.el.p("Reference ", rx.el.code(reference), class_name="ui-meta")),
        *(
            [rx.el.div(button("Try again", icon="rotate-cw", on_click=on_retry), class_name="ui-empty-actions")]
            if on_retry is not None
            else []
        ),
        class_name="ui-empty",
        role="alert",
    )


def _faint_row(look: str) -> rx.Component:
    return rx.el.div(
        rx.el.span(class_name="disc"),
        rx.el.span(rx.el.i(), rx.el.i(), class_name="lines"),
        rx.el.span(class_name="rim"),
        class_name=f"ui-faint-row {look}",
    )
