"""One thread: who it is, what was said, and the box to answer in."""

from typing import Any

import reflex as rx

from components import ui
from components.conversations.attached import attached
from components.conversations.automatic import automatic
from components.conversations.check import please_check
from components.conversations.composer import composer
from components.conversations.undelivered import undelivered
from components.leads.drawer import intent_words, owner_select
from components.leads.marks import MAY_EDIT
from services.conversations.presence import RENEWED_SECONDS, WRITING_RENEWED_SECONDS
from state.conversations import ConversationsState as S
from state.presence import PresenceState as P

_ICONS = {
    "form": "file-text",
    "status": "arrow-right",
    "assigned": "user-check",
    "call": "calendar-plus",
    "opted_out": "ban",
}


def thread() -> rx.Component:
    lines: Any = S.lines
    return rx.el.section(
        _head(),
        rx.cond(S.snoozed != "", _resting(), rx.fragment()),
        rx.el.div(
            rx.el.div(
                rx.cond(S.has_older, _older(), rx.fragment()),
                rx.foreach(lines, _line),
                rx.cond(lines.length() == 0, _silence(), rx.fragment()),
                rx.cond(S.has_newer, _newer(), rx.fragment()),
                class_name="ui-talk",
                role="log",
                aria_label="Messages",
            ),
            class_name="ui-inbox-scroll",
            tab_index=0,
        ),
        _who_else(),
        composer(),
        class_name="ui-inbox-thread",
        aria_label="Conversation",
    )


def _who_else() -> rx.Component:
    """Who else has this conversation open; the tab says so for itself while it shows one."""
    here, soon = P.here(S.open_id), rx.cond(P.writing, ui.every(WRITING_RENEWED_SECONDS, P.refresh), rx.fragment())
    return rx.el.div(
        rx.cond(P.words != "", ui.present(P.words, writing=P.writing), rx.fragment()),
        rx.el.span(hidden=True, key=S.open_id, on_mount=here, on_unmount=P.away(S.open_id)),
        ui.every(RENEWED_SECONDS, here),
        soon,
        class_name="ui-inbox-present",
        role="status",
    )


def _head() -> rx.Component:
    card = S.lead.card
    return rx.el.header(
        ui.icon_button(
            "arrow-left",
            "Back to the list",
            on_click=S.close_row,
            class_name="ui-inbox-back",
            custom_attrs=ui.hotkey("Escape"),
        ),
        rx.el.button(
            ui.avatar(S.name, size=40),
            rx.el.span(
                rx.el.span(S.name, class_name="ui-name ui-clip block"),
                rx.el.span(
                    intent_words(card.intent), ", score ", card.score, ". ", card.source_words, class_name="only-phone"
                ),
                rx.el.span(S.reach, class_name="only-wide ui-num"),
                class_name="ui-inbox-who",
            ),
            type="button",
            class_name="ui-inbox-person",
            aria_label="Show who this is",
            on_click=S.show_person(True),
        ),
        rx.el.div(
            rx.el.div(owner_select(S, S.lead), class_name="ui-inbox-owner", custom_attrs=ui.hotkey("a")),
            rx.cond(MAY_EDIT, rx.fragment(_snooze(), _open_or_close()), rx.fragment()),
            _more(),
            class_name="ui-inbox-tools",
        ),
        class_name="ui-inbox-bar",
    )


def _open_or_close() -> rx.Component:
    return rx.cond(
        S.closed,
        ui.button(
            "Reopen", icon="rotate-ccw", on_click=S.reopen_talk, class_name="only-wide", custom_attrs=ui.hotkey("e")
        ),
        ui.button("Close", icon="check", on_click=S.close_talk, class_name="only-wide", custom_attrs=ui.hotkey("e")),
    )


def _snooze() -> rx.Component:
    choices: Any = S.snooze_choices
    return ui.menu(
        ui.icon_button("alarm-clock", "Snooze", custom_attrs=ui.hotkey("s")),
        ui.menu_title("Out of the inbox until"),
        rx.foreach(choices, lambda one: ui.menu_item(one.words, hint=one.at, on_select=S.snooze(one.key))),
        rx.cond(S.snoozed != "", ui.menu_item("Back in the inbox now", on_select=S.unsnooze), rx.fragment()),
    )


def _resting() -> rx.Component:
    back = rx.cond(MAY_EDIT, ui.button("Back now", size=28, kind="plain", on_click=S.unsnooze), rx.fragment())
    return rx.el.div(
        rx.icon("alarm-clock", size=14, stroke_width=1.75, class_name="ui-icon", aria_hidden="true"),
        rx.el.span(S.snoozed),
        back,
        class_name="ui-inbox-resting",
        role="status",
    )


def _more() -> rx.Component:
    edits = rx.fragment(
        rx.cond(
            S.closed,
            ui.menu_item("Reopen conversation", icon="rotate-ccw", on_select=S.reopen_talk),
            ui.menu_item("Close conversation", icon="check", on_select=S.close_talk),
        ),
        ui.menu_item("Schedule call", icon="calendar-plus", on_select=S.open_call),
    )
    return ui.menu(
        ui.icon_button("ellipsis", "More"),
        ui.menu_item("Who this is", icon="user", on_select=S.show_person(True)),
        ui.menu_item("Open in leads", icon="user-check", href=f"/leads?open={S.lead.card.id}"),
        rx.cond(MAY_EDIT, edits, rx.fragment()),
    )


def _older() -> rx.Component:
    return rx.el.div(
        ui.button("Show earlier messages", size=28, kind="plain", on_click=S.show_older),
        class_name="flex justify-center",
    )


def _newer() -> rx.Component:
    return rx.el.div(
        ui.button("Show the newest messages", size=28, kind="plain", icon="arrow-down", on_click=S.show_newest),
        class_name="flex justify-center",
    )


def _silence() -> rx.Component:
    return rx.el.p("Nothing has been written yet.", class_name="ui-happened")


def _line(line: Any) -> rx.Component:
    return rx.el.div(
        rx.match(
            line.kind,
            ("day", ui.day_mark(line.text)),
            ("note", ui.team_note(line.text, by=line.by, time=line.time)),
            ("happened", _happened(line)),
            ("mine", _bubble(line, mine=True)),
            _bubble(line, mine=False),
        ),
        attached(line),
        undelivered(line),
        please_check(line),
        automatic(line),
        key=line.id,
        id=line.id,
        class_name="ui-talk-item",
    )


def _bubble(line: Any, *, mine: bool) -> rx.Component:
    return ui.chat_bubble(
        line.text,
        time=line.time,
        mine=mine,
        status=line.status if mine else "",
        name="" if mine else line.by,
        subject=line.subject,
        sender=line.by if mine else "",
        note=line.problem,
    )


def _happened(line: Any) -> rx.Component:
    return rx.el.div(
        ui.icon_for(line.icon, _ICONS, "info"),
        rx.el.span(line.text, " ", rx.el.span(line.time, class_name="ui-num whitespace-nowrap")),
        class_name="ui-happened",
    )
