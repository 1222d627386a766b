"""Duplicates: the pair that is to be judged, or the history."""

from typing import Any

import reflex as rx

from components import ui
from components.duplicates.history import history
from components.duplicates.pair import pair_card
from state.duplicates import DuplicatesState

S: Any = DuplicatesState


def duplicates_page() -> rx.Component:
    return ui.page_body(
        ui.page_header(
            "Duplicates",
            "Contacts that may be the same person or business. What is certain is merged by itself.",
            rx.cond(S.may_edit, _actions(), rx.fragment()),
            back=("Contacts", "/contacts"),
        ),
        ui.tabs(
            [("review", "To review", S.waiting), ("history", "History", "")],
            value=S.tab,
            on_change=S.show_tab,
        ),
        rx.cond(S.ready, rx.cond(S.tab == "history", history(), _review()), ui.skeleton_lines(8)),
    )


def _actions() -> rx.Component:
    return rx.fragment(
        ui.button("Check all contacts", icon="scan-search", on_click=S.check_all),
        rx.cond(
            S.likely > 0,
            ui.confirm(
                ui.button(rx.Var.create("Merge ") + S.likely.to(str) + " above 95", icon="merge", busy=S.busy),
                "Merge all pairs above 95?",
                "The better value of each field is kept. Every merge can be undone in the history.",
                verb="Merge them",
                on_confirm=S.merge_likeliest,
            ),
            rx.fragment(),
        ),
    )


def _review() -> rx.Component:
    return rx.cond(S.pair.id != "", pair_card(), rx.cond(S.skipped_count > 0, _skipped(), _nothing()))


def _skipped() -> rx.Component:
    return ui.empty_state(
        "skip-forward",
        "The rest was skipped",
        "You can decide about those pairs whenever you like.",
        ui.button("Show them again", kind="primary", on_click=S.start_again),
    )


def _nothing() -> rx.Component:
    return ui.empty_state(
        "copy-check",
        "No duplicates to review",
        "New contacts are compared with the others as they arrive. Pairs that may be one wait here for you.",
        rx.cond(S.may_edit, ui.button("Check all contacts", kind="primary", on_click=S.check_all), rx.fragment()),
    )
