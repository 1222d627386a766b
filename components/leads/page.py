"""The page: tabs, toolbar, list or board."""

from typing import Any

import reflex as rx

from components import ui
from components.leads.board import board, board_skeleton
from components.leads.calls import call_dialog
from components.leads.dialogs import add_lead, lost_dialog, won_dialog
from components.leads.drawer import lead_drawer
from components.leads.marks import INTENT_LOOKS, MAY_EDIT, clock, intent_badge, owner_mark, status_menu
from components.leads.reminders import remind_dialog
from services.leads.rules import STATUS_WORDS
from state.leads import LeadsState

_TABS = (
    ("all", "All"),
    ("outreach", "Outreach"),
    ("meta", "Meta"),
    ("google", "Google"),
    ("linkedin", "LinkedIn"),
    ("manual", "Manual"),
)


def leads_body() -> rx.Component:
    return ui.page_body(
        ui.page_header(
            "Leads",
            "People who replied or filled in a form. Reply first to the hot ones.",
            rx.cond(
                MAY_EDIT,
                ui.button("Add lead", kind="primary", icon="plus", on_click=LeadsState.set_adding(True)),
                rx.fragment(),
            ),
        ),
        ui.tabs(
            [(key, words, LeadsState.counts[key]) for key, words in _TABS],
            value=LeadsState.tab,
            on_change=LeadsState.show_tab,
            label="Sources of leads",
        ),
        _toolbar(),
        ui.show(
            LeadsState.problem,
            ui.error_state("The leads did not load", LeadsState.problem, on_retry=LeadsState.load),
            rx.cond(LeadsState.view == "board", _board(), _list()),
        ),
        lead_drawer(),
        ui.every_minute(LeadsState.refresh),
        add_lead(),
        won_dialog(LeadsState),
        lost_dialog(LeadsState),
        remind_dialog(LeadsState),
        call_dialog(LeadsState),
        wide=True,
        class_name=rx.cond(LeadsState.view == "board", "is-board", ""),
    )


def _toolbar() -> rx.Component:
    statuses = [
        ui.menu_item(
            words, on_select=LeadsState.filter_by("status", key.value), chosen=LeadsState.status_filter == words
        )
        for key, words in STATUS_WORDS.items()
    ]
    intents = [
        ui.menu_item(words, on_select=LeadsState.filter_by("intent", key), chosen=LeadsState.intent_filter == words)
        for key, (words, _tone) in INTENT_LOOKS.items()
    ]
    is_list: Any = LeadsState.view == "list"
    return ui.toolbar(
        rx.el.div(
            ui.search_box("Search leads", on_search=LeadsState.search_for, value=LeadsState.search),
            key=LeadsState.version,
            class_name="ui-search-place",
        ),
        ui.show(
            is_list & (LeadsState.status_filter != ""),
            ui.filter_chip("Status", LeadsState.status_filter, on_remove=LeadsState.filter_by("status", "")),
        ),
        ui.show(
            LeadsState.intent_filter,
            ui.filter_chip("Intent", LeadsState.intent_filter, on_remove=LeadsState.filter_by("intent", "")),
        ),
        ui.menu(
            ui.button("Filter", icon="plus", size=28, class_name="ui-add"),
            rx.cond(is_list, rx.fragment(ui.menu_title("Status"), *statuses, ui.menu_line()), rx.fragment()),
            ui.menu_title("Intent"),
            *intents,
            align="start",
        ),
        right=[
            ui.segmented(
                "view",
                [("list", "List", "list"), ("board", "Board", "square-kanban")],
                value=LeadsState.view,
                on_change=LeadsState.show_view,
                label="View",
            ),
        ],
    )


def _list() -> rx.Component:
    return rx.fragment(
        ui.data_table(
            LeadsState.rows,
            COLUMNS,
            key=lambda row: row.id,
            label="Leads",
            on_open=lambda row: LeadsState.open_row(row.id),
            opened=lambda row: row.id == LeadsState.open_id,
            sorting=ui.Sorting(
                by=LeadsState.order_by,
                descending=LeadsState.descending,
                on_sort=LeadsState.sort_by,
            ),
            loading=LeadsState.loading,
            empty=_empty(),
        ),
        rx.cond(LeadsState.shown != "", ui.pager(LeadsState), rx.fragment()),
    )


def _board() -> rx.Component:
    nothing: Any = LeadsState.total == "0"
    return rx.cond(LeadsState.loading, board_skeleton(), rx.cond(nothing, _empty(), board()))


def _empty() -> rx.Component:
    narrowed = ui.empty_state(
        "search-x",
        "No lead matches",
        "Try fewer words, or remove a filter.",
        ui.button("Clear search and filters", on_click=LeadsState.clear_narrowing),
        faint=False,
    )
    add = ui.button("Add a lead", icon="plus", on_click=LeadsState.set_adding(True))
    nobody = ui.empty_state(
        "user-check",
        "No leads here yet",
        "Whoever answers your messages or fills in an ad form appears here by itself.",
        rx.cond(MAY_EDIT, add, rx.fragment()),
    )
    return rx.cond(LeadsState.narrowed, narrowed, nobody)


def _who(row: Any) -> rx.Component:
    line = rx.cond(row.wants != "", row.wants, row.detail)
    return ui.person(row.name, line)


COLUMNS = [
    ui.Column("name", "Name", _who, phone="lead", width="34%"),
    ui.Column(
        "score",
        "Score",
        lambda row: ui.score_ring(row.score, kind="lead", tone=row.intent),
        sort=True,
        phone="end",
        width="88px",
    ),
    ui.Column("intent", "Intent", lambda row: intent_badge(row.intent), hide_under=1440, width="96px"),
    ui.Column("status", "Status", lambda row: status_menu(LeadsState, row)),
    ui.Column(
        "source", "Source", lambda row: ui.source_mark(row.source, row.source_words), phone="hide", hide_under=1280
    ),
    ui.Column("next", "Next", clock),
    ui.Column("owner", "Owner", lambda row: owner_mark(row.owner), phone="hide", hide_under=1280),
    ui.Column(
        "newest",
        "Received",
        lambda row: rx.el.span(row.received, title=row.received_exact, class_name="ui-muted ui-num"),
        align="right",
        sort=True,
        phone="hide",
        hide_under=1280,
    ),
]
