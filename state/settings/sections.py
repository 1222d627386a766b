"""The list of sections: a page of its own on phones, a column beside the section on wider windows."""

from typing import Any

import reflex as rx

from state.base import AppState

FIRST = "/settings/business"
_IS_WIDE = "window.matchMedia('(min-width: 1024px)').matches"


class SettingsState(AppState):
    """/settings itself shows something on narrow windows alone."""

    @rx.event
    async def choose(self) -> Any:
        """Ask the window how wide it is."""
        return rx.call_script(_IS_WIDE, callback=SettingsState.go_on)

    @rx.event
    async def go_on(self, is_wide: bool) -> Any:
        """Wide windows have the list beside the first section."""
        return rx.redirect(FIRST, replace=True) if is_wide is True else None
