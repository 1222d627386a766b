"""The answers that a customer keeps: a list, and the form of one."""

from typing import Any

import reflex as rx

from components import ui
from components.settings.frame import locked, settings_page
from services.conversations.saved_replies import LONGEST_SHORTCUT, LONGEST_TITLE
from state.settings.saved_replies import SavedRepliesState

State: Any = SavedRepliesState

_FORM = "saved-reply-form"
_HINT = "Write {{first_name|there}}, {{company}}, {{city}}, {{business}}: each is filled in for the person you answer."


def saved_replies_section() -> rx.Component:
    return settings_page(
        "Saved replies",
        "Answers that you give often. In a conversation, type / and the shortcut, or press Saved replies.",
        rx.cond(
            State.ready,
            rx.cond(State.rows.length() > 0, _list(), _none()),
            ui.card(ui.skeleton_lines(4)),
        ),
        _form(),
    )


def _new() -> rx.Component:
    return ui.button("New saved reply", kind="primary", icon="plus", on_click=State.begin)


def _list() -> rx.Component:
    return rx.fragment(
        rx.el.div(rx.cond(State.may_save, _new(), rx.fragment()), locked(State.may_save)),
        rx.foreach(State.rows, _reply),
    )


def _none() -> rx.Component:
    return ui.card(
        ui.empty_state(
            "message-square-quote",
            "No saved replies yet",
            "Keep the price list, the way to your office or the next step once, and write it with a few keys.",
            rx.cond(State.may_save, _new(), rx.fragment()),
            locked(State.may_save),
        )
    )


def _reply(row: Any) -> rx.Component:
    remove = ui.confirm(
        ui.icon_button("trash-2", "Remove", size=28),
        rx.Var.create("Remove ") + row.title + "?",
        "It is no longer offered. What was written with it stays.",
        verb="Remove",
        on_confirm=State.remove(row.id),
    )
    edits = rx.el.div(
        ui.button("Edit", icon="pencil", size=28, on_click=State.edit(row.id)), remove, class_name="flex gap-2"
    )
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2(row.title, class_name="ui-h3 break-words"),
                rx.el.p("/", row.shortcut, class_name="ui-meta"),
                class_name="min-w-0 grow",
            ),
            rx.cond(State.may_save, edits, rx.fragment()),
            class_name="flex items-start justify-between gap-3",
        ),
        rx.el.p(row.body, class_name="ui-dense whitespace-pre-wrap break-words line-clamp-6"),
        key=row.id,
        class_name="ui-card p-4 grid gap-2 content-start min-w-0",
    )


def _form() -> rx.Component:
    reply, problems, key = State.edited, State.problems, State.version.to(str)
    boxes = rx.el.div(
        ui.field(
            "Title",
            ui.text_input("title", default_value=reply.title, placeholder="Price list", max_length=LONGEST_TITLE),
            error=problems["title"],
        ),
        ui.field(
            "Shortcut",
            ui.text_input(
                "shortcut",
                default_value=reply.shortcut,
                placeholder="price",
                prefix="/",
                max_length=LONGEST_SHORTCUT + 1,
                auto_capitalize="none",
            ),
            hint="One word, in any script.",
            error=problems["shortcut"],
        ),
        ui.field(
            "Reply",
            ui.text_area("body", default_value=reply.body, rows=8),
            hint=_HINT,
            error=problems["body"],
        ),
        class_name="grid gap-4",
    )
    return ui.drawer(
        rx.el.form(
            ui.section("Saved reply", boxes),
            on_submit=State.save,
            id=_FORM,
            key=key,
            custom_attrs={"noValidate": True},
        ),
        open=State.is_open,
        on_close=State.close,
        title=rx.cond(reply.id == "", "New saved reply", "Edit saved reply"),
        modal=True,
        foot=rx.fragment(
            ui.button("Save", kind="primary", type="submit", form=_FORM), ui.button("Cancel", on_click=State.close)
        ),
    )
