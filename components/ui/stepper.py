"""Where you are in a number of steps: a list at the left, a strip on phones."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from components.ui.types import Handler, Number, Text, cx, flag_class, show


def stepper(
    steps: Sequence[tuple[str, Text]], *, current: Number, reached: Number, on_go: Callable[[int], Handler]
) -> rx.Component:
    """Draw (title, detail) steps. `current` and `reached` count from 1; a reached step can be pressed."""
    return rx.el.ol(
        *[_step(index, title, detail, current, reached, on_go) for index, (title, detail) in enumerate(steps, 1)],
        class_name="ui-steps",
    )


def step_strip(steps: Sequence[tuple[str, Text]], *, current: rx.Var[Any] | int) -> rx.Component:
    """Draw the same steps as one strip with the present title, for narrow windows."""
    titles = rx.Var.create([title for title, _ in steps])
    now = current if isinstance(current, rx.Var) else rx.Var.create(current)
    return rx.el.nav(
        rx.el.div(
            rx.el.span(titles[now.to(int) - 1], class_name="ui-name ui-dense"),
            rx.el.span("Step ", now, f" of {len(steps)}", class_name="ui-dense ui-muted ui-num"),
            class_name="flex justify-between",
        ),
        rx.el.div(
            *[rx.el.i(class_name=flag_class(now.to(int) >= index, "is-on")) for index in range(1, len(steps) + 1)],
            class_name="ui-strip-bars",
            aria_hidden="true",
        ),
        class_name="ui-strip",
        aria_label="Steps",
    )


def _step(index: int, title: str, detail: Text, current: Any, reached: Any, on_go: Any) -> rx.Component:
    here, past = current == index, _both(current != index, reached > index)
    mark = _when(past, rx.icon("check", size=16), rx.el.span(str(index)))
    return rx.el.li(
        rx.el.button(
            rx.el.span(mark, class_name="ui-step-mark", aria_hidden="true"),
            rx.el.span(
                rx.el.b(title),
                show(detail, rx.el.span(detail, class_name="ui-meta ui-clip block")),
                class_name="min-w-0",
            ),
            type="button",
            disabled=_when(reached >= index, False, True),
            on_click=on_go(index),
            class_name=cx("ui-step", flag_class(here, "is-here"), flag_class(past, "is-past")),
            aria_current=_when(here, "step", "false"),
        )
    )


def _both(one: Any, other: Any) -> Any:
    return one & other if isinstance(one, rx.Var) or isinstance(other, rx.Var) else one and other


def _when(flag: Any, yes: Any, no: Any) -> Any:
    if isinstance(flag, rx.Var):
        return rx.cond(flag, yes, no)
    return yes if flag else no
