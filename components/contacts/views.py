"""The menu of saved views and its dialogs."""

from typing import Any

import reflex as rx

from components import ui
from state.contacts import ContactsState

S: Any = ContactsState


def views_menu() -> rx.Component:
    """Which view is shown; the others; what can be done with it."""
    name = rx.cond(S.view_name != "", S.view_name, "All contacts")
    trigger = rx.el.button(
        rx.icon("layers", size=16, stroke_width=1.75, aria_hidden="true"),
        rx.el.span(name, class_name="ui-clip max-w-40"),
        rx.cond(S.view_is_changed, rx.el.span(" · edited", class_name="ui-muted"), rx.fragment()),
        rx.icon("chevron-down", size=14, aria_hidden="true"),
        type="button",
        aria_label=rx.Var.create("View: ").to(str) + name,
        class_name="ui-btn k-outline",
    )
    return ui.menu(
        trigger,
        ui.menu_item("All contacts", chosen=S.view_id == "", on_select=S.show_view("")),
        rx.foreach(S.views, _view),
        ui.menu_line(),
        ui.menu_item("Save as a new view", icon="plus", on_select=S.ask_view("new")),
        rx.cond(
            S.view_is_mine & S.view_is_changed,
            ui.menu_item("Save changes to this view", icon="save", on_select=S.overwrite_view),
            rx.fragment(),
        ),
        _default(),
        rx.cond(S.view_is_mine, rx.fragment(*_own()), rx.fragment()),
        align="start",
    )


def _view(view: Any) -> rx.Component:
    hint = rx.cond(view.is_default, "Opens first", rx.cond(view.is_shared, "Team", ""))
    return ui.menu_item(view.name, hint=hint, chosen=S.view_id == view.id, on_select=S.show_view(view.id))


def _default() -> rx.Component:
    keep = ui.menu_item("Open the list with this view", icon="pin", on_select=S.open_with_view(S.view_id))
    drop = ui.menu_item("Open the list with all contacts", icon="pin-off", on_select=S.open_with_view(""))
    return rx.cond(S.view_id != "", rx.cond(S.view_is_default, drop, keep), rx.fragment())


def _own() -> list[rx.Component]:
    return [
        rx.cond(
            S.view_is_shared,
            ui.menu_item("Only for me", icon="lock", on_select=S.share_view(False)),
            ui.menu_item("Share with the team", icon="users", on_select=S.share_view(True)),
        ),
        ui.menu_item("Rename", icon="pencil", on_select=S.ask_view("rename")),
        ui.menu_item("Delete this view", icon="trash-2", danger=True, on_select=S.ask_view("delete")),
    ]


def view_dialogs() -> rx.Component:
    """A name for a view, and the question before one is deleted."""
    is_new = S.asking_view == "new"
    naming = ui.dialog(
        rx.cond(is_new, "Save this view", "Rename this view"),
        rx.el.form(
            ui.field(
                "Name",
                ui.text_input("name", default_value=S.asked_name, placeholder="Hot dentists in Pune", auto_focus=True),
                error=S.view_problems["name"],
            ),
            rx.cond(is_new, ui.checkbox("Share with the team", name="shared"), rx.fragment()),
            rx.el.div(
                ui.closes(ui.button("Cancel")),
                ui.button("Save", kind="primary", type="submit"),
                class_name="ui-dialog-actions",
            ),
            on_submit=S.save_view,
            class_name="grid gap-4",
        ),
        detail=rx.cond(is_new, "It keeps the search, the filters and the order that you see now.", ""),
        open=is_new | (S.asking_view == "rename"),
        on_open_change=S.close_view_dialog,
    )
    deleting = ui.dialog(
        "Delete this view?",
        detail=S.view_name + rx.cond(S.view_is_shared, ": your team loses it too.", ": the contacts stay."),
        open=S.asking_view == "delete",
        on_open_change=S.close_view_dialog,
        actions=[
            ui.closes(ui.button("Cancel")),
            ui.button("Delete view", kind="danger-filled", on_click=S.delete_view),
        ],
    )
    return rx.fragment(naming, deleting)
