"""Something to copy: a webhook address, a key, a code."""

import reflex as rx

from components.ui.scripts import COPY
from components.ui.types import Text


def copy_field(value: Text, *, label: str) -> rx.Component:
    """Show `value` in one line with a button that copies it; `label` says what it is."""
    return rx.el.div(
        rx.el.code(value, class_name="ui-clip grow"),
        rx.el.button(
            rx.icon("copy", size=16, stroke_width=1.75, class_name="before"),
            rx.icon("check", size=16, class_name="after"),
            type="button",
            aria_label=f"Copy {label}",
            title="Copy",
            class_name="ui-btn k-plain is-icon s28",
            custom_attrs={"data-copy": value, "onClick": COPY},
        ),
        class_name="ui-copy",
    )
