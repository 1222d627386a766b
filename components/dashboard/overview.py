"""Today's figures, the trend, speed to lead, campaigns, activity and what is left to set up."""

from typing import Any

import reflex as rx

from components import ui
from state.dashboard import DashboardState

S: Any = DashboardState  # its fields are Vars here

_ICONS = {
    name: name
    for name in (
        "globe",
        "send",
        "user-plus",
        "reply",
        "ban",
        "megaphone",
        "triangle-alert",
        "rocket",
        "calendar-check",
    )
}
_KIND_ICONS = {
    "scraping": "globe",
    "meta": "megaphone",
    "google": "search",
    "whatsapp": "message-circle",
    "email": "mail",
}
_STATES = {
    "active": ("Active", "good"),
    "running": ("Sending", "busy"),
    "scheduled": ("Scheduled", "neutral"),
    "paused": ("Paused", "neutral"),
    "pending_approval": ("Not connected", "warm"),
}


def overview() -> rx.Component:
    """The whole page."""
    return ui.page_body(
        ui.page_header(
            "Dashboard",
            S.purpose,
            ui.button("New campaign", kind="primary", icon="plus", href="/campaigns/scraping?new=1"),
        ),
        rx.cond(S.ready, _content(), rx.fragment(ui.skeleton_stats(), ui.skeleton_rows())),
    )


def _content() -> rx.Component:
    return rx.fragment(
        _stats(),
        rx.el.div(_trend(), _speed(), class_name="grid gap-4 lg:grid-cols-[minmax(0,1fr)_332px]"),
        rx.el.div(_campaigns(), _activity(), class_name="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_332px]"),
        rx.cond(S.steps_done < S.steps.length(), _checklist()),
    )


def _stats() -> rx.Component:
    cards = (
        ("New contacts", S.contacts, "accent", "/contacts"),
        ("New verified leads", S.leads, "good", "/leads"),
        ("Active campaigns", S.active, "neutral", "/campaigns/scraping"),
        ("Response rate", S.response, "busy", "/outreach/whatsapp"),
    )
    return ui.stats(
        *[
            ui.stat(
                label,
                stat.value,
                change=stat.change,
                change_tone=stat.tone,
                note="vs yesterday",
                points=stat.spark,
                line=line,
                href=href,
            )
            for label, stat, line, href in cards
        ]
    )


def _trend() -> rx.Component:
    return ui.chart_card(
        "Contacts and leads",
        ui.line_chart(
            S.points,
            [ui.Series("contacts", "Contacts"), ui.Series("leads", "Leads", "good")],
            label="Contacts and leads by day",
        ),
        rows=S.points,
        columns=[("day", "Day"), ("contacts", "Contacts"), ("leads", "Leads")],
        side=ui.segmented(
            "days",
            [("7", "7 days"), ("30", "30 days"), ("90", "90 days")],
            value=S.days.to_string(),
            on_change=S.choose_days,
            label="Period",
        ),
    )


def _speed() -> rx.Component:
    foot = rx.el.div(
        rx.cond(
            S.waiting > 0,
            rx.el.span(
                rx.el.b(S.waiting, rx.cond(S.waiting == 1, " lead", " leads")),
                rx.cond(S.waiting == 1, " is", " are"),
                " waiting for a reply",
            ),
            rx.el.span("Nobody is waiting for a reply"),
        ),
        rx.cond(S.waiting > 0, ui.text_link("Reply now", "/conversations")),
        class_name="flex items-center justify-between gap-3 ui-dense",
    )
    return ui.card(
        rx.el.div(
            rx.el.span(S.speed, class_name="ui-figure"),
            rx.cond(S.speed_change != "", rx.el.span(S.speed_change, class_name="ui-meta ui-name")),
            class_name="flex items-baseline gap-2",
        ),
        rx.el.p(S.speed_note, class_name="ui-dense ui-muted mb-3"),
        rx.foreach(
            S.bars,
            lambda bar: ui.meter(
                bar.label,
                bar.percent,
                bar.percent.to_string() + "%",
                tone=rx.cond(bar.is_good, "accent", "neutral"),
            ),
        ),
        title="Speed to lead",
        side=rx.el.span("Last 7 days", class_name="ui-meta"),
        foot=foot,
    )


