"""The page: list, thread and person side by side; on phones one at a time."""

import reflex as rx

from components import ui
from components.conversations.inbox import inbox
from components.conversations.person import person_pane
from components.conversations.thread import thread
from components.leads.calls import call_dialog
from components.leads.dialogs import lost_dialog, won_dialog
from components.leads.reminders import remind_dialog
from state.conversations import ConversationsState


def conversations_body() -> rx.Component:
    is_open = ConversationsState.open_id != ""
    return rx.el.div(
        inbox(),
        rx.cond(is_open, thread(), _nothing_open()),
        rx.cond(is_open, person_pane(), rx.fragment()),
        ui.every_minute(ConversationsState.refresh),
        won_dialog(ConversationsState),
        lost_dialog(ConversationsState),
        remind_dialog(ConversationsState),
        call_dialog(ConversationsState),
        class_name=ui.cx(
            "ui-inbox",
            rx.cond(is_open, "is-open", ""),
            rx.cond(ConversationsState.person_shown, "is-person", ""),
        ),
        custom_attrs={"data-hotkeys": "1"},
    )


def _nothing_open() -> rx.Component:
    return rx.el.section(
        ui.empty_state(
            "message-square",
            "Choose a conversation",
            "Everything that was said, and your answer, in one place.",
            faint=False,
        ),
        class_name="ui-inbox-thread is-none",
    )
