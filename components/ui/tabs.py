"""Tabs with counts: a short row of views of one thing."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from components.ui.badge import count
from components.ui.types import Handler, Text, cx, flag_class, link_to, show


def tabs(
    options: Sequence[tuple[str, str] | tuple[str, str, Text]],
    *,
    value: Text,
    on_change: Callable[[str], Handler] | None = None,
    href: Callable[[str], Text] | None = None,
    label: str = "Views",
) -> rx.Component:
    """Draw (value, words) or (value, words, count) tabs; a press is `on_change(value)`, or a link `href(value)`."""
    return rx.el.nav(
        *[_tab(option, value, on_change, href) for option in options], aria_label=label, class_name="ui-tabs"
    )


def _tab(option: Any, value: Text, on_change: Any, href: Any) -> rx.Component:
    key, words, *number = option
    chosen: Any = value == key
    parts = [rx.el.span(words), *([show(number[0], count(number[0]))] if number else [])]
    now = rx.cond(chosen, "page", "false") if isinstance(chosen, rx.Var) else "page" if chosen else "false"
    look = cx("ui-tab", flag_class(chosen, "is-on"))
    if href is not None:
        return link_to(href(key), *parts, class_name=look, aria_current=now)
    return rx.el.button(*parts, type="button", class_name=look, aria_current=now, on_click=on_change(key))
