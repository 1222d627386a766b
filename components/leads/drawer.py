"""One lead in full, at the right edge."""

from typing import Any

import reflex as rx

from components import ui
from components.analytics.opinion import opinion_section
from components.leads.calls import call_button, calls_section
from components.leads.marks import INTENT_LOOKS, MAY_EDIT, intent_badge, status_menu
from components.leads.reminders import reminders_section
from state.leads import LeadsState

EVENT_ICONS = {
    "created": "user-plus",
    "status": "arrow-right",
    "note": "sticky-note",
    "assigned": "user-check",
    "call": "calendar-plus",
    "score": "gauge",
    "opted_out": "ban",
    "returned": "rotate-ccw",
}


def lead_drawer() -> rx.Component:
    lead: Any = LeadsState.lead
    return ui.drawer(
        score_section(lead),
        opinion_section(lead.opinion),
        ui.section("Details", details(LeadsState, lead)),
        answers_section(lead),
        calls_section(LeadsState, lead),
        reminders_section(LeadsState),
        ui.section("Timeline", note_form(LeadsState, lead), history(lead)),
        open=LeadsState.open_id != "",
        on_close=LeadsState.close_row,
        title=lead.card.name,
        head=ui.person(lead.card.name, lead.card.detail, size=40),
        foot=_foot(lead),
    )


def _foot(lead: Any) -> rx.Component:
    chat = ui.button(
        "Open chat",
        kind="primary",
        icon="message-square",
        on_click=LeadsState.open_chat(lead.card.id, lead.card.talk_id),
    )
    return rx.fragment(chat, rx.cond(MAY_EDIT, call_button(LeadsState), rx.fragment()))


def score_section(lead: Any) -> rx.Component:
    """The ring, the intent, and why."""
    return rx.el.section(
        rx.el.div(
            ui.score_ring(lead.card.score, kind="lead", tone=lead.card.intent, size=40),
            rx.el.div(
                rx.el.div(intent_badge(lead.card.intent), class_name="flex"),
                ui.show(lead.summary, rx.el.p(lead.summary, class_name="ui-dense ui-muted")),
                class_name="grid gap-1 min-w-0",
            ),
            class_name="flex items-center gap-3",
        ),
        ui.show(
            lead.reasons.length() > 0,
            rx.el.div(rx.foreach(lead.reasons, lambda one: ui.reason(one.points, one.text)), class_name="grid mt-3"),
        ),
        class_name="ui-section",
    )


def details(state: Any, lead: Any) -> rx.Component:
    """What is known, with the status and the owner to change."""
    card = lead.card
    rows: list[rx.Component] = []
    for name, value in (
        ("Status", status_menu(state, card)),
        ("Owner", owner_select(state, lead)),
        ("Phone", _phone(card.phone)),
        ("Email", _email(card.email)),
        ("Company", _known(lead.company)),
        ("City", _known(lead.city)),
        ("Source", ui.source_mark(card.source, card.source_words)),
        ("Campaign", _known(lead.campaign, "None")),
        ("Received", rx.el.span(card.received_exact, class_name="ui-num")),
        ("First answer", _known(lead.first_answer, "Not yet")),
    ):
        rows += [rx.el.dt(name), rx.el.dd(value)]
    won = rx.fragment(rx.el.dt("Won"), rx.el.dd(_known(lead.won, "No amount entered")))
    lost = rx.fragment(rx.el.dt("Lost because"), rx.el.dd(_known(lead.lost_because, "No reason given")))
    ended = rx.match(card.status, ("won", won), ("lost", lost), rx.fragment())
    return rx.el.dl(*rows, ended, class_name="ui-facts")


def _known(value: Any, otherwise: str = "Not given") -> rx.Component:
    return rx.cond(value != "", rx.el.span(value), rx.el.span(otherwise, class_name="ui-muted"))


def _phone(phone: Any) -> rx.Component:
    link = rx.el.a(phone, href="tel:" + phone.replace(" ", ""), class_name="ui-link ui-num")
    return rx.cond(phone != "", link, rx.el.span("Not given", class_name="ui-muted"))


def _email(email: Any) -> rx.Component:
    parts = email.split("@")  # where it is too long for one line, it is broken at the sign
    link = rx.el.a(parts[0], rx.el.wbr(), "@", parts[1], href="mailto:" + email, class_name="ui-link")
    return rx.cond(email != "", link, rx.el.span("Not given", class_name="ui-muted"))


def owner_select(state: Any, lead: Any) -> rx.Component:
    """Who is responsible, with everybody of the team to choose from."""
    trigger = rx.el.button(
        rx.cond(
            lead.card.owner != "",
            rx.el.span(
                ui.avatar(lead.card.owner, size=20),
                rx.el.span(lead.card.owner, class_name="ui-clip"),
                class_name="ui-owner",
            ),
            rx.el.span("Unassigned", class_name="ui-muted"),
        ),
        rx.icon("chevron-down", size=14, class_name="ui-icon", aria_hidden="true"),
        type="button",
        class_name="ui-status",
        aria_label="Change owner",
    )
    menu = ui.menu(
        trigger,
        rx.foreach(
            state.team,
            lambda one: ui.menu_item(one.name, on_select=state.assign_to(one.id), chosen=one.id == lead.owner_id),
        ),
        ui.menu_line(),
        ui.menu_item("Nobody", on_select=state.assign_to(""), chosen=lead.owner_id == ""),
        align="start",
    )
    return rx.cond(MAY_EDIT, menu, _known(lead.card.owner, "Unassigned"))


def answers_section(lead: Any) -> rx.Component:
    """Questions of the ad form; the first reply of those who wrote."""
    pairs = rx.foreach(lead.answers, lambda one: rx.fragment(rx.el.dt(one.question), rx.el.dd(one.answer)))
    form = ui.section("Form answers", rx.el.dl(pairs, class_name="ui-facts is-long"))
    wants = ui.section("First words", rx.el.p(lead.card.wants, class_name="ui-dense"))
    return rx.cond(lead.answers.length() > 0, form, ui.show(lead.card.wants, wants))


def note_form(state: Any, lead: Any) -> rx.Component:
    """One box and one button; the box empties once the note is in the timeline."""
    form = rx.el.form(
        ui.text_area("note", placeholder="Write a note for your team", rows=2, required=True, aria_label="Note"),
        rx.el.div(ui.button("Save note", size=28, type="submit"), class_name="flex justify-end"),
        on_submit=state.note,
        key=f"{lead.card.id} {lead.events.length()}",
        class_name="grid gap-2 mb-4",
    )
    return rx.cond(MAY_EDIT, form, rx.fragment())


def history(lead: Any) -> rx.Component:
    """What happened, the newest first."""
    return ui.timeline(
        rx.foreach(
            lead.events,
            lambda one: ui.timeline_item(
                ui.icon_for(one.kind, EVENT_ICONS, "circle"),
                one.title,
                detail=one.detail,
                time=one.ago,
                exact_time=one.exact,
            ),
        )
    )


def intent_words(intent: Any) -> Any:
    """ "Hot", "Warm" or "Cold"."""
    return rx.match(intent, *[(key, words) for key, (words, _tone) in INTENT_LOOKS.items()], "")
