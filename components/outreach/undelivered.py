"""Messages that did not go out or did not arrive: why, and another try."""

from typing import Any

import reflex as rx

from components import ui
from state.undelivered import UndeliveredState

S: Any = UndeliveredState

LINK = "/outreach/failed"
_PURPOSE = "Messages that did not go out or did not arrive, with the reason. Nothing is lost: try again from here."
_READ_ONLY = "Your role may only look"
_TABS = (("failed", "Failed"), ("doubt", "In doubt"), ("answers", "Answers to leads"))


def undelivered_page() -> rx.Component:
    return ui.page_body(
        ui.page_header("Not delivered", _PURPOSE, rx.cond(_all_can_go(), _retry_all(), rx.fragment())),
        ui.tabs(
            [(key, words, S.counts[key]) for key, words in _TABS],
            value=S.tab,
            href=lambda key: LINK if key == "failed" else f"{LINK}?tab={key}",
            label="Why it did not arrive",
        ),
        _toolbar(),
        ui.show(S.problem, ui.error_state("The messages did not load", S.problem, on_retry=S.load), _list()),
        _question(),
        wide=True,
    )


def _all_can_go() -> Any:
    return (S.tab == "failed") & (S.rows.length() > 0)


def _retry_all() -> rx.Component:
    return ui.button(
        "Retry all",
        icon="rotate-cw",
        on_click=S.ask(True),
        disabled=~S.may_retry | S.working,
        title=rx.cond(S.may_retry, "", _READ_ONLY),
    )


def _toolbar() -> rx.Component:
    return ui.toolbar(
        rx.el.div(
            ui.search_box("Search names and addresses", on_search=S.search_for, value=S.search),
            key=S.version,
            class_name="ui-search-place",
        ),
        ui.show(S.channel_words, ui.filter_chip("Channel", S.channel_words, on_remove=S.filter_by("channel", ""))),
        ui.show(
            (S.tab == "failed") & (S.reason != ""),
            ui.filter_chip("Reason", S.reason, on_remove=S.filter_by("reason", "")),
        ),
        ui.menu(
            ui.button("Filter", icon="plus", size=28, class_name="ui-add"),
            ui.menu_title("Channel"),
            ui.menu_item("WhatsApp", on_select=S.filter_by("channel", "whatsapp")),
            ui.menu_item("Email", on_select=S.filter_by("channel", "email")),
            rx.cond(
                (S.tab == "failed") & (S.reasons.length() > 0),
                rx.fragment(ui.menu_line(), ui.menu_title("Reason"), rx.foreach(S.reasons, _reason)),
                rx.fragment(),
            ),
            align="start",
        ),
    )


def _reason(reason: Any) -> rx.Component:
    return ui.menu_item(reason.words, on_select=S.filter_by("reason", reason.key))


def _list() -> rx.Component:
    return rx.fragment(
        ui.data_table(S.rows, _COLUMNS, key=lambda row: row.id, label="Messages", loading=S.loading, empty=_empty()),
        ui.pager(S, if_many=True),
    )


def _empty() -> rx.Component:
    is_narrowed: Any = (S.search != "") | (S.channel_words != "") | (S.reason != "")
    return rx.cond(
        is_narrowed,
        ui.empty_state(
            "search", "Nothing matches", "Try fewer filters.", ui.button("Clear filters", on_click=S.clear_filters)
        ),
        rx.match(
            S.tab,
            ("doubt", ui.empty_state("check", "Nothing in doubt", _DOUBT)),
            (
                "answers",
                ui.empty_state(
                    "check", "Every answer went out", "What you write to leads shows up here when it fails."
                ),
            ),
            ui.empty_state("check", "Nothing failed", "Messages that a provider refuses show up here with the reason."),
        ),
    )


_DOUBT = "When a provider does not say whether it took a message, it waits here while we ask. It is never sent twice."


def _to(row: Any) -> rx.Component:
    return rx.el.div(
        ui.link_to(row.link, row.name, class_name="ui-name hover:underline block break-words"),
        rx.el.span(row.recipient, class_name="ui-meta block break-all"),
    )


def _why(row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(row.reason, class_name="break-words whitespace-normal"),
        rx.el.span(row.source, class_name="ui-meta block break-words"),
        class_name="min-w-0",
    )


def _act(row: Any) -> rx.Component:
    locked = {"disabled": ~S.may_retry, "title": rx.cond(S.may_retry, "", _READ_ONLY)}

    def again(act: Any) -> rx.Component:
        return ui.button("Retry", size=28, icon="rotate-cw", on_click=act(row.id), **locked)

    def decide(act: Any) -> rx.Component:
        return rx.el.span(
            ui.button("It was sent", size=28, on_click=act(row.id, True), **locked),
            ui.button("Send again", size=28, on_click=act(row.id, False), **locked),
            class_name="flex flex-wrap gap-2 justify-end",
        )

    of_campaigns = rx.cond(S.tab == "doubt", decide(S.settle), again(S.retry))
    return rx.cond(S.tab == "answers", _of_answers(row, again(S.send_again), decide(S.settle_answer)), of_campaigns)


def _of_answers(row: Any, again: rx.Component, decide: rx.Component) -> rx.Component:
    """Of an answer that the provider is still asked about nobody decides yet."""
    return rx.cond(row.in_doubt, rx.cond(row.may_settle, decide, rx.fragment()), again)


def _question() -> rx.Component:
    return ui.dialog(
        "Send them again?",
        detail=rx.cond(
            S.reason != "",
            f"Every message that failed for this reason {_QUEUED}",
            f"Every failed message that matches your filters {_QUEUED}",
        ),
        open=S.asking,
        on_open_change=S.ask,
        actions=[ui.closes(ui.button("Cancel")), ui.button("Retry all", kind="primary", on_click=S.retry_all)],
    )


_QUEUED = "is queued once more. Limits and sending hours hold; whoever may not be written to is left out."
_COLUMNS = [
    ui.Column("to", "To", _to, phone="lead"),
    ui.Column("why", "Why", _why, phone="line"),
    ui.Column("when", "When", lambda row: rx.el.time(row.when, title=row.exact, class_name="text-nowrap"), phone="end"),
    ui.Column("act", "", _act, align="right"),
]
