"""A state is a round dot with a word; a source is a square with its name."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from components.ui.types import Text, cx

SOURCES = ("scraping", "meta", "google", "linkedin", "import")
"""Names `source_mark` has a colour for; anything else is slate."""


def badge(label: Text, tone: Text = "neutral", *, dot: bool = True) -> rx.Component:
    """Draw a state. Tones: neutral, accent, good, warm, bad, busy. A Var tone is fine."""
    return rx.el.span(*([rx.el.i(aria_hidden="true")] if dot else []), label, class_name=cx("ui-badge", tone))


def state_badge(state: Text, looks: Mapping[str, tuple[str, str]]) -> rx.Component:
    """Draw a state by its key: `state_badge(row.status, {"active": ("Active", "good")})`."""
    if isinstance(state, rx.Var):
        cases: list[Any] = [(key, badge(words, tone)) for key, (words, tone) in looks.items()]
        return rx.fragment(rx.match(state, *cases, badge(state)))
    words, tone = looks.get(state, (state, "neutral"))
    return badge(words, tone)


def source_mark(source: Text, label: Text) -> rx.Component:
    """Draw a source: a square in its one colour (scraping, meta, google, linkedin, import) and its name."""
    return rx.el.span(rx.el.i(aria_hidden="true", class_name=cx("ui-square", source)), label, class_name="ui-source")


def dot(label: Text, tone: Text = "neutral") -> rx.Component:
    """Draw a round dot and a word without a ground, as in *Live*."""
    return rx.el.span(rx.el.i(aria_hidden="true", class_name=cx("ui-dot", tone)), label, class_name="ui-dotline")


def count(number: Text, *, strong: bool = False) -> rx.Component:
    """Draw a small count; `strong` for what is unread."""
    return rx.el.span(number, class_name=cx("ui-count", "is-strong" if strong else ""))
