"""The wizard's frame: steps left (a strip on narrow windows), questions, live preview, buttons that stay."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from components import ui
from components.shell.logo import logo
from components.ui import _radix as radix
from components.ui.types import Flag, Handler, Node, Text, show


def wizard_frame(
    *children: Node,
    steps: Sequence[tuple[str, Text]],
    current: rx.Var[Any] | int,
    reached: rx.Var[Any] | int,
    on_go: Callable[[int], Handler],
    title: Text,
    purpose: Text,
    on_back: Handler,
    on_exit: Handler,
    on_continue: Handler = None,
    form_id: str = "",
    busy: Flag = False,
    saved: Text = "",
    continue_label: Text = "Continue",
    preview: Node | None = None,
    summary: Node = "Preview",
    heading: str = "Set up your account",
) -> rx.Component:
    """Frame one step. `steps` are (title, detail), counted from 1 by `current` and `reached`.

    `preview` stands right; on narrow windows it opens from a strip that reads `summary`. `saved` is "Saved, 2:05 pm".
    With `form_id` Continue submits that form in place of `on_continue`.
    """
    question = rx.el.div(
        rx.el.div(
            rx.el.p("Step ", current, f" of {len(steps)}", class_name="ui-dense ui-muted ui-wizard-count"),
            rx.el.h1(title, class_name="ui-h1"),
            rx.el.p(purpose, class_name="ui-muted"),
        ),
        *children,
        class_name="ui-wizard-questions",
    )
    return rx.el.div(
        rx.el.header(
            logo(href="/"),
            show(
                saved,
                rx.el.span(
                    rx.icon("check", size=14, class_name="ui-icon"), saved, class_name="ui-saved", role="status"
                ),
            ),
            class_name="ui-wizard-top",
        ),
        ui.step_strip(steps, current=current),
        rx.el.div(
            rx.el.aside(
                rx.el.h2(heading, class_name="ui-h3"),
                ui.stepper(steps, current=current, reached=reached, on_go=on_go),
                class_name="ui-wizard-steps",
            ),
            rx.el.main(
                question,
                *(
                    [rx.el.aside(preview, class_name="ui-wizard-preview", aria_label="Preview")]
                    if preview is not None
                    else []
                ),
                class_name="ui-wizard-main",
            ),
            class_name="ui-wizard-body",
        ),
        rx.el.footer(
            *([_preview_strip(summary, preview)] if preview is not None else []),
            _buttons(current, on_back, on_exit, on_continue, form_id, busy, continue_label),
            class_name="ui-wizard-foot",
        ),
        class_name="ui-wizard",
    )


def preview_card(*parts: Node, live: bool = True) -> rx.Component:
    """Hold the preview: parts divided by lines, under "Preview" and "Updates as you type"."""
    head = rx.el.div(
        rx.el.span("Preview", class_name="ui-dense ui-muted"),
        *([ui.dot("Updates as you type", "good")] if live else []),
        class_name="flex items-center justify-between",
    )
    first, *rest = parts
    return rx.el.div(
        rx.el.section(head, first, class_name="ui-section"),
        *[rx.el.section(part, class_name="ui-section") for part in rest],
        class_name="ui-card ui-preview",
    )


def _buttons(
    current: Any, on_back: Handler, on_exit: Handler, on_continue: Handler, form_id: str, busy: Flag, label: Text
) -> rx.Component:
    submit: dict[str, Any] = {"type": "submit", "form": form_id} if form_id else {"on_click": on_continue}
    return rx.el.div(
        ui.button(
            "Back", icon="arrow-left", size=40, on_click=on_back, disabled=current <= 1, class_name="ui-wizard-back"
        ),
        rx.el.div(
            ui.button("Save and exit", kind="plain", size=40, on_click=on_exit),
            ui.button(label, kind="primary", size=40, icon_right="arrow-right", busy=busy, **submit),
            class_name="ui-wizard-go",
        ),
        class_name="ui-wizard-buttons",
    )


def _preview_strip(summary: Node, preview: Node) -> rx.Component:
    trigger = rx.el.button(
        rx.el.span(summary, class_name="ui-dense ui-clip"),
        rx.el.span("Preview", rx.icon("chevron-up", size=14), class_name="ui-link ui-dense flex items-center gap-1"),
        type="button",
        class_name="ui-preview-strip",
    )
    pane = radix.DialogContent.create(
        rx.el.div(
            radix.DialogTitle.create("Preview", class_name="ui-hidden"),
            rx.el.span(summary, class_name="ui-clip"),
            radix.DialogClose.create(ui.icon_button("x", "Close preview"), as_child=True),
            class_name="ui-drawer-head",
        ),
        rx.el.div(preview, class_name="ui-drawer-body is-padded"),
        class_name="ui-sheet",
        custom_attrs={"aria-describedby": ""},
    )
    return radix.Dialog.create(
        radix.DialogTrigger.create(trigger, as_child=True),
        radix.DialogPortal.create(radix.DialogOverlay.create(class_name="ui-veil"), pane),
    )
