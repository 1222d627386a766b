"""Forward and back through a long list, by key and not by page number."""

import reflex as rx

from components.ui.button import icon_button
from components.ui.types import Flag, Handler, Text


def pager(shown: Text, *, on_previous: Handler, on_next: Handler, has_previous: Flag, has_next: Flag) -> rx.Component:
    """Draw "1 to 50 of 10,000+" (`shown`, written by the caller) with back and forward."""
    return rx.el.nav(
        rx.el.span(shown, class_name="ui-dense ui-muted ui-num"),
        icon_button("chevron-left", "Previous page", kind="outline", on_click=on_previous, disabled=_not(has_previous)),
        icon_button("chevron-right", "Next page", kind="outline", on_click=on_next, disabled=_not(has_next)),
        aria_label="Pages",
        class_name="ui-pager",
    )


def _not(flag: Flag) -> Flag:
    return ~flag if isinstance(flag, rx.Var) else not flag
