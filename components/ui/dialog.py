"""A dialog: for a short form, and for what cannot be undone."""

import reflex as rx

from components.ui import _radix as radix
from components.ui.button import button, icon_button
from components.ui.types import Flag, Handler, Node, Text, cx, show


def dialog(
    title: Text,
    *children: Node,
    open: Flag | None = None,  # noqa: A002 - Radix's name
    on_open_change: Handler = None,
    trigger: rx.Component | None = None,
    detail: Text = "",
    actions: list[Node] | None = None,
    wide: bool = False,
) -> rx.Component:
    """Show a dialog, driven by `open` and `on_open_change(now_open)`, or by a `trigger` button of its own.

    Focus stays inside; Escape, the cross and a click outside close it. Wrap a button in `closes(…)` to close too.
    """
    pane = radix.DialogContent.create(
        rx.el.div(
            radix.DialogTitle.create(title, class_name="ui-h2"),
            radix.DialogClose.create(icon_button("x", "Close"), as_child=True),
            class_name="ui-dialog-head",
        ),
        show(detail, radix.DialogDescription.create(detail, class_name="ui-muted")),
        *children,
        *([rx.el.div(*actions, class_name="ui-dialog-actions")] if actions else []),
        class_name=cx("ui-float ui-dialog", "is-wide" if wide else ""),
        custom_attrs={} if isinstance(detail, rx.Var) or detail else {"aria-describedby": ""},
    )
    return radix.Dialog.create(
        *([radix.DialogTrigger.create(trigger, as_child=True)] if trigger is not None else []),
        radix.DialogPortal.create(radix.DialogOverlay.create(class_name="ui-veil"), pane),
        **radix.given(open=open, on_open_change=on_open_change),
    )


def closes(control: rx.Component) -> rx.Component:
    """Make a button inside a dialog close it as well."""
    return radix.DialogClose.create(control, as_child=True)


def confirm(
    trigger: rx.Component, title: Text, detail: Text, *, verb: str, on_confirm: Handler, danger: bool = True
) -> rx.Component:
    """Ask before something that cannot be undone; `detail` names what is lost, `verb` is the button."""
    return dialog(
        title,
        detail=detail,
        trigger=trigger,
        actions=[
            closes(button("Cancel")),
            closes(button(verb, kind="danger-filled" if danger else "primary", on_click=on_confirm)),
        ],
    )
