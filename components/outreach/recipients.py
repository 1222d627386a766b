"""Who got a campaign's message, what became of it, and what they answered."""

from typing import Any

import reflex as rx

from components import ui
from state.outreach import OutreachCampaignState

S: Any = OutreachCampaignState


def messages_table() -> rx.Component:
    return rx.el.div(
        ui.data_table(
            S.messages,
            [
                ui.Column("name", "To", lambda row: ui.person(row.name, row.recipient), phone="lead"),
                ui.Column("status", "State", lambda row: ui.badge(row.status, row.tone)),
                ui.Column("time", "When", lambda row: rx.el.time(row.time, title=row.exact, class_name="ui-muted")),
                ui.Column("note", "", _note),
            ],
            key=lambda row: row.id,
            label="Messages",
            bleed=False,
            on_open=lambda row: rx.redirect(f"/contacts?open={row.contact_id}"),
            empty=ui.empty_state("send", "No messages yet", "They appear here as soon as contacts match.", faint=False),
        ),
        rx.cond(
            S.messages.length() >= 100,
            rx.el.p("The newest 100 are shown.", class_name="ui-meta pt-3"),
            rx.fragment(),
        ),
    )


def responses_table() -> rx.Component:
    return ui.data_table(
        S.responses,
        [
            ui.Column("name", "From", lambda row: ui.person(row.name, row.recipient), phone="lead"),
            ui.Column(
                "answer",
                "Answer",
                lambda row: rx.el.p(row.answer, class_name="line-clamp-2 break-words"),
            ),
            ui.Column(
                "time",
                "When",
                lambda row: rx.el.time(row.time, title=row.exact, class_name="ui-muted text-nowrap"),
            ),
        ],
        key=lambda row: row.id,
        label="Responses",
        bleed=False,
        on_open=lambda row: rx.redirect(f"/contacts?open={row.contact_id}"),
        empty=ui.empty_state("reply", "No answers yet", "Whoever answers becomes a lead at once.", faint=False),
    )


def _note(row: Any) -> rx.Component:
    decide = rx.el.span(
        ui.button("It was sent", size=28, on_click=S.settle(row.id, True).stop_propagation),
        ui.button("Send again", size=28, on_click=S.settle(row.id, False).stop_propagation),
        class_name="flex flex-wrap gap-2 mt-1",
    )
    return rx.el.div(
        ui.show(row.note, rx.el.p(row.note, class_name="ui-meta break-words")),
        rx.cond(row.in_doubt, decide, rx.fragment()),
    )
