"""Correcting one contact's details by hand, in its drawer."""

from typing import Any

import reflex as rx

from services.contacts.edit import EDITABLE, edit_contact
from services.core.errors import Invalid
from services.core.scope import Can
from services.db import in_transaction
from state.access import needs
from state.table import TableMixin
from state.toasts import done


class ContactEditMixin(TableMixin, mixin=True):
    """`edited_id` is the contact whose form is open, "" for none."""

    edited_id: str = ""
    edit_problems: dict[str, str] = {}

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def begin_edit(self) -> None:
        """Turn the open contact's details into a form."""
        self.edited_id, self.edit_problems = self.open_id, {}

    @rx.event
    def stop_edit(self) -> None:
        """Leave the details as they were."""
        self.edited_id = ""

    @rx.event
    @needs(Can.EDIT_CONTACTS)
    async def save_edit(self, form: dict[str, Any]) -> Any:
        """Write what the form holds."""
        scope = await self._scope()
        if not self.edited_id or self.edited_id != self.open_id:
            return None
        given = {name: str(form[name])[:1000] for name in EDITABLE if name in form}
        try:
            changed = await in_transaction(scope, edit_contact, scope, self.edited_id, given)
        except Invalid as refusal:
            self.edit_problems = {refusal.field or "name": refusal.message}
            return None
        self.edited_id, self.edit_problems = "", {}
        await self._read()
        await self._open(self.open_id)
        return done("Saved") if changed else None
