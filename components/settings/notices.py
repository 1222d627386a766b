"""What this person is told of: a line for each event, a box for each way."""

from typing import Any

import reflex as rx

from components import ui
from components.settings.devices import devices_card
from components.settings.frame import form_card, pair, settings_page, stored_input
from state.settings.answer_time import AnswerTimeState as _AnswerTimeState
from state.settings.notices import NoticesState

State: Any = NoticesState
AnswerTimeState: Any = _AnswerTimeState


def notices_section() -> rx.Component:
    return settings_page(
        "Notifications",
        "What you are told of when you are not here. The bell at the top always rings.",
        _ways(),
        devices_card(),
        _phone(),
        _quiet(),
        _digest(),
        _answer_time(),
    )


def _ways() -> rx.Component:
    return form_card(
        "What you are told of",
        rx.el.ul(rx.foreach(State.events, _event), class_name="ui-ways"),
        ui.toggle(
            "Hide the text of push messages",
            name="hides_text",
            default_checked=State.hides_text,
            detail="They then say “New lead” without a name or a word.",
        ),
        rx.cond(
            State.has_email,
            rx.el.p("Emails go to ", State.email, ".", class_name="ui-hint"),
            _missing("Email is not connected, so no email can leave."),
        ),
        name="ways",
        state=State,
        on_submit=State.save_ways,
        note="For yourself alone. Your colleagues choose for themselves.",
    )


def _event(event: Any) -> rx.Component:
    boxes = [
        ui.checkbox(words, name=event.event + f":{way}", default_checked=event[way])
        for way, words in (("push", "Push"), ("email", "Email"), ("whatsapp", "WhatsApp"))
    ]
    return rx.el.li(
        rx.el.span(
            rx.el.span(event.label, class_name="ui-name block"),
            rx.el.span(event.detail, class_name="ui-meta block"),
            class_name="grow min-w-0 basis-56",
        ),
        rx.el.span(*boxes, class_name="ui-ways-boxes"),
        role="group",
        aria_label=event.label,
    )


def _phone() -> rx.Component:
    return form_card(
        "Your WhatsApp",
        stored_input(
            "Your mobile number",
            "phone",
            State,
            type="tel",
            optional=True,
            auto_complete="tel",
            hint="Only for you, from the number of your business. Each message costs what WhatsApp asks.",
        ),
        rx.cond(State.has_whatsapp, rx.fragment(), _missing("WhatsApp is not connected, so no message can leave.")),
        name="phone",
        state=State,
        on_submit=State.save_phone,
    )


def _quiet() -> rx.Component:
    return form_card(
        "Quiet hours",
        pair(
            stored_input("Leave me alone from", "quiet_from", State, type="time", optional=True),
            stored_input("Until", "quiet_until", State, type="time", optional=True),
        ),
        name="quiet",
        state=State,
        on_submit=State.save_quiet,
        note="By the clock of your business. What happens meanwhile is told when they end, as one summary.",
    )


def _digest() -> rx.Component:
    hours = [f"{hour:02}:00" for hour in range(24)]
    return form_card(
        "Daily digest",
        ui.field(
            "By email at",
            ui.select(
                "digest_at",
                [("", "Never"), *((hour, hour) for hour in hours)],
                default_value=State.form["digest_at"],
                key=State.form["digest_at"],
            ),
            hint="New leads, conversations that wait, answers. Nothing comes on a day without news.",
            error=State.problems["digest_at"],
        ),
        name="digest",
        state=State,
        on_submit=State.save_digest,
    )


def _answer_time() -> rx.Component:
    return form_card(
        "When nobody answers",
        stored_input(
            "Tell owners and managers of a new lead without an answer after",
            "answer_within",
            AnswerTimeState,
            suffix="minutes",
            input_mode="numeric",
            hint="Within the hours for calls, in Settings → Business. 0: never.",
        ),
        name="answer_time",
        state=AnswerTimeState,
        on_submit=AnswerTimeState.save_answer_time,
        note="For the whole business. Each is told once, with whom the lead is assigned to.",
    )


def _missing(words: str) -> rx.Component:
    return rx.el.p(words, " ", ui.text_link("Connect it", "/settings/integrations"), class_name="ui-hint")
