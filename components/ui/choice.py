"""Yes or no, one of a few, some of many: all native inputs, so keys and forms work by themselves."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from components.ui.types import Flag, Handler, Text, cx, given, on, show


def toggle(
    label: Text,
    *,
    checked: Flag | None = None,
    default_checked: Flag | None = None,
    detail: Text = "",
    on_change: Handler = None,
    name: str = "",
    disabled: Flag = False,
    bare: bool = False,
) -> rx.Component:
    """Draw a switch with its words left (`bare`: the switch alone, the words only for screen readers)."""
    switch = rx.el.input(
        type="checkbox",
        role="switch",
        class_name="ui-toggle",
        disabled=disabled,
        **_box(name, checked, default_checked, on_change),
        **given(bare, aria_label=label),
    )
    if bare:
        return switch
    words = rx.el.span(
        rx.el.span(label, class_name="ui-name block"),
        show(detail, rx.el.span(detail, class_name="ui-dense ui-muted block")),
    )
    return rx.el.label(words, switch, class_name="ui-toggleline")


def checkbox(
    label: Text,
    *,
    checked: Flag | None = None,
    default_checked: Flag | None = None,
    on_change: Handler = None,
    name: Text = "",
    disabled: Flag = False,
    bare: bool = False,
) -> rx.Component:
    """Draw a checkbox with its words right (`bare`: the box alone, the words only for screen readers)."""
    box = rx.el.input(
        type="checkbox",
        class_name="ui-check",
        disabled=disabled,
        **_box(name, checked, default_checked, on_change),
        **given(bare, aria_label=label),
    )
    return box if bare else rx.el.label(box, rx.el.span(label), class_name="ui-checkline")


def choice_card(
    label: Text,
    *,
    detail: Text = "",
    checked: Flag | None = None,
    default_checked: Flag | None = None,
    on_change: Handler = None,
    name: str = "",
    value: Text = "",
    radio: bool = False,
    disabled: Flag = False,
) -> rx.Component:
    """Draw a bordered checkbox (or radio button) with a second line; set several in `choices(…)`."""
    return rx.el.label(
        rx.el.input(
            type="radio" if radio else "checkbox",
            class_name="ui-check",
            disabled=disabled,
            **_box(name, checked, default_checked, on_change),
            **given(isinstance(value, rx.Var) or value, value=value),
        ),
        rx.el.span(rx.el.b(label), show(detail, rx.el.span(detail, class_name="ui-meta block"))),
        class_name="ui-choice",
    )


def choices(*cards: rx.Component) -> rx.Component:
    """Lay choice cards out in as many columns as fit."""
    return rx.el.div(*cards, class_name="ui-choices")


def segmented(
    name: str,
    options: Sequence[str | tuple[str, str] | tuple[str, str, str]],
    *,
    value: Text,
    on_change: Handler = None,
    wide: bool = False,
    size: int = 28,
    label: str = "",
) -> rx.Component:
    """Draw one-of-a-few as joined segments. Options: words, (value, words) or (value, words, icon).

    `on_change(value)` hears the choice. Sizes 28 (toolbars) and 40 (forms, with `wide`).
    """
    return rx.el.div(
        *[_segment(name, option, value, on_change) for option in options],
        role="radiogroup",
        aria_label=label or name.replace("_", " "),
        class_name=cx("ui-seg", "is-wide" if wide else "", "s40" if size == 40 else ""),
    )


def _segment(name: str, option: Any, value: Text, on_change: Handler) -> rx.Component:
    key, words, *icon = (option, option) if isinstance(option, str) else option
    return rx.el.label(
        *([rx.icon(icon[0], size=16, stroke_width=1.75, aria_hidden="true")] if icon else []),
        rx.el.input(
            type="radio",
            name=name,
            value=key,
            aria_label=words,
            checked=value == key,
            **on(on_change=on_change),
            **given(on_change is None, read_only=True),
        ),
        rx.el.span(words, aria_hidden="true"),
    )


def _box(name: Text, checked: Flag | None, default_checked: Flag | None, on_change: Handler) -> dict[str, Any]:
    given: dict[str, Any] = on(on_change=on_change)
    if isinstance(name, rx.Var) or name:
        given["name"] = name
    if checked is not None:
        given["checked"] = checked
        if on_change is None:
            given["read_only"] = True
    if default_checked is not None:
        given["default_checked"] = default_checked
    return given