def _campaigns() -> rx.Component:
    return ui.card(
        rx.cond(
            S.lines.length() > 0,
            rx.el.ul(rx.foreach(S.lines, _line), class_name="ui-lines"),
            ui.empty_state(
                "globe",
                "No campaign yet",
                "Create one and the first contacts arrive within a minute.",
                ui.button("New campaign", href="/campaigns/scraping?new=1"),
            ),
        ),
        title="Campaigns",
        side=ui.text_link("All campaigns", "/campaigns/scraping"),
        flush=True,
    )


def _line(line: Any) -> rx.Component:
    name = rx.el.div(
        rx.cond(
            line.link != "",
            ui.link_to(line.link, line.name, class_name="ui-name ui-clip block"),
            rx.el.span(line.name, class_name="ui-name ui-clip block"),
        ),
        rx.el.div(line.kind_words, class_name="ui-meta"),
        class_name="min-w-0",
    )
    progress = rx.el.div(
        rx.el.div(line.progress_words, class_name="ui-dense ui-num ui-clip"),
        ui.progress_bar(line.share, label=line.progress_words),
        class_name="hidden md:block min-w-0",
    )
    press = rx.cond(
        line.can_pause,
        ui.icon_button("pause", "Pause campaign", kind="outline", on_click=S.pause(line.id)),
        rx.cond(
            line.can_resume,
            ui.icon_button("play", "Resume campaign", kind="outline", on_click=S.resume(line.id)),
            rx.el.span(class_name="w-8"),
        ),
    )
    return rx.el.li(
        rx.el.span(ui.icon_for(line.kind, _KIND_ICONS, "globe"), class_name="ui-tile"),
        name,
        progress,
        rx.el.span(line.detail, class_name="hidden xl:block ui-dense ui-muted ui-clip"),
        rx.el.span(ui.state_badge(line.state, _STATES), class_name="justify-self-start"),
        press,
        class_name=(
            "grid items-center gap-3 px-4 py-2 min-h-14 grid-cols-[32px_minmax(0,1fr)_auto_auto] "
            "md:grid-cols-[32px_minmax(0,1.2fr)_minmax(0,1fr)_auto_auto] "
            "xl:grid-cols-[32px_minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1.1fr)_116px_auto]"
        ),
    )


def _activity() -> rx.Component:
    return ui.card(
        rx.cond(
            S.feed.length() > 0,
            ui.timeline(
                rx.foreach(
                    S.feed,
                    lambda line: ui.timeline_item(ui.icon_for(line.icon, _ICONS, "activity"), line.text, time=line.ago),
                )
            ),
            rx.el.p("What happens shows up here as it happens.", class_name="ui-dense ui-muted"),
        ),
        title="Activity",
        side=ui.dot("Live", "good"),
    )


def _checklist() -> rx.Component:
    return ui.card(
        rx.el.ul(rx.foreach(S.steps, _step), class_name="grid gap-px sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-6"),
        title="Finish setting up",
        side=rx.el.span(S.steps_done, " of ", S.steps.length(), " done", class_name="ui-meta"),
        flush=True,
    )


def _step(step: Any) -> rx.Component:
    return rx.el.li(
        ui.link_to(
            step.link,
            rx.cond(
                step.done,
                rx.icon("circle-check", size=16, class_name="ui-good shrink-0 mt-0.5"),
                rx.icon("circle", size=16, class_name="ui-icon shrink-0 mt-0.5"),
            ),
            rx.el.span(
                rx.el.span(step.label, class_name="ui-name ui-dense block"),
                rx.el.span(step.detail, class_name="ui-meta block"),
            ),
            class_name="flex gap-2 p-4",
        )
    )
