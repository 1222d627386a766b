"""Buttons. One primary per pane at most; the rest are outlined or plain."""

from typing import Any, Literal

import reflex as rx

from components.ui.types import Flag, Handler, Text, cx, link_to, on

Kind = Literal["primary", "outline", "plain", "danger", "danger-filled"]
Size = Literal[28, 32, 40]


def button(
    label: Text,
    *,
    on_click: Handler = None,
    kind: Kind = "outline",
    size: Size = 32,
    icon: str = "",
    icon_right: str = "",
    href: Text = "",
    type: Literal["button", "submit", "reset"] = "button",  # noqa: A002 - the HTML name
    busy: Flag = False,
    disabled: Flag = False,
    wide: bool = False,
    shortcut: str = "",
    class_name: Text = "",
    **props: Any,
) -> rx.Component:
    """Draw a button, or a link that looks like one when `href` is given. `busy` shows a spinner and blocks clicks.

    Sizes in px: 28 in toolbars, 32, 40 on touch and in the wizard. Icons are lucide names.
    """
    parts = [
        *([rx.icon(icon, size=16, stroke_width=1.75, aria_hidden="true")] if icon else []),
        rx.el.span(label),
        *([rx.icon(icon_right, size=16, stroke_width=1.75, aria_hidden="true")] if icon_right else []),
        *([rx.el.kbd(shortcut, class_name="ui-kbd")] if shortcut else []),
    ]
    look = cx("ui-btn", f"k-{kind}", _size(size), "is-wide" if wide else "", class_name)
    if isinstance(href, rx.Var) or href:
        return link_to(href, *parts, class_name=look, **props, **on(on_click=on_click))
    return rx.el.button(
        *parts,
        type=type,
        class_name=look,
        disabled=_either(busy, disabled),
        aria_busy=busy,
        **props,
        **on(on_click=on_click),
    )


def icon_button(
    icon: str,
    label: str,
    *,
    on_click: Handler = None,
    kind: Kind = "plain",
    size: Size = 32,
    href: Text = "",
    type: Literal["button", "submit", "reset"] = "button",  # noqa: A002 - the HTML name
    busy: Flag = False,
    disabled: Flag = False,
    class_name: Text = "",
    **props: Any,
) -> rx.Component:
    """Draw a square button with an icon alone; `label` is what a screen reader says and the tooltip shows."""
    look = cx("ui-btn is-icon", f"k-{kind}", _size(size), class_name)
    mark = rx.icon(icon, size=16, stroke_width=1.75, aria_hidden="true")
    if isinstance(href, rx.Var) or href:
        return link_to(href, mark, class_name=look, aria_label=label, title=label, **props, **on(on_click=on_click))
    return rx.el.button(
        mark,
        type=type,
        class_name=look,
        aria_label=label,
        title=label,
        disabled=_either(busy, disabled),
        aria_busy=busy,
        **props,
        **on(on_click=on_click),
    )


def text_link(label: Text, href: Text = "", *, on_click: Handler = None, **props: Any) -> rx.Component:
    """Draw an accent-coloured link, or a button that looks like one when there is no `href`."""
    if isinstance(href, rx.Var) or href:
        return link_to(href, label, class_name="ui-link", **props, **on(on_click=on_click))
    return rx.el.button(label, type="button", class_name="ui-link", **props, **on(on_click=on_click))


def _size(size: int) -> str:
    return "" if size == 32 else f"s{size}"


def _either(one: Flag, other: Flag) -> Flag:
    if isinstance(one, rx.Var):
        return one | other
    if isinstance(other, rx.Var):
        return other | one
    return one or other
