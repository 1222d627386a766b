"""What runs, what waits and what failed."""

from typing import Any

import reflex as rx

from components import ui
from components.settings.frame import READ_ONLY, settings_page
from state.settings.jobs import JobsState

State: Any = JobsState

LINK = "/settings/jobs"


def jobs_section() -> rx.Component:
    return settings_page(
        "Background work",
        "Searches, messages and receipts that are worked on while you do something else.",
        ui.tabs(
            [(key, words, State.counts[key]) for key, words in _TABS],
            value=State.tab,
            href=lambda key: LINK if key == "all" else f"{LINK}?tab={key}",
            label="Tasks by state",
        ),
        ui.data_table(
            State.rows,
            COLUMNS,
            key=lambda row: row.id,
            label="Background work",
            loading=~State.ready,
            empty=rx.cond(State.counts["all"] == 0, _all_done(), _none_here()),
            bleed=False,
        ),
        wide=True,
    )


_TABS = (("all", "All"), ("failed", "Failed"), ("running", "Running"), ("queued", "Queued"))


def _all_done() -> rx.Component:
    return ui.empty_state(
        "check",
        "Everything is done",
        "Tasks show up here while they wait or run, and stay when they fail so that you can try them again.",
    )


def _none_here() -> rx.Component:
    return ui.empty_state("check", "No task in this state", "The other tabs have some.", faint=False)


def _task(row: Any) -> rx.Component:
    why = rx.el.span(row.reason, class_name="ui-meta block whitespace-normal")
    return rx.el.span(rx.el.span(row.title, class_name="ui-name block"), rx.cond(row.reason != "", why, rx.fragment()))


def _when(row: Any) -> rx.Component:
    tries = rx.cond(row.attempts != "", rx.el.span(row.attempts, class_name="ui-meta block"), rx.fragment())
    return rx.el.span(rx.el.time(row.when, title=row.exact), tries)


def _retry(row: Any) -> rx.Component:
    return rx.cond(
        row.status == "failed",
        ui.button(
            "Retry",
            size=28,
            icon="rotate-cw",
            on_click=State.retry(row.id),
            disabled=~State.may_retry,
            title=rx.cond(State.may_retry, "", READ_ONLY),
        ),
        rx.fragment(),
    )


COLUMNS = [
    ui.Column("task", "Task", _task, phone="lead"),
    ui.Column("state", "State", lambda row: ui.badge(row.state_words, row.tone)),
    ui.Column("when", "When", _when),
    ui.Column("retry", "", _retry, align="right"),
]
