"""Messages that hold the words of the search, under the people who do."""

from typing import Any

import reflex as rx

from components import ui
from state.conversations import ConversationsState as S


def found_messages() -> rx.Component:
    said: Any = S.said
    return rx.fragment(
        title("Messages in all conversations"),
        rx.el.ul(rx.foreach(said, _said)),
        rx.cond(
            S.said_more,
            rx.el.div(
                ui.button("Show more messages", size=28, kind="plain", on_click=S.show_more_said),
                class_name="ui-found-more",
            ),
            rx.fragment(),
        ),
    )


def title(words: str) -> rx.Component:
    """The words over a part of what was found."""
    return rx.el.h2(words, class_name="ui-menu-title")


def name_and_time(row: Any) -> rx.Component:
    """The first line of a row in the inbox: who, and how long ago."""
    return rx.el.span(
        rx.el.span(row.name, class_name="ui-inbox-name ui-clip"),
        rx.el.span(row.ago, title=row.exact, class_name="ui-meta ui-num"),
        class_name="ui-inbox-line",
    )


def _said(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            ui.avatar(one.name, size=28),
            rx.el.span(
                name_and_time(one),
                rx.el.span(one.by, rx.foreach(one.parts, _part), class_name="ui-found-line"),
                rx.cond(one.closed, rx.el.span("Closed", class_name="ui-meta"), rx.fragment()),
                class_name="ui-inbox-words",
            ),
            type="button",
            on_click=S.open_said(one.talk, one.id),
            class_name="ui-inbox-row",
            custom_attrs={"data-row": "1"},
        ),
        key=one.id,
    )


def _part(part: Any) -> rx.Component:
    return rx.cond(part.is_found, rx.el.mark(part.text), rx.el.span(part.text))
