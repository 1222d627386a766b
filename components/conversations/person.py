"""Who the person is: score, status, form answers, calls and what happened."""

import reflex as rx

from components import ui
from components.leads.calls import call_button, calls_section
from components.leads.drawer import answers_section, details, history, score_section
from components.leads.marks import MAY_EDIT
from components.leads.reminders import reminders_section
from state.conversations import ConversationsState as S


def person_pane() -> rx.Component:
    return rx.el.aside(
        rx.el.div(
            ui.person(S.name, S.reach, size=40),
            ui.icon_button("x", "Back to the conversation", on_click=S.show_person(False), class_name="ui-inbox-shut"),
            class_name="ui-inbox-card",
        ),
        rx.el.div(
            score_section(S.lead),
            ui.section("Details", details(S, S.lead)),
            answers_section(S.lead),
            calls_section(S, S.lead),
            reminders_section(S),
            ui.section("Timeline", history(S.lead)),
            class_name="ui-inbox-facts",
        ),
        rx.cond(
            MAY_EDIT,
            rx.el.div(
                call_button(S),
                ui.icon_button("user-check", "Open in leads", kind="outline", href=f"/leads?open={S.lead.card.id}"),
                class_name="ui-inbox-foot",
            ),
            rx.fragment(),
        ),
        class_name="ui-inbox-side",
        aria_label="Person",
    )
