"""A list of short words: type, press Enter or comma, remove with the cross or Backspace."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from components.ui.scripts import TAG_CLEAR, TAG_FOCUS, TAG_KEYS
from components.ui.types import Handler, cx, each, given


def tag_input(
    name: str,
    tags: list[str] | rx.Var[list[str]],
    *,
    on_add: Handler,
    on_remove: Callable[[Any], Handler],
    placeholder: str = "Add",
    suggestions: list[str] | rx.Var[list[str]] | None = None,
    longest: int = 80,
    class_name: str = "",
) -> rx.Component:
    """Draw tags and the box that adds one; put it in `field(…, group=True)`.

    `on_add(text)` also fires when the box is left, so ignore an empty text and split it at commas;
    `on_remove(tag)` names the tag. What is typed has at most `longest` letters. `suggestions` fill the browser's own
    list.
    """
    listed = given(suggestions is not None, list=f"{name}-suggestions")
    return rx.el.div(
        each(tags, lambda tag: _tag(tag, on_remove)),
        rx.el.input(
            type="text",
            placeholder=placeholder,
            aria_label=f"{placeholder}: {name.replace('_', ' ')}",
            auto_complete="off",
            max_length=longest,
            on_blur=on_add,
            custom_attrs={"onKeyDown": TAG_KEYS},
            **listed,
        ),
        _suggestions(name, suggestions),
        class_name=cx("ui-input ui-tags", class_name),
        custom_attrs={"onClick": TAG_FOCUS, "onBlurCapture": TAG_CLEAR},
    )


def _tag(tag: Any, on_remove: Callable[[Any], Handler]) -> rx.Component:
    return rx.el.span(
        rx.el.span(tag, class_name="ui-clip"),
        rx.el.button(
            rx.icon("x", size=14, aria_hidden="true"),
            type="button",
            aria_label=rx.Var.create("Remove ") + tag,
            on_click=on_remove(tag),
        ),
        class_name="ui-tag",
    )


def _suggestions(name: str, words: list[str] | rx.Var[list[str]] | None) -> rx.Component:
    if words is None:
        return rx.fragment()
    return rx.el.datalist(each(words, lambda word: rx.el.option(value=word)), id=f"{name}-suggestions")
