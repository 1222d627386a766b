"""How a lead's status, intent and next step are drawn; used wherever a lead is shown."""

from typing import Any

import reflex as rx

from components import ui
from components.ui.scripts import STOP
from services.leads.rules import NEXT, STATUS_WORDS
from state.base import AppState

STATUS_LOOKS = {
    "new": ("New", "busy"),
    "contacted": ("Contacted", "neutral"),
    "qualified": ("Qualified", "accent"),
    "meeting_scheduled": ("Meeting scheduled", "accent"),
    "proposal_sent": ("Proposal sent", "warm"),
    "won": ("Won", "good"),
    "lost": ("Lost", "neutral"),
}
INTENT_LOOKS = {"hot": ("Hot", "bad"), "warm": ("Warm", "warm"), "cold": ("Cold", "neutral")}
_CLOCKS = {"call": "calendar-clock", "answered": "check", "slow": "check", "quiet": "clock"}

MAY_EDIT: Any = AppState.role != "viewer"


_NOBODY = rx.el.span(
    rx.icon("user-round", size=14, aria_hidden="true"),
    title="Unassigned",
    role="img",
    aria_label="Unassigned",
    class_name="ui-nobody",
)


def intent_badge(intent: Any) -> rx.Component:
    return ui.state_badge(intent, INTENT_LOOKS)


def clock(card: Any) -> rx.Component:
    """What is next: an answer that somebody waits for, a call, or what was done."""
    return rx.el.span(
        ui.icon_for(card.clock_kind, _CLOCKS, "timer", size=14),
        rx.el.span(card.clock, class_name="ui-clip"),
        class_name=ui.cx("ui-clock ui-num", card.clock_kind),
    )


def owner_mark(name: Any, *, words: bool = True) -> rx.Component:
    """The owner's initials with the name as tooltip; for nobody words, or an empty disc where room is short."""
    return rx.cond(
        name != "",
        rx.el.span(ui.avatar(name, size=24), title=name),
        rx.el.span("Unassigned", class_name="ui-meta") if words else _NOBODY,
    )


def move_items(state: Any, card: Any) -> list[rx.Component]:
    """Menu lines for the statuses this lead may have next."""
    return [
        rx.cond(
            rx.Var.create([current.value for current, allowed in NEXT.items() if status in allowed]).contains(
                card.status
            ),
            ui.menu_item(words, on_select=state.move(card.id, status.value)),
            rx.fragment(),
        )
        for status, words in STATUS_WORDS.items()
    ]


def status_menu(state: Any, card: Any) -> rx.Component:
    """The status as a badge; for those who may change it, a menu with what may follow."""
    badge = ui.state_badge(card.status, STATUS_LOOKS)
    trigger = rx.el.button(
        badge,
        rx.icon("chevron-down", size=14, class_name="ui-icon", aria_hidden="true"),
        type="button",
        class_name="ui-status",
        aria_label="Change status, now " + card.status_words,
    )
    menu = ui.menu(trigger, ui.menu_title("Move to"), *move_items(state, card), align="start")
    return rx.el.div(rx.cond(MAY_EDIT, menu, badge), custom_attrs={"onClick": STOP})
