"""The links by which people agree to be written to."""

from typing import Any

import reflex as rx

from services.core.scope import Can
from services.db import in_reading, in_transaction
from services.opt_in.actions import add_link, set_open
from services.opt_in.queries import LinkRow, opt_in_links
from state.access import needs
from state.base import AppState
from state.settings.saving import SavingMixin, typed
from state.toasts import done

NEW = "new"


class OptInState(SavingMixin, AppState):
    """One card to make a link, one for each that there is."""

    links: list[LinkRow] = []
    added: int = 0

    @rx.event
    async def load(self) -> None:
        """Read every link."""
        self._begin(await self._scope(), Can.EDIT_SETTINGS)
        await self._read()
        self.ready = True

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def add(self, form: dict[str, Any]) -> Any:
        """Make a link for one place."""
        fields = {"name": "", "words": "", **typed(form, "name", "words")}
        made = await self._store(NEW, await self._scope(), add_link, fields["name"], fields["words"])
        if made is None:
            return self._go_to_problem()
        self.added += 1
        await self._read()
        return done("The link is ready")

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def close_link(self, link_id: str) -> Any:
        """Its page says that it is closed, and its code no longer counts."""
        await self._set(link_id, is_open=False)
        return done("The link is closed")

    @rx.event
    @needs(Can.EDIT_SETTINGS)
    async def open_link(self, link_id: str) -> Any:
        """Its page and its code count again."""
        await self._set(link_id, is_open=True)
        return done("The link is open again")

    async def _set(self, link_id: str, *, is_open: bool) -> None:
        scope = await self._scope()
        await in_transaction(scope, set_open, scope, str(link_id)[:40], is_open=is_open)
        await self._read()

    async def _read(self) -> None:
        scope = await self._scope()
        self.links = await in_reading(scope, opt_in_links, scope)
