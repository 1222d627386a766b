"""Under a reply that was read in doubt: how it was read and by whom, and what it may be instead."""

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
    right = ui.button("Right", size=28, kind="plain", on_click=S.say_meaning(line.check, line.read_label))
    by_model = line.read_by != ""
    return rx.el.div(
        ui.icon_for(rx.cond(by_model, "model", "ask"), {"model": "sparkles"}, "circle-help"),
        rx.cond(
            by_model,
            rx.el.span(line.read_by, " reads it as “", line.read_as, "”"),
            rx.el.span("Please check: “", line.read_as, "”?", class_name="whitespace-nowrap"),
        ),
        rx.cond(
            MAY_EDIT,
            rx.fragment(
                rx.cond(by_model, rx.fragment(), right),
                ui.menu(ui.button("Change", size=28, kind="plain"), *items),
            ),
            rx.fragment(),
        ),
        rx.cond(line.thought != "", rx.el.span(line.thought, class_name="ui-meta basis-full pl-5"), rx.fragment()),
        class_name="ui-muted flex items-center flex-wrap gap-1 pl-8 pt-2",
    )
