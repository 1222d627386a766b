"""A pane at the right edge, 480 px wide and the whole screen on phones."""

import reflex as rx

from components.ui import _radix as radix
from components.ui.button import icon_button
from components.ui.scripts import KEEP_OPEN
from components.ui.types import Flag, Handler, Node, Text, cx


def drawer(
    *children: Node,
    open: Flag,  # noqa: A002 - Radix's name
    on_close: Handler,
    title: Text,
    head: Node | None = None,
    foot: Node | None = None,
    modal: bool = False,
    class_name: str = "",
) -> rx.Component:
    """Show details beside the list. Escape and the cross call `on_close`; focus goes in and comes back.

    The list stays usable unless `modal`. `title` names it (shown when there is no `head`), `foot` sticks below.
    """
    named = radix.DialogTitle.create(title, class_name="ui-hidden" if head is not None else "ui-h3 ui-clip")
    pane = radix.DialogContent.create(
        rx.el.div(
            named,
            *([rx.el.div(head, class_name="ui-drawer-lead")] if head is not None else []),
            icon_button("x", "Close", on_click=on_close),
            class_name="ui-drawer-head",
        ),
        rx.el.div(*children, class_name="ui-drawer-body"),
        *([rx.el.div(foot, class_name="ui-drawer-foot")] if foot is not None else []),
        class_name=cx("ui-drawer", "is-modal" if modal else "", class_name),
        custom_attrs={"aria-describedby": ""} | ({} if modal else {"onInteractOutside": KEEP_OPEN}),
    )
    veil = [radix.DialogOverlay.create(class_name="ui-veil")] if modal else []
    return radix.Dialog.create(
        radix.DialogPortal.create(*veil, pane), open=open, modal=modal, on_open_change=lambda _now: on_close
    )


def section(title: Text, *children: Node, side: Node | None = None) -> rx.Component:
    """Part a drawer (or a long card) by lines, each part with a small title."""
    return rx.el.section(
        rx.el.div(
            rx.el.h3(title, class_name="ui-h3 ui-dense"),
            *([side] if side is not None else []),
            class_name="ui-section-head",
        ),
        *children,
        class_name="ui-section",
    )
