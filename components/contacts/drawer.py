"""One contact: score, facts with where they come from, permission to write, messages, what to do next."""

from typing import Any

import reflex as rx

from components import ui
from components.analytics.opinion import opinion_section
from components.contacts.edit import IS_EDITED, edit_actions, edit_form
from state.compose import ComposeState
from state.contacts import ContactsState

S: Any = ContactsState

D = S.detail
_CHANNEL_ICONS = {"email": "mail", "whatsapp": "message-circle"}


def contact_drawer() -> rx.Component:
    return ui.drawer(
        _who(),
        _score(),
        opinion_section(D.opinion),
        _facts(),
        _permission(),
        _messages(),
        open=D.id != "",
        on_close=S.close_row,
        title=D.name,
        head=_steps(),
        foot=rx.cond(IS_EDITED, edit_actions(), _actions()),
    )


def _steps() -> rx.Component:
    return rx.el.div(
        ui.icon_button("chevron-up", "Previous contact", size=28, on_click=S.step_to(-1)),
        ui.icon_button("chevron-down", "Next contact", size=28, on_click=S.step_to(1)),
        rx.el.span(S.position, class_name="ui-dense ui-muted ui-num grow"),
        _more(),
        class_name="flex items-center gap-1",
    )


def _who() -> rx.Component:
    return rx.el.div(
        ui.avatar(D.name, size=40),
        rx.el.div(
            rx.el.h2(D.name, class_name="ui-h2 break-words"),
            ui.show(D.subtitle, rx.el.p(D.subtitle, class_name="ui-muted ui-dense")),
            class_name="min-w-0 grow",
        ),
        ui.badge(D.status_words, D.status_tone),
        class_name="ui-section flex items-center gap-3",
    )


def _score() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            ui.score_ring(D.score, size=56),
            rx.el.div(
                rx.el.div(D.band, class_name="ui-h3"),
                rx.el.div(D.base, class_name="ui-dense ui-muted"),
            ),
            class_name="flex items-center gap-4 mb-3",
        ),
        rx.foreach(D.reasons, lambda line: ui.reason(line.points, line.text)),
        class_name="ui-section",
    )


def _facts() -> rx.Component:
    edit = ui.button("Edit", kind="plain", size=28, icon="pencil", on_click=S.begin_edit)
    return rx.cond(IS_EDITED, edit_form(), _read_facts(edit))


def _read_facts(edit: rx.Component) -> rx.Component:
    return ui.section(
        "Details",
        rx.el.dl(
            rx.foreach(D.facts, _fact),
            ui.show(
                D.campaign,
                rx.fragment(rx.el.dt("Found by"), rx.el.dd(D.campaign)),
            ),
            class_name="ui-facts",
        ),
        side=edit,
    )


def _fact(fact: Any) -> rx.Component:
    where = rx.cond(
        fact.link != "",
        rx.el.a(
            fact.from_words, href=fact.link, target="_blank", rel="noreferrer nofollow", class_name="ui-link break-all"
        ),
        rx.el.span(fact.from_words),
    )
    value = rx.cond(
        fact.href != "",
        rx.el.a(fact.value, href=fact.href, target="_blank", rel="noreferrer nofollow", class_name="ui-link break-all"),
        rx.el.span(fact.value, class_name="break-words"),
    )
    return rx.fragment(
        rx.el.dt(fact.label),
        rx.el.dd(
            value,
            ui.show(
                fact.from_words,
                rx.el.small(
                    "from ", where, ", ", rx.el.time(fact.found, title=fact.exact, class_name="whitespace-nowrap")
                ),
            ),
        ),
    )


def _permission() -> rx.Component:
    return ui.section("Permission to write", rx.foreach(D.permissions, _given))


def _given(given: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(ui.icon_for(given.channel, _CHANNEL_ICONS, size=16), class_name="ui-icon"),
        rx.el.span(given.words, class_name="w-20 shrink-0"),
        ui.badge(given.verdict, given.tone),
        rx.el.span(given.reason, class_name="ui-dense ui-muted"),
        class_name="flex items-center gap-2 py-1",
    )


def _messages() -> rx.Component:
    follow_up = _blockable(
        D.follow_up_blocked,
        "Follow up",
        "reply",
        ComposeState.write(D.id, D.follow_up_channel, True),
        size=28,
    )
    return ui.section(
        "Messages",
        rx.cond(
            D.messages.length() > 0,
            rx.foreach(D.messages, _message),
            rx.el.p("Nothing was sent yet.", class_name="ui-dense ui-muted"),
        ),
        side=follow_up,
    )


def _message(message: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(ui.icon_for(message.channel, _CHANNEL_ICONS, size=16), class_name="ui-icon mt-0.5"),
        rx.el.div(
            rx.el.div(
                rx.el.span(message.title, class_name="ui-dense ui-name ui-clip"),
                ui.badge(message.status, message.tone),
                class_name="flex items-center justify-between gap-2",
            ),
            rx.el.time(message.time, title=message.exact, class_name="ui-meta block"),
            rx.el.p(message.text, class_name="ui-dense ui-muted break-words line-clamp-3"),
            ui.show(message.note, rx.el.p(message.note, class_name="ui-meta")),
            class_name="min-w-0 grow",
        ),
        class_name="flex gap-2 py-2",
    )


def _blockable(blocked: Any, label: str, icon: str, act: Any, **look: Any) -> rx.Component:
    """A button, or the same one locked with the reason on hover and focus."""
    locked = rx.el.span(
        ui.button(label, icon="lock", disabled=True, **{**look, "kind": "outline"}),
        tab_index=0,
        aria_label=rx.Var.create(f"{label}: ") + blocked,
        class_name="inline-flex",
    )
    return rx.cond(blocked != "", ui.tooltip(locked, blocked), ui.button(label, icon=icon, on_click=act, **look))


def _actions() -> rx.Component:
    convert = rx.cond(
        D.lead_id != "",
        ui.button("Open lead", href="/leads?open=" + D.lead_id),
        ui.button("Convert to lead", on_click=S.convert),
    )
    return rx.fragment(
        _blockable(D.email_blocked, "Send email", "mail", ComposeState.write(D.id, "email", False), kind="primary"),
        _blockable(D.whatsapp_blocked, "Send WhatsApp", "message-circle", ComposeState.write(D.id, "whatsapp", False)),
        convert,
    )


def _more() -> rx.Component:
    return ui.menu(
        ui.icon_button("ellipsis", "More", size=28),
        rx.cond(
            D.is_invalid,
            ui.menu_item("Not invalid after all", icon="undo-2", on_select=S.mark_open("unverified")),
            ui.menu_item("Mark invalid", icon="circle-off", on_select=S.mark_open("invalid")),
        ),
        rx.cond(
            D.is_verified,
            ui.menu_item("No longer verified", icon="undo-2", on_select=S.mark_open("unverified")),
            ui.menu_item("Mark verified", icon="badge-check", on_select=S.mark_open("verified")),
        ),
        ui.menu_line(),
        ui.menu_item("Delete", icon="trash-2", danger=True, on_select=S.ask_delete(True)),
    )
