"""The box to answer in: channel or note, time left, and why a channel is closed."""

from typing import Any

import reflex as rx

from components import ui
from components.conversations.attaching import CHIPS, DROPPABLE, attach_button, waiting_files
from components.leads.marks import MAY_EDIT
from services.conversations.presence import WRITING_RENEWED_SECONDS
from state.conversations import ConversationsState as S
from state.presence import PresenceState as P

TEMPLATES: Any = S.templates
SAVED: Any = S.saved_replies
_SEND_KEYS = rx.Var(
    """(e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { """
    """e.preventDefault(); e.currentTarget.form.requestSubmit(); } }"""
)
# Every answer has a key of its own: the same words sent twice by a double click are one answer.
_NEW_KEY = rx.Var(
    """(e) => { if (e.currentTarget.dataset.adding) { e.preventDefault(); e.stopPropagation(); return; } """
    """const said = e.currentTarget.querySelector("[data-sending]"); if (said) said.hidden = true; """
    """const key = e.currentTarget.elements.key; """
    """key.value ||= Date.now().toString(36) + "-" + Math.random().toString(36).slice(2) """
    """+ Math.random().toString(36).slice(2, 8); }"""
)
# What was typed is kept until it is sent, for each conversation: its box goes whenever another one is opened or none.
_OTHER_WORDS = rx.Var(
    """(e) => { const box = e.currentTarget; box.form.elements.key.value = ""; """
    """(window.answerDrafts ??= {})[box.dataset.draft] = box.value; }"""
)
_KEPT = rx.vars.FunctionStringVar.create("((draft) => globalThis.answerDrafts?.[draft] ?? '')")
_ICONS = {"whatsapp": "message-circle", "email": "mail"}


def composer() -> rx.Component:
    only_reading = rx.el.p("You can read here. Ask an owner if you need to answer.", class_name="ui-meta p-4")
    return rx.cond(
        MAY_EDIT,
        rx.el.div(
            rx.el.div(_modes(), _left(), class_name="ui-composer-head"),
            rx.cond(S.colleague != "", _colleague(), rx.fragment()),
            rx.cond(S.mode_closed != "", _shut(), _box()),
            class_name=ui.cx("ui-composer", rx.cond(S.mode == "note", "is-note", "")),
        ),
        only_reading,
    )


def _modes() -> rx.Component:
    return rx.el.div(
        rx.foreach(S.channels, lambda one: _mode(one.key, one.words)),
        _mode("note", "Note"),
        role="radiogroup",
        aria_label="How to answer",
        class_name="ui-seg",
    )


def _mode(key: Any, words: Any) -> rx.Component:
    return rx.el.label(
        ui.icon_for(key, _ICONS, "sticky-note", size=16),
        rx.el.input(
            type="radio", name="mode", value=key, aria_label=words, checked=S.mode == key, on_change=S.set_mode(key)
        ),
        rx.el.span(words, aria_hidden="true"),
    )


def _left() -> rx.Component:
    time = rx.el.span(
        rx.icon("timer", size=14, stroke_width=1.75, class_name="ui-icon", aria_hidden="true"),
        rx.el.span(rx.el.b(S.mode_left), " left to reply freely"),
        title=S.mode_until,
        class_name="ui-composer-left ui-num",
    )
    team = rx.el.span("Only your team sees this", class_name="ui-composer-left")
    return rx.cond(S.mode_left != "", time, rx.cond(S.mode == "note", team, rx.fragment()))


def _colleague() -> rx.Component:
    """A colleague has answered: said as it happens, asked once when something is sent all the same."""
    question = rx.el.div(
        ui.button("Send anyway", size=28, icon="send", on_click=S.send_anyway, auto_focus=True),
        ui.button("Do not send", size=28, kind="plain", on_click=S.leave_it, custom_attrs=ui.hotkey("Escape")),
        class_name="flex flex-wrap gap-2",
    )
    return rx.el.div(
        rx.el.p(rx.el.b(S.colleague), ": “", S.colleague_text, "”"),
        rx.cond(S.asking, question, rx.fragment()),
        class_name="ui-composer-colleague",
        role=rx.cond(S.asking, "alert", "status"),
    )


