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
    return rx.el.div(
        rx.icon("circle-help", size=14, stroke_width=1.75, class_name="ui-icon", aria_hidden="true"),
        rx.el.span("Please check: read as “", line.read_as, "”."),
        rx.cond(MAY_EDIT, ui.menu(ui.button("What did they mean?", size=28, kind="plain"), *items), rx.fragment()),
        class_name="ui-happened",
    )
