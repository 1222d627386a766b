"""The open contact's details as a form."""

from typing import Any

import reflex as rx

from components import ui
from state.contacts import ContactsState

S: Any = ContactsState
D = S.detail
IS_EDITED: Any = (S.edited_id != "") & (S.edited_id == D.id)
_FORM = "contact-details"

_FIELDS = (
    ("name", "Name", "text"),
    ("title", "Title", "text"),
    ("company", "Company", "text"),
    ("phone", "Phone", "tel"),
    ("email", "Email", "email"),
    ("city", "City", "text"),
    ("state", "State", "text"),
    ("website", "Website", "text"),
)


def edit_form() -> rx.Component:
    """What is saved here says "from you"; searches fill only what is empty."""
    return ui.section(
        "Edit details",
        rx.el.form(
            *[_field(*field) for field in _FIELDS],
            id=_FORM,
            on_submit=S.save_edit,
            key=S.edited_id,
            no_validate=True,
            class_name="grid gap-3",
        ),
    )


def edit_actions() -> rx.Component:
    """In place of what is otherwise done with a contact."""
    return rx.fragment(
        ui.button("Save", kind="primary", type="submit", form=_FORM),
        ui.button("Cancel", on_click=S.stop_edit),
    )


def _field(name: str, label: str, kind: str) -> rx.Component:
    box = ui.text_input(name, type=kind, default_value=D.plain[name], size=32)
    return ui.field(label, box, error=S.edit_problems[name])