def _shut() -> rx.Component:
    return rx.el.div(
        rx.el.p(S.mode_closed, class_name="ui-dense"),
        rx.cond((S.mode == "whatsapp") & (TEMPLATES.length() > 0), _templates(), rx.fragment()),
        rx.el.div(
            rx.cond(
                (S.mode == "whatsapp") & S.can_email,
                ui.button("Write an email", size=28, icon="mail", on_click=S.set_mode("email")),
                rx.fragment(),
            ),
            ui.button("Write a note", size=28, icon="sticky-note", on_click=S.set_mode("note")),
            class_name="flex flex-wrap gap-2",
        ),
        class_name="ui-composer-shut",
        role="status",
    )


def _templates() -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            TEMPLATES,
            lambda one: rx.el.li(
                rx.el.div(
                    rx.el.div(one.name, class_name="ui-name ui-dense"),
                    rx.el.p(one.text, class_name="ui-meta line-clamp-2"),
                    class_name="min-w-0",
                ),
                ui.button("Send", size=28, icon="send", on_click=S.send_template(one.id)),
                class_name="flex items-center justify-between gap-3 py-2",
            ),
        ),
        class_name="ui-lines max-h-44 overflow-y-auto",
        aria_label="Templates approved by WhatsApp",
    )


def _box() -> rx.Component:
    is_note = S.mode == "note"
    hint = rx.cond(is_note, "Write a note for your team", "Write a reply to " + S.name)
    button: Any = rx.cond(is_note, "Save note", "Send")
    return rx.el.form(
        ui.slash_list("saved-replies", SAVED, label="Saved replies", on_choose=S.write_saved),
        rx.el.textarea(
            id="composer",
            name="text",
            placeholder=hint,
            aria_label=hint,
            rows="3",
            required=is_note | (CHIPS.length() == 0),
            max_length=20_000,
            class_name="ui-composer-box",
            on_change=lambda _text: P.typing(S.open_id).throttle(WRITING_RENEWED_SECONDS * 1000),
            default_value=_KEPT.call(S.draft).to(str),
            custom_attrs={
                "onKeyDown": _SEND_KEYS,
                "onInput": _OTHER_WORDS,
                "data-draft": S.draft,
                **ui.hotkey("r"),
            }
            | ui.slash_keys(rx.cond(is_note, "", "saved-replies")),
        ),
        rx.el.input(type="hidden", name="key"),
        rx.cond(is_note, rx.fragment(), waiting_files()),
        rx.cond((S.suggested != "") & ~is_note, _drafted(), rx.fragment()),
        rx.el.div(
            rx.cond(
                is_note,
                rx.fragment(),
                rx.fragment(
                    attach_button(),
                    _suggest(),
                    _saved(),
                    ui.button(
                        "Call link",
                        icon="calendar-plus",
                        title="Write a link by which they choose a time for a call",
                        on_click=S.insert_call_link,
                    ),
                ),
            ),
            ui.button(button, kind="primary", type="submit", shortcut="Ctrl Enter"),
            class_name="ui-composer-foot",
        ),
        on_submit=S.send,
        custom_attrs={"onSubmitCapture": _NEW_KEY, "data-talk": S.open_id, **DROPPABLE},
        key=S.draft,
        class_name="relative",
    )


def _suggest() -> rx.Component:
    words = "Suggest an answer"
    return ui.button(
        "Suggest", icon="sparkles", on_click=S.suggest_answer, busy=S.suggesting, title=words, aria_label=words
    )


def _drafted() -> rx.Component:
    """Who drafted what is in the box, and from what."""
    sources: Any = S.suggested_from
    return rx.el.div(
        rx.el.p(S.suggested),
        rx.cond(sources.length() > 0, rx.el.p("It uses: ", sources.join("; ")), rx.fragment()),
        class_name="ui-meta px-3 pb-2",
        role="status",
    )


def _saved() -> rx.Component:
    """Opens the list of saved replies; without any it leads to where they are made."""
    words, icon = "Saved replies", "message-square-quote"
    return rx.cond(
        SAVED.length() > 0,
        ui.button(words, icon=icon, custom_attrs=ui.slash_opens("composer")),
        ui.button(words, icon=icon, href="/settings/replies"),
    )
