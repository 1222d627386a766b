"""The board: seven columns; cards are dragged, or moved by the menu on each."""

from typing import Any

import reflex as rx

from components import ui
from components.leads.marks import MAY_EDIT, clock, intent_badge, move_items, owner_mark
from components.leads.scripts import DRAG_ENDS, DRAG_OVER, DRAG_STARTS, DROPPED
from components.ui.scripts import STOP
from services.leads.rules import NEXT
from state.leads import LeadsState

_ACCEPTS = rx.Var.create(
    {status.value: " ".join(current.value for current, allowed in NEXT.items() if status in allowed) for status in NEXT}
)


def board() -> rx.Component:
    return rx.el.div(
        rx.foreach(LeadsState.columns, _column),
        class_name="ui-board",
        role="group",
        aria_label="Leads by status",
        custom_attrs={
            "onDragStart": DRAG_STARTS,
            "onDragOver": DRAG_OVER,
            "onDrop": DROPPED,
            "onDragEnd": DRAG_ENDS,
        },
    )


def board_skeleton() -> rx.Component:
    """Columns to come."""
    card = rx.el.div(ui.skeleton_lines(3), class_name="ui-board-card")
    column = rx.el.div(rx.el.div(ui.skeleton(width="40%"), class_name="ui-board-head"), card, card, card)
    return rx.el.div(*[rx.el.div(column, class_name="ui-board-column") for _ in range(5)], class_name="ui-board")


def _column(column: Any) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(column.title, class_name="ui-h3 ui-dense"),
            rx.el.span(column.total, class_name="ui-meta ui-num"),
            class_name="ui-board-head",
        ),
        rx.el.div(
            rx.foreach(column.cards, _card),
            rx.cond(
                column.more > 0,
                rx.el.button(
                    f"Show {column.more} more in the list",
                    type="button",
                    class_name="ui-link ui-dense",
                    on_click=LeadsState.show_status(column.status),
                ),
                rx.fragment(),
            ),
            class_name="ui-board-cards",
        ),
        rx.el.input(
            type="text",
            class_name="ui-hidden",
            tab_index=-1,
            aria_hidden="true",
            custom_attrs={"data-drop": "1"},
            on_change=lambda lead_id: LeadsState.move(lead_id, column.status),
        ),
        key=column.status,
        class_name="ui-board-column",
        aria_label=column.title,
        custom_attrs={"data-accepts": _ACCEPTS.to(dict)[column.status]},
    )


def _card(card: Any) -> rx.Component:
    menu = ui.menu(
        ui.icon_button("ellipsis", "Move " + card.name, size=28),
        ui.menu_title("Move to"),
        *move_items(LeadsState, card),
        ui.menu_line(),
        ui.menu_item("Open chat", icon="message-square", on_select=LeadsState.open_chat(card.id, card.talk_id)),
    )
    return rx.el.article(
        rx.el.div(
            rx.el.div(
                rx.el.button(card.name, type="button", class_name="ui-name ui-clip-2 text-left"),
                ui.show(card.wants, rx.el.p(card.wants, class_name="ui-dense ui-muted ui-clip-2")),
                class_name="min-w-0",
            ),
            ui.score_ring(card.score, kind="lead", tone=card.intent),
            class_name="ui-board-top",
        ),
        rx.el.div(
            intent_badge(card.intent),
            ui.source_mark(card.source, card.source_words),
            rx.cond(card.unread > 0, ui.count(card.unread, strong=True), rx.fragment()),
            class_name="ui-board-marks",
        ),
        rx.el.div(
            clock(card),
            rx.el.div(
                owner_mark(card.owner, words=False),
                rx.cond(MAY_EDIT, menu, rx.fragment()),
                class_name="ui-board-end",
                custom_attrs={"onClick": STOP},
            ),
            class_name="ui-board-foot",
        ),
        key=card.id,
        class_name=ui.cx("ui-board-card", rx.cond(card.id == LeadsState.open_id, "is-open", "")),
        draggable=MAY_EDIT,
        on_click=LeadsState.open_row(card.id),
        custom_attrs={"data-lead": card.id, "data-status": card.status},
    )
