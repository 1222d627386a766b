"""Things that float by their trigger: popover and tooltip."""

from typing import Any

import reflex as rx

from components.ui import _radix as radix
from components.ui.types import Flag, Handler, Node, cx


def popover(
    trigger: rx.Component,
    *children: Node,
    label: str,
    open: Flag | None = None,  # noqa: A002 - Radix's name
    on_open_change: Handler = None,
    align: str = "end",
    class_name: str = "",
) -> rx.Component:
    """Open a pane by the trigger (a button without its own `on_click`). Escape or a click outside closes it."""
    return radix.Popover.create(
        radix.PopoverTrigger.create(trigger, as_child=True),
        radix.PopoverPortal.create(
            radix.PopoverContent.create(
                *children,
                align=align,
                side_offset=6,
                collision_padding=12,
                class_name=cx("ui-float ui-popover", class_name),
                custom_attrs={"aria-label": label},
            )
        ),
        **radix.given(open=open, on_open_change=on_open_change),
    )


def tooltip(trigger: rx.Component, words: Any, *, side: str = "top") -> rx.Component:
    """Say more on hover and focus; the trigger must take focus (a button, or `tab_index=0`)."""
    return radix.TooltipProvider.create(
        radix.Tooltip.create(
            radix.TooltipTrigger.create(trigger, as_child=True),
            radix.TooltipPortal.create(
                radix.TooltipContent.create(
                    words, side=side, side_offset=4, collision_padding=12, class_name="ui-float ui-tooltip"
                )
            ),
        ),
        delay_duration=250,
    )
