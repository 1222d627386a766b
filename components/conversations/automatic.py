"""Under an automatic reply what it uses; under a message that was left to a person why, and the draft."""

from typing import Any

import reflex as rx

from components import ui
from components.leads.marks import MAY_EDIT
from state.conversations import ConversationsState as S


def automatic(line: Any) -> rx.Component:
    """Draw nothing for what no campaign may answer."""
    is_answer = (line.kind == "mine") & (line.sources.length() > 0)
    return rx.fragment(rx.cond(is_answer, _sources(line), rx.fragment()), rx.cond(line.left != "", _left(line), None))


def _sources(line: Any) -> rx.Component:
    return rx.el.p("Sent automatically. It uses: ", line.sources.join("; "), class_name="ui-meta ui-automatic")


def _left(line: Any) -> rx.Component:
    use = ui.button("Use the draft", size=28, kind="plain", on_click=S.use_draft(line.id))
    return rx.el.div(
        rx.icon("hand", size=14, stroke_width=1.75, class_name="ui-icon shrink-0", aria_hidden="true"),
        rx.el.span("Not answered automatically. ", line.left),
        rx.cond(MAY_EDIT & (line.kept_draft != ""), use, rx.fragment()),
        class_name="ui-muted ui-dense flex items-center flex-wrap gap-1 pl-8 pt-2",
        role="note",
    )
