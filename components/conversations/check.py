"""Under a reply that nobody is sure about: how it was read, and what it may be instead."""

from typing import Any

import reflex as rx

from components import ui
from components.leads.marks import MAY_EDIT
from services.leads.understanding import MEANINGS
from state.conversations import ConversationsState as S


def please_check(line: Any) -> rx.Component:
    """Draw nothing when the reply was understood."""
    return rx.cond(line.check != "", _check(line), rx.fragment())


def _check(line: Any) -> rx.Component:
    items = [ui.menu_item(words, on_select=S.say_meaning(line.check, label.value)) for label, words in MEANINGS.items()]
    answers = rx.fragment(
        ui.button("Right", size=28, kind="plain", on_click=S.say_meaning(line.check, line.read_label)),
        ui.menu(ui.button("Change", size=28, kind="plain"), *items),
    )
    return rx.el.div(
        rx.icon("circle-help", size=14, stroke_width=1.75, class_name="ui-icon shrink-0", aria_hidden="true"),
        rx.el.span("Please check: “", line.read_as, "”?", class_name="whitespace-nowrap"),
        rx.cond(MAY_EDIT, answers, rx.fragment()),
        class_name="ui-muted flex items-center flex-wrap gap-1 pl-8 pt-2",
    )
