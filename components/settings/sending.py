"""How messages go out: how many a day, when, and to whom."""

from typing import Any

import reflex as rx

from components import ui
from components.settings.frame import form_card, pair, settings_page, stored_input
from state.settings.sending import SendingState

State: Any = SendingState


def sending_section() -> rx.Component:
    return settings_page(
        "Sending",
        "How many messages leave a day, when, and to whom.",
        _limits(),
        _hours(),
        _whatsapp_reach(),
    )


def _limits() -> rx.Component:
    return form_card(
        "Daily limits",
        pair(
            stored_input("WhatsApp", "daily_limit_whatsapp", State, suffix="a day", input_mode="numeric"),
            stored_input("Email", "daily_limit_email", State, suffix="a day", input_mode="numeric"),
        ),
        name="limits",
        state=State,
        on_submit=State.save_limits,
        note="All campaigns of a channel together stay under its limit. Answers in conversations do not count.",
    )


def _hours() -> rx.Component:
    return form_card(
        "Quiet hours",
        pair(
            stored_input("No messages from", "quiet_from", State, type="time"),
            stored_input("Until", "quiet_until", State, type="time"),
        ),
        ui.toggle(
            "Send on Sundays",
            name="send_on_sunday",
            default_checked=State.on_sunday,
            detail="Off: what is due on a Sunday leaves on Monday.",
        ),
        name="hours",
        state=State,
        on_submit=State.save_hours,
        note="By the clock where the recipient lives. What falls into these hours waits until they end.",
    )


def _whatsapp_reach() -> rx.Component:
    return form_card(
        "Whom WhatsApp may reach",
        ui.field(
            "First messages on WhatsApp go to",
            ui.choices(
                ui.choice_card(
                    "People who opted in",
                    detail="Safest. Only those whose consent is recorded.",
                    name="whatsapp_reach",
                    value="opted_in",
                    radio=True,
                    default_checked=State.reach == "opted_in",
                ),
                ui.choice_card(
                    "Published business numbers too",
                    detail="Also businesses that publish their number for enquiries. Meta may restrict a sender"
                    " whom people report.",
                    name="whatsapp_reach",
                    value="published",
                    radio=True,
                    default_checked=State.reach == "published",
                ),
            ),
            hint="Whoever says stop is never written to again, whatever you choose.",
            error=State.problems["whatsapp_reach"],
            group=True,
        ),
        name="reach",
        state=State,
        on_submit=State.save_reach,
    )
