"""The list of conversations with its views, search and filters."""

from typing import Any

import reflex as rx

from components import ui
from components.conversations.found import found_messages, name_and_time, title
from components.conversations.shortcuts import shortcuts
from components.ui.scripts import ROW_KEYS
from state.conversations import ConversationsState as S


def inbox() -> rx.Component:
    rows: Any = S.rows
    said: Any = S.said
    counts: Any = (S.n_all, S.n_mine, S.n_nobody)
    views = ("all", "All"), ("mine", "Mine"), ("unassigned", "Unassigned")
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h1("Conversations", class_name="ui-h1"),
                rx.el.div(shortcuts(), _filters(), class_name="flex gap-2"),
                class_name="ui-inbox-title",
            ),
            rx.el.div(
                ui.search_box("Search people and messages", on_search=S.search_for, value=S.search),
                key=S.version,
                custom_attrs=ui.hotkey("/"),
            ),
            _chips(),
            class_name="ui-inbox-head",
        ),
        ui.tabs(
            [(key, words, count) for (key, words), count in zip(views, counts, strict=True)],
            value=S.tab,
            on_change=S.show_tab,
            label="Whose conversations",
        ),
        rx.cond(
            (rows.length() > 0) | (said.length() > 0),
            rx.fragment(
                rx.el.div(
                    rx.cond((rows.length() == 0) | (said.length() == 0), rx.fragment(), title("People")),
                    rx.el.ul(rx.foreach(rows, _row)),
                    rx.cond(said.length() > 0, found_messages(), rx.fragment()),
                    class_name="ui-inbox-rows",
                    custom_attrs={"onKeyDown": ROW_KEYS},
                ),
                rx.cond(S.has_next | S.has_previous, _pages(), rx.fragment()),
            ),
            rx.cond(
                S.loading, rx.el.div(ui.skeleton_rows(8), class_name="px-4"), ui.show(S.problem, _trouble(), _none())
            ),
        ),
        class_name="ui-inbox-list",
        aria_label="Inbox",
    )


def _pages() -> rx.Component:
    return rx.el.div(
        ui.pager(S),
        class_name="ui-inbox-pager",
    )


def _filters() -> rx.Component:
    def status(words: str, key: str) -> rx.Component:
        return ui.menu_item(words, on_select=S.filter_by("status", key), chosen=S.status_words == words)

    def channel(words: str, key: str) -> rx.Component:
        return ui.menu_item(words, on_select=S.filter_by("channel", key), chosen=S.channel_filter == words)

    return ui.menu(
        ui.button(S.status_words, size=28, icon="list-filter", aria_label="Filter conversations"),
        ui.menu_title("Status"),
        status("Open", ""),
        status("Snoozed", "snoozed"),
        status("Closed", "closed"),
        status("All", "all"),
        ui.menu_line(),
        ui.menu_title("Channel"),
        channel("WhatsApp", "whatsapp"),
        channel("Email", "email"),
        ui.menu_line(),
        ui.menu_item("Unread only", on_select=S.filter_by("unread", "yes"), chosen=S.unread_only),
    )


def _chips() -> rx.Component:
    return rx.cond(
        (S.channel_filter != "") | S.unread_only,
        rx.el.div(
            ui.show(
                S.channel_filter, ui.filter_chip("Channel", S.channel_filter, on_remove=S.filter_by("channel", ""))
            ),
            ui.show(S.unread_only, ui.filter_chip("Only", "unread", on_remove=S.filter_by("unread", ""))),
            class_name="flex flex-wrap gap-2",
        ),
        rx.fragment(),
    )


def _row(row: Any) -> rx.Component:
    unread = row.unread > 0
    return rx.el.li(
        rx.el.button(
            ui.avatar(row.name, size=28),
            rx.el.span(
                name_and_time(row),
                rx.el.span(
                    rx.el.span(row.last_text, class_name="ui-inbox-said ui-clip"),
                    rx.cond(unread, ui.count(row.unread, strong=True), rx.fragment()),
                    class_name="ui-inbox-line",
                ),
                rx.el.span(
                    ui.source_mark(row.source, row.source_words),
                    rx.cond(row.closed, rx.el.span("Closed", class_name="ui-meta"), rx.fragment()),
                    ui.show(row.snoozed, rx.el.span(row.snoozed, class_name="ui-meta"), _clock(row)),
                    class_name="ui-inbox-line",
                ),
                class_name="ui-inbox-words",
            ),
            type="button",
            on_click=S.open_row(row.id),
            class_name=ui.cx(
                "ui-inbox-row", rx.cond(row.id == S.open_id, "is-open", ""), rx.cond(unread, "is-unread", "")
            ),
            aria_current=rx.cond(row.id == S.open_id, "true", "false"),
            custom_attrs={"data-row": "1"},
        ),
        key=row.id,
    )


def _clock(row: Any) -> rx.Component:
    """How long they wait for the first answer, or how long it took when that was too long."""
    drawn = rx.el.span(row.clock, class_name=ui.cx("ui-clock ui-num", row.clock_kind))
    return rx.cond((row.clock != "") & (row.clock_kind != "answered") & ~row.closed, drawn, rx.fragment())


def _trouble() -> rx.Component:
    return ui.error_state("The conversations did not load", S.problem, on_retry=S.load)


def _none() -> rx.Component:
    narrowed = ui.empty_state(
        "search-x",
        "Nothing here",
        "Nobody and no message matches. Try fewer words, or remove a filter.",
        ui.button("Show all open ones", on_click=S.clear_narrowing),
        faint=False,
    )
    nobody = ui.empty_state(
        "message-square",
        "No conversations yet",
        "As soon as somebody answers your messages or fills in a form, you can talk here.",
        faint=False,
    )
    return rx.cond(S.narrowed, narrowed, nobody)
