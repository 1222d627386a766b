"""How messages go out: how many a day, when, and to whom."""

from typing import Any

import reflex as rx

from components import ui
from components.settings.frame import form_card, pair, settings_page, stored_input
from services.core.days_off import STATES
from state.settings.sending import BUDGET, SendingState

State: Any = SendingState


def sending_section() -> rx.Component:
    return settings_page(
        "Sending",
        "How many messages leave a day, when, and to whom.",
        _limits(),
        _hours(),
        _whatsapp_reach(),
        _order(),
        ui.each(State.accounts, _account),
    )


def _limits() -> rx.Component:
    return form_card(
        "Daily limits",
        pair(
            stored_input("WhatsApp", "daily_limit_whatsapp", State, suffix="a day", input_mode="numeric"),
            stored_input("Email", "daily_limit_email", State, suffix="a day", input_mode="numeric"),
        ),
        pair(
            stored_input(
                "Write to one person once in",
                "contact_gap_days",
                State,
                suffix="days",
                input_mode="numeric",
                hint="All campaigns and channels together. 0: no limit.",
            ),
            stored_input(
                "Spend on messages at most",
                BUDGET,
                State,
                prefix="₹",
                suffix="a day",
                input_mode="decimal",
                hint="By the price list of each provider. Empty: no limit.",
            ),
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
        ui.toggle(
            "Rest on public holidays",
            name="keep_holidays",
            default_checked=State.keep_holidays,
            detail="For recipients in India: national holidays and festivals, and those of your state.",
        ),
        ui.field(
            "State",
            ui.select(
                "holiday_state",
                [("", "All of India"), *sorted(STATES.items(), key=lambda one: one[1])],
                default_value=State.form["holiday_state"],
            ),
            error=State.problems["holiday_state"],
        ),
        name="hours",
        state=State,
        on_submit=State.save_hours,
        note="By the clock where the recipient lives. What falls into these hours waits until they end.",
    )


def _order() -> rx.Component:
    """Which account sends first, and which stand in for it."""
    body = rx.cond(
        State.order.length() > 0,
        rx.el.div(_places("whatsapp", "WhatsApp"), _places("email", "Email"), class_name="grid gap-4"),
        rx.el.p("No account sends yet. ", ui.text_link("Connect one", "/settings/integrations"), class_name="ui-dense"),
    )
    return ui.card(
        rx.el.p(
            "The first account sends. When it does not answer, or its limit for the day is reached, the next one goes"
            " on. No message leaves through two.",
            class_name="ui-dense ui-muted pb-3",
        ),
        rx.cond(State.ready, body, ui.skeleton_lines(4)),
        title="Order of the accounts",
    )


def _places(channel: str, title: str) -> rx.Component:
    return rx.el.div(
        rx.el.p(title, class_name="ui-meta pb-1"),
        rx.el.ul(
            rx.foreach(State.order, lambda one: rx.cond(one.channel == channel, _place(one))),
            class_name="flex flex-col gap-3",
        ),
    )


def _place(one: Any) -> rx.Component:
    fixed = ~State.may_save
    return rx.el.li(
        rx.el.div(
            rx.el.span(one.title, class_name="ui-name block"),
            ui.dot(one.words, one.tone),
            class_name="grow min-w-0",
        ),
        ui.icon_button("arrow-up", "Earlier", on_click=State.move(one.provider, True), disabled=fixed | one.is_first),
        ui.icon_button("arrow-down", "Later", on_click=State.move(one.provider, False), disabled=fixed | one.is_last),
        class_name="flex items-center gap-1",
    )


def _account(account: Any) -> rx.Component:
    """What one account may send: a card for each, so that a new sender can start small."""
    key = account.provider
    return form_card(
        rx.Var.create("Account: ") + account.title,
        rx.el.input(type="hidden", name="provider", value=key),
        pair(
            ui.field(
                "At most",
                ui.text_input(
                    "daily_limit",
                    default_value=account.daily_limit,
                    suffix="a day",
                    input_mode="numeric",
                ),
                hint="Campaign messages through this account. Empty: no limit of its own.",
                error=State.problems[key + ":daily_limit"],
            ),
            rx.cond(
                account.is_whatsapp,
                ui.field(
                    "New people in 24 hours",
                    ui.text_input(
                        "people_a_day",
                        default_value=account.people_a_day,
                        suffix="people",
                        input_mode="numeric",
                    ),
                    hint="WhatsApp's limit: 250, 1,000, 2,000, 10,000 or 1,00,000. It is in Meta's WhatsApp Manager.",
                    error=State.problems[key + ":people_a_day"],
                ),
            ),
        ),
        ui.toggle(
            "Warm up a new sender",
            name="warms_up",
            default_checked=account.warms_up,
            detail=account.warm_up_words + "20 messages on the first day, then half as many again each day.",
        ),
        name=key,
        state=State,
        on_submit=State.save_account,
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
