"""A menu behind a button: arrow keys, typing ahead and Escape work."""

import reflex as rx

from components.ui import _radix as radix
from components.ui.types import Flag, Handler, Node, Text, cx, link_to, on


def menu(trigger: rx.Component, *items: Node, align: str = "end", class_name: str = "") -> rx.Component:
    """Open a list of `menu_item`s by the trigger (a button without its own `on_click`)."""
    return radix.Menu.create(
        radix.MenuTrigger.create(trigger, as_child=True),
        radix.MenuPortal.create(
            radix.MenuContent.create(
                *items, align=align, side_offset=6, collision_padding=12, class_name=cx("ui-float ui-menu", class_name)
            )
        ),
        modal=False,
    )


def menu_item(
    label: Text,
    *,
    on_select: Handler = None,
    icon: str = "",
    href: Text = "",
    hint: Text = "",
    chosen: Flag = False,
    danger: bool = False,
    disabled: Flag = False,
) -> rx.Component:
    """Draw one choice: an action (`on_select`) or a link (`href`). `chosen` ticks it, `hint` stands right."""
    tick = rx.icon("check", size=16, class_name="ui-icon", aria_hidden="true")
    parts: list[Node] = [
        *([rx.icon(icon, size=16, stroke_width=1.75, class_name="ui-icon", aria_hidden="true")] if icon else []),
        rx.el.span(label, class_name="ui-clip"),
        rx.el.span(hint, class_name="ui-menu-hint"),
        *([rx.cond(chosen, tick, rx.fragment())] if isinstance(chosen, rx.Var) else [tick] if chosen else []),
    ]
    look = cx("ui-menu-item", "is-danger" if danger else "")
    if isinstance(href, rx.Var) or href:
        return radix.MenuItem.create(link_to(href, *parts, class_name=look), as_child=True, disabled=disabled)
    return radix.MenuItem.create(*parts, class_name=look, disabled=disabled, **on(on_select=on_select))


def menu_line() -> rx.Component:
    """Draw the line between two groups."""
    return radix.MenuLine.create(class_name="ui-menu-line")


def menu_title(text: Text) -> rx.Component:
    """Draw the words over a group."""
    return rx.el.div(text, class_name="ui-menu-title")
