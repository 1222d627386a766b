"""How each account that sends is doing: its day, its fortnight, its name with receivers, and what failed."""

from typing import Any

import reflex as rx

from components import ui
from state.sender_health import SenderHealthState

S: Any = SenderHealthState

LINK = "/outreach/health"
_PURPOSE = "The accounts that your messages leave through, in the order in which they are tried."


def health_page() -> rx.Component:
    return ui.page_body(
        ui.page_header(
            "Sender health", _PURPOSE, ui.button("Limits and order", href="/settings/sending", icon="settings")
        ),
        ui.show(S.problem, ui.error_state("The accounts did not load", S.problem, on_retry=S.load), _list()),
        ui.every_minute(S.refresh),
    )


def _list() -> rx.Component:
    nothing = ui.empty_state(
        "send",
        "No account sends yet",
        "Connect WhatsApp or email, and see here how it does.",
        ui.button("Connect an account", kind="primary", href="/settings/integrations"),
    )
    cards = rx.el.div(rx.foreach(S.senders, _sender), class_name="grid gap-4")
    return rx.cond(S.ready, rx.cond(S.senders.length() > 0, cards, nothing), ui.skeleton_rows())


def _sender(one: Any) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2(one.title, class_name="ui-h3"),
                ui.badge(one.channel, "neutral", dot=False),
                class_name="flex flex-wrap items-center gap-2",
            ),
            ui.dot(one.words, one.tone),
            ui.show(one.error, rx.el.p(one.error, class_name="ui-error", role="status")),
            class_name="grid gap-1 min-w-0",
        ),
        rx.cond(one.is_used, _figures(one), rx.fragment()),
        _reasons(one),
        aria_label=one.title,
        class_name="ui-card p-4 grid gap-4 min-w-0",
    )


def _figures(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(_today(one), _week(one), rx.foreach(one.rates, _rate), class_name="grid grid-cols-2 gap-4"),
        _chart(one),
        class_name="grid lg:grid-cols-2 gap-6",
    )


def _figure(name: Any, value: Any, *under: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.p(name, class_name="ui-meta"),
        rx.el.p(value, class_name="ui-h3 ui-num"),
        *under,
        class_name="grid gap-1 content-start min-w-0",
    )


def _today(one: Any) -> rx.Component:
    bar = ui.progress_bar(one.used_percent, label="Used of today's limit")
    note = ui.show(one.today_note, rx.el.p(one.today_note, class_name="ui-meta"))
    pace = ui.show(one.pace, rx.el.p("At most ", one.pace, class_name="ui-meta"))
    return _figure("Sent today", one.today, rx.cond(one.has_limit, bar, rx.fragment()), note, pace)


def _week(one: Any) -> rx.Component:
    return _figure("Sent in 7 days", one.week, rx.el.p(one.week_note, class_name="ui-meta"))


def _rate(rate: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(rate.name, class_name="ui-meta"),
        ui.dot(rate.share, rate.tone),
        rx.el.p(rate.detail, class_name="ui-meta"),
        class_name="grid gap-1 content-start min-w-0",
    )


def _chart(one: Any) -> rx.Component:
    return rx.cond(
        one.days.length() > 0,
        rx.el.figure(
            rx.el.figcaption("Sent on each of the last 14 days", class_name="ui-meta pb-2"),
            ui.bar_chart(one.days, ui.Series("sent", "Sent"), height=160),
            class_name="min-w-0",
        ),
        rx.el.p("Nothing was sent in the last 14 days.", class_name="ui-dense ui-muted"),
    )


def _reasons(one: Any) -> rx.Component:
    rows = rx.el.ul(
        rx.foreach(
            one.reasons,
            lambda reason: rx.el.li(
                rx.el.span(reason.words, class_name="ui-dense break-words min-w-0"),
                rx.el.span(reason.number, " · ", reason.when, class_name="ui-meta ui-num text-nowrap"),
                class_name="flex justify-between gap-3 py-1",
            ),
        )
    )
    return rx.cond(
        one.reasons.length() > 0,
        rx.el.div(
            rx.el.div(
                rx.el.h3("Failed in 7 days", class_name="ui-label"),
                ui.link_to("/outreach/failed", "Look at them and try again", class_name="ui-dense hover:underline"),
                class_name="flex flex-wrap justify-between gap-2",
            ),
            rows,
            class_name="grid gap-1",
        ),
        rx.fragment(),
    )
