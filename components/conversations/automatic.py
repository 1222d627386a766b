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
    words = rx.cond(line.status == "failed", "Written automatically. It uses: ", "Sent automatically. It uses: ")
    return rx.el.p(words, line.sources.join("; "), class_name="ui-meta ui-automatic")


def _left(line: Any) -> rx.Component:
    use = ui.button("Use the draft", size=28, icon="text-cursor-input", on_click=S.use_draft(line.id))
    return rx.el.div(
        rx.el.p("Not answered automatically. ", line.left),
        rx.cond(MAY_EDIT & (line.kept_draft != ""), use, rx.fragment()),
        class_name="ui-muted ui-dense grid justify-items-start gap-2 pl-8 pt-2",
        role="note",
    )
