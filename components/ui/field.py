"""A question and its answer: label above, hint or error under it."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from components.ui.scripts import CLEAR_INPUT, REVEAL_PASSWORD
from components.ui.types import Flag, Handler, Node, Text, cx, given, on, show


def field(
    label: Text,
    control: Node,
    *,
    hint: Text = "",
    warn: Text = "",
    error: Text = "",
    optional: bool = False,
    group: bool = False,
    class_name: Text = "",
) -> rx.Component:
    """Wrap one control. Set `group` for more than one focusable thing (tags, choices, segments).

    `error` takes the place of `hint` and reddens the edge; `warn` is a hint with a warning sign.
    """
    words = rx.el.span(label, *([rx.el.small(" (optional)")] if optional else []), class_name="ui-label")
    shell = rx.el.div if group else rx.el.label
    body = shell(words, control, class_name="ui-label-line")
    under = show(
        error,
        rx.el.p(_small("circle-alert"), error, class_name="ui-error", role="alert"),
        rx.fragment(
            show(warn, rx.el.p(_small("triangle-alert"), warn, class_name="ui-hint warn")),
            show(hint, rx.el.p(hint, class_name="ui-hint")),
        ),
    )
    props: dict[str, Any] = {"role": "group", "aria_label": label} if group else {}
    return rx.el.div(body, under, class_name=cx("ui-field", class_name), **props)


def text_input(
    name: str,
    *,
    value: Text | None = None,
    default_value: Text | None = None,
    placeholder: Text = "",
    type: Any = "text",  # noqa: A002 - the HTML name
    on_change: Handler = None,
    on_blur: Handler = None,
    debounce: int = 300,
    icon: str = "",
    prefix: str = "",
    suffix: str = "",
    size: int = 40,
    required: bool = False,
    disabled: Flag = False,
    class_name: Text = "",
    **props: Any,
) -> rx.Component:
    """Draw a one-line input. Prefer `default_value` with `on_blur` or a form: typing then never waits for the server.

    `on_change` fires after `debounce` ms of quiet. `prefix` and `suffix` are words in the box (₹, per day).
    """
    control = rx.el.input(
        name=name,
        type=type,
        placeholder=placeholder,
        required=required,
        disabled=disabled,
        class_name=cx("ui-input", "" if size == 32 else f"s{size}", class_name),
        **given(value is not None, value=value),
        **given(default_value is not None, default_value=default_value),
        **on(on_change=debounced(on_change, debounce), on_blur=on_blur),
        **props,
    )
    if not (icon or prefix or suffix):
        return control
    return rx.el.span(
        *([rx.icon(icon, size=16, stroke_width=1.75, aria_hidden="true")] if icon else []),
        *([rx.el.span(prefix, class_name="ui-affix-start")] if prefix else []),
        control,
        *([rx.el.span(suffix, class_name="ui-affix-end", style={"right": "12px"})] if suffix else []),
        class_name="ui-affix",
    )


def password_input(name: str, *, placeholder: str = "", autocomplete: str = "current-password", **props: Any) -> Any:
    """Draw a password box with an eye that shows what was typed."""
    return rx.el.span(
        rx.el.input(
            name=name,
            type="password",
            placeholder=placeholder,
            auto_complete=autocomplete,
            required=True,
            class_name="ui-input s40",
            **props,
        ),
        rx.el.span(
            rx.el.button(
                rx.icon("eye", size=16, stroke_width=1.75, class_name="ui-icon"),
                type="button",
                class_name="ui-btn k-plain is-icon",
                aria_label="Show password",
                custom_attrs={"onClick": REVEAL_PASSWORD},
            ),
            class_name="ui-affix-end",
        ),
        class_name="ui-affix has-end",
    )


def text_area(
    name: str,
    *,
    value: Text | None = None,
    default_value: Text | None = None,
    placeholder: Text = "",
    rows: int = 4,
    on_change: Handler = None,
    on_blur: Handler = None,
    debounce: int = 300,
    class_name: Text = "",
    **props: Any,
) -> rx.Component:
    """Draw a box for several lines."""
    return rx.el.textarea(
        name=name,
        placeholder=placeholder,
        rows=str(rows),
        class_name=cx("ui-input", class_name),
        **given(value is not None, value=value),
        **given(default_value is not None, default_value=default_value),
        **on(on_change=debounced(on_change, debounce), on_blur=on_blur),
        **props,
    )


def select(
    name: str,
    options: Sequence[str | tuple[str, str]] | rx.Var[Any],
    *,
    value: Text | None = None,
    default_value: Text | None = None,
    placeholder: str = "",
    on_change: Handler = None,
    size: int = 40,
    disabled: Flag = False,
    class_name: Text = "",
    **props: Any,
) -> rx.Component:
    """Draw the system select. Options: words, (value, words) pairs, or a Var of `list[str]` or of pairs."""
    if isinstance(options, rx.Var):
        choices: list[Any] = [rx.foreach(options, _var_option)]
    else:
        pairs = [(option, option) if isinstance(option, str) else option for option in options]
        choices = [rx.el.option(words, value=key) for key, words in pairs]
    if placeholder:
        choices.insert(0, rx.el.option(placeholder, value=""))
    return rx.el.span(
        rx.el.select(
            *choices,
            name=name,
            disabled=disabled,
            class_name=cx("ui-input", "" if size == 32 else f"s{size}"),
            **given(value is not None, value=value),
            **given(default_value is not None, default_value=default_value),
            **on(on_change=on_change),
            **props,
        ),
        rx.icon("chevron-down", size=14, aria_hidden="true"),
        class_name=cx("ui-select", class_name),
    )


def search_box(
    placeholder: str, *, on_search: Handler, value: Text = "", debounce: int = 250, class_name: Text = ""
) -> rx.Component:
    """Search as you type: `on_search(text)` fires after `debounce` ms; `value` is only where it starts."""
    return rx.el.span(
        rx.icon("search", size=16, stroke_width=1.75, aria_hidden="true"),
        rx.el.input(
            type="search",
            default_value=value,
            placeholder=placeholder,
            aria_label=placeholder,
            auto_complete="off",
            class_name="ui-input",
            on_change=debounced(on_search, debounce),
        ),
        rx.el.span(
            rx.el.button(
                rx.icon("x", size=14),
                type="button",
                aria_label="Clear search",
                class_name="ui-btn k-plain is-icon s28",
                custom_attrs={"onClick": CLEAR_INPUT},
            ),
            class_name="ui-affix-end",
        ),
        class_name=cx("ui-affix has-end ui-search", class_name),
    )


def debounced(handler: Handler, milliseconds: int) -> Handler:
    """Wait for quiet before the server hears of it; lambdas and lists pass unchanged."""
    return handler.debounce(milliseconds) if handler is not None and hasattr(handler, "debounce") else handler


def _small(icon: str) -> rx.Component:
    return rx.icon(icon, size=14, aria_hidden="true")


def _var_option(option: Any) -> rx.Component:
    if isinstance(option, rx.vars.StringVar):
        return rx.el.option(option, value=option)
    return rx.el.option(option[1], value=option[0])
