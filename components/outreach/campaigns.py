"""The campaigns of one channel with their performance."""

from typing import Any

import reflex as rx

from components import ui
from components.campaigns.actions import archive_dialog, more_menu, number, pause_or_resume
from components.outreach.form import outreach_form
from state.outreach import OutreachState
from state.outreach_form import OutreachFormState

S: Any = OutreachState
F: Any = OutreachFormState

_PURPOSE = {
    "whatsapp": "Messages to contacts that may be written to on WhatsApp. A reply becomes a lead.",
    "email": "Emails to contacts that may be written to. A reply becomes a lead.",
}
_TITLE = {"whatsapp": "WhatsApp campaigns", "email": "Email campaigns"}


def outreach_page(channel: str) -> rx.Component:
    path = f"/outreach/{channel}"
    return ui.page_body(
        ui.page_header(
            _TITLE[channel],
            _PURPOSE[channel],
            ui.button("New campaign", kind="primary", icon="plus", on_click=F.begin(channel)),
        ),
        ui.tabs(
            [("open", "Running and paused"), ("archived", "Completed")],
            value=S.tab,
            href=lambda key: path + ("?tab=archived" if key == "archived" else ""),
        ),
        ui.show(S.problem, ui.error_state("The campaigns did not load", S.problem, on_retry=S.load), _list(channel)),
        outreach_form(),
        archive_dialog(S, "nothing more is sent, and messages that wait are stopped. What was sent stays."),
    )


def _list(channel: str) -> rx.Component:
    cards = rx.el.div(rx.foreach(S.campaigns, lambda campaign: _card(campaign, channel)), class_name="grid gap-4")
    nothing = rx.cond(
        S.tab == "archived",
        ui.empty_state("archive", "Nothing completed", "Campaigns that you end are kept here.", faint=False),
        ui.empty_state(
            "message-circle" if channel == "whatsapp" else "mail",
            "No campaigns yet",
            "Write a message once; it goes to every contact that scores well and may be written to.",
            ui.button("New campaign", kind="primary", icon="plus", on_click=F.begin(channel)),
        ),
    )
    return rx.cond(S.ready, rx.cond(S.campaigns.length() > 0, cards, nothing), ui.skeleton_rows())


def _card(campaign: Any, channel: str) -> rx.Component:
    address = f"/outreach/{channel}/{campaign.id}"
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.div(
                    ui.link_to(address, campaign.name, class_name="ui-h3 hover:underline min-w-0"),
                    ui.badge(campaign.status_words, campaign.tone),
                    ui.show(campaign.approval, ui.dot(campaign.approval, campaign.approval_tone)),
                    class_name="flex flex-wrap items-center gap-2",
                ),
                rx.el.p(campaign.purpose, class_name="ui-dense ui-muted"),
                class_name="grid gap-1 min-w-0 grow",
            ),
            rx.el.div(
                ui.button("View responses", size=28, href=f"{address}?tab=responses"),
                pause_or_resume(S, campaign, size=28),
                more_menu(S, campaign, ui.menu_item("Edit", icon="pencil", on_select=F.edit(campaign.id)), size=28),
                class_name="flex flex-wrap gap-2",
            ),
            class_name="flex flex-wrap items-start justify-between gap-3",
        ),
        rx.el.div(
            number("Sent", campaign.sent),
            number("Delivered", campaign.delivered, campaign.delivered_note),
            number("Opened" if channel == "email" else "Read", campaign.read, campaign.read_note),
            number("Responded", campaign.responded, campaign.responded_note),
            number("Became leads", campaign.converted, campaign.converted_note),
            class_name="grid grid-cols-2 sm:grid-cols-5 gap-4",
        ),
        ui.show(campaign.problem, rx.el.p(campaign.problem, class_name="ui-error")),
        rx.el.p(campaign.template, class_name="ui-dense ui-muted line-clamp-2 break-words"),
        rx.el.p("At most ", campaign.limit, " a day. ", campaign.sent_today, " today.", class_name="ui-meta"),
        class_name="ui-card p-4 grid gap-4",
    )
