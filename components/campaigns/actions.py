"""Buttons that every campaign has, on its card and on its own page."""

from typing import Any

import reflex as rx

from components import ui


def pause_or_resume(state: Any, campaign: Any, *, size: Any = 32) -> Any:
    """Pause while it runs, Resume while it is paused, nothing once it is archived."""
    return rx.match(
        campaign.status,
        ("active", ui.button("Pause", icon="pause", size=size, on_click=state.pause(campaign.id))),
        ("running", ui.button("Pause", icon="pause", size=size, on_click=state.pause(campaign.id))),
        ("scheduled", ui.button("Pause", icon="pause", size=size, on_click=state.pause(campaign.id))),
        ("paused", ui.button("Resume", icon="play", size=size, on_click=state.resume(campaign.id))),
        rx.fragment(),
    )


def more_menu(state: Any, campaign: Any, *items: Any, size: Any = 32) -> rx.Component:
    """Duplicate, archive, and what else a kind of campaign offers first."""
    return ui.menu(
        ui.icon_button("ellipsis", "More", kind="outline", size=size),
        *items,
        ui.menu_item("Duplicate", icon="copy", on_select=state.duplicate(campaign.id)),
        rx.cond(
            campaign.status == "completed",
            rx.fragment(),
            rx.fragment(
                ui.menu_line(),
                ui.menu_item(
                    "Archive",
                    icon="archive",
                    danger=True,
                    on_select=state.ask_archive(campaign.id, campaign.name),
                ),
            ),
        ),
    )


def archive_dialog(state: Any, lost: str) -> rx.Component:
    """The question before a campaign ends; `lost` says what will not happen any more."""
    return ui.dialog(
        "Archive this campaign?",
        detail=state.archiving_name + ": " + lost + " You can duplicate it later.",
        open=state.archiving != "",
        on_open_change=state.close_archive,
        actions=[ui.closes(ui.button("Cancel")), ui.button("Archive", kind="danger-filled", on_click=state.archive)],
    )


def number(words: str, figure: Any, note: Any = "") -> rx.Component:
    """A small figure with its name, for a row of them on a card."""
    return rx.el.div(
        rx.el.div(words, class_name="ui-meta"),
        rx.el.div(figure, class_name="ui-h2 ui-num ui-clip"),
        ui.show(note, rx.el.div(note, class_name="ui-meta")),
        class_name="min-w-0",
    )
