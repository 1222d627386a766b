"""Under an answer that did not go out: send it again; under one that nobody knows about: say what became of it."""

from typing import Any

import reflex as rx

from components import ui
from components.leads.marks import MAY_EDIT
from state.conversations import ConversationsState as S


def undelivered(line: Any) -> rx.Component:
    """Draw nothing for what went out, or is on its way."""
    again = ui.button("Send again", size=28, icon="rotate-cw", on_click=S.send_again(line.id))
    unsure = rx.fragment(
        ui.button("It was sent", size=28, icon="check", on_click=S.settle_answer(line.id, True)),
        ui.button("Send again", size=28, icon="rotate-cw", on_click=S.settle_answer(line.id, False)),
    )
    return rx.cond(
        MAY_EDIT & (line.undelivered != ""),
        rx.el.div(
            rx.cond(line.undelivered == "unsure", unsure, again), class_name="flex flex-wrap justify-end gap-2 pt-2"
        ),
        rx.fragment(),
    )
