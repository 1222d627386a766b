"""One campaign: funnel, today's limit, failures, who was not written to, the message; messages and responses."""

from typing import Any

import reflex as rx

from components import ui
from components.campaigns.actions import archive_dialog, more_menu, pause_or_resume
from components.outreach.answers import answers_card
from components.outreach.form import outreach_form
from components.outreach.history import days_card, events_card
from components.outreach.message import message_preview
from components.outreach.opens import opens_card
from components.outreach.recipients import messages_table, responses_table
from components.outreach.steps import steps_card
from components.outreach.variants import variants_card
from state.outreach import OutreachCampaignState
from state.outreach_form import OutreachFormState

S: Any = OutreachCampaignState
F: Any = OutreachFormState

C, D = S.shown, S.detail


def campaign_page(channel: str) -> rx.Component:
    words = "Email campaigns" if channel == "email" else "WhatsApp campaigns"
    loaded = rx.cond(
        C.id != "",
        rx.match(S.tab, ("messages", messages_table()), ("responses", responses_table()), _overview(channel)),
        ui.skeleton_rows(),
    )
    return ui.page_body(
        ui.page_header(
            rx.cond(C.name != "", C.name, "Campaign"),
            C.purpose,
            rx.cond(C.id != "", _buttons(), rx.fragment()),
            badge=rx.cond(C.id != "", ui.badge(C.status_words, C.tone), rx.fragment()),
            back=(words, f"/outreach/{channel}"),
        ),
        rx.cond(C.id != "", _tabs(channel), rx.fragment()),
        ui.show(C.problem, rx.el.p(C.problem, class_name="ui-error", role="status")),
        ui.show(S.problem, ui.error_state("This campaign did not load", S.problem, on_retry=S.load), loaded),
        outreach_form(),
        archive_dialog(S, "nothing more is sent, and messages that wait are stopped. What was sent stays."),
    )


def _tabs(channel: str) -> rx.Component:
    return ui.tabs(
        [
            ("overview", "Overview"),
            ("messages", "Messages", C.target),
            ("responses", "Responses", C.responded),
        ],
        value=S.tab,
        href=lambda key: f"/outreach/{channel}/" + C.id + ("" if key == "overview" else f"?tab={key}"),
    )


def _buttons() -> rx.Component:
    return rx.fragment(
        more_menu(S, C),
        ui.button("Edit", icon="pencil", kind="plain", on_click=F.edit(C.id)),
        pause_or_resume(S, C),
    )


def _overview(channel: str) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            _funnel(channel),
            steps_card(D.steps),
            variants_card(D.variants, D.verdict),
            opens_card(D.opens),
            _failures(),
            days_card(S.days),
            class_name="grid gap-4 content-start min-w-0 lg:col-span-2",
        ),
        rx.el.div(
            _today(),
            _message(),
            answers_card(D.answers, on_stop=S.stop_answering),
            _not_written(),
            events_card(S.events),
            class_name="grid gap-4 content-start min-w-0",
        ),
        class_name="grid lg:grid-cols-3 gap-4",
    )


def _funnel(channel: str) -> rx.Component:
    return ui.card(
        ui.funnel(
            [
                ("Sent", C.sent, rx.cond(C.sent == "0", 0, 100), ""),
                ("Delivered", C.delivered, C.delivered_percent, C.delivered_note),
                ("Opened" if channel == "email" else "Read", C.read, C.read_percent, C.read_note),
                ("Responded", C.responded, C.responded_percent, C.responded_note),
                ("Converted", C.converted, C.converted_percent, C.converted_note),
            ]
        ),
        title="Funnel",
        side=rx.el.span(D.since, class_name="ui-meta"),
    )


def _failures() -> rx.Component:
    health = rx.cond(D.healthy, ui.dot(D.health, "good"), ui.dot(D.health, "warm"))
    return ui.card(
        rx.cond(
            S.failures.length() > 0,
            rx.fragment(
                rx.foreach(S.failures, _failure),
                ui.link_to("/outreach/failed", "Look at them and try again", class_name="ui-dense hover:underline"),
            ),
            rx.el.p("Every message that was sent has arrived or is on its way.", class_name="ui-dense ui-muted"),
        ),
        title="Not delivered",
        side=rx.el.span(D.failed_of, class_name="ui-meta ui-num"),
        foot=ui.show(D.health, health, rx.el.span("Nothing was sent yet.", class_name="ui-dense ui-muted")),
    )


def _failure(failure: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(failure.reason, class_name="ui-dense break-words"),
            rx.el.div(failure.done, class_name="ui-meta"),
            class_name="min-w-0",
        ),
        rx.el.span(failure.count, class_name="ui-name ui-num"),
        class_name="flex items-start justify-between gap-3 py-2",
    )


def _today() -> rx.Component:
    return ui.card(
        rx.el.div(
            rx.el.span(C.left_today, class_name="ui-dense"),
            rx.el.span(C.sent_today, class_name="ui-dense ui-muted"),
            class_name="flex justify-between gap-3 mb-2",
        ),
        ui.progress_bar(C.used_percent, label=C.left_today),
        title="Today",
        side=rx.el.span(C.schedule, class_name="ui-meta"),
    )


def _message() -> rx.Component:
    return ui.card(
        message_preview(C.channel, D.preview),
        ui.show(
            C.approval,
            rx.el.div(
                rx.el.div(ui.rule(), class_name="py-3"),
                ui.dot(C.approval, C.approval_tone),
            ),
        ),
        title="Message",
    )


def _not_written() -> rx.Component:
    lines = (
        ("busy", "Next in line", D.next_in_line),
        ("warm", "Left out, need an opt-in", D.needs_opt_in),
        ("bad", "Left out, must not be written to", D.suppressed),
    )
    return ui.card(
        *[
            rx.el.div(
                ui.dot(words, tone),
                rx.el.span(figure, class_name="ui-name ui-num"),
                class_name="flex justify-between gap-3 py-2",
            )
            for tone, words, figure in lines
        ],
        title="Not written to",
        side=rx.el.span(D.not_written, class_name="ui-meta ui-num"),
    )
