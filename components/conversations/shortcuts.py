"""The keys of the inbox, shown by ?."""

import reflex as rx

from components import ui

_KEYS = (
    ("J K", "Next and previous conversation"),
    ("Enter", "Open it"),
    ("R", "Answer"),
    ("Ctrl Enter", "Send"),
    ("E", "Close the conversation, or open it again"),
    ("S", "Snooze"),
    ("A", "Choose who is responsible"),
    ("/", "Search people and messages; in the box: saved replies"),
    ("Esc", "Leave the box, then the conversation; what you typed is kept"),
    ("?", "Show these keys"),
)


def shortcuts() -> rx.Component:
    """A button and its dialog."""
    return ui.dialog(
        "Keyboard shortcuts",
        rx.el.dl(*(_line(keys, words) for keys, words in _KEYS), class_name="ui-keys"),
        trigger=ui.icon_button(
            "keyboard", "Keyboard shortcuts", size=28, class_name="ui-inbox-keys", custom_attrs=ui.hotkey("?")
        ),
    )


def _line(keys: str, words: str) -> rx.Component:
    marks = [rx.el.kbd(key, class_name="ui-kbd") for key in keys.split(" ")]
    return rx.el.div(rx.el.dt(*marks), rx.el.dd(words))
