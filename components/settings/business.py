"""Who the business is and whom it wants to reach."""

from typing import Any

import reflex as rx

from components import ui
from components.settings.frame import form_card, pair, settings_page, stored_input, stored_text
from services.campaigns.draft import COMPANY_SIZES
from state.settings.business import BusinessState

State: Any = BusinessState


def business_section() -> rx.Component:
    return settings_page(
        "Business",
        "Who you are and whom you want to reach. Messages and searches start from here.",
        _profile(),
        _reach(),
        _answers(),
        _calls(),
        _audience(),
    )


def _profile() -> rx.Component:
    return form_card(
        "Your business",
        pair(
            stored_input("Name", "name", State, max_length=200, auto_complete="organization"),
            ui.field(
                "Industry",
                ui.select(
                    "industry",
                    State.industries,
                    default_value=State.form["industry"],
                    placeholder="Choose one",
                    key=State.form["industry"],
                ),
                error=State.problems["industry"],
            ),
        ),
        stored_text(
            "What you do", "description", State, hint="One or two sentences, as you would say it to a customer."
        ),
        _tags("What you offer", "services", "Add a service"),
        _tags("Cities you work in", "cities", "Add a city"),
        name="profile",
        state=State,
        on_submit=State.save_profile,
    )


def _reach() -> rx.Component:
    return form_card(
        "How people reach you",
        pair(
            stored_input("Phone", "phone", State, type="tel", hint="Told of new leads.", optional=True),
            stored_input("Email", "email", State, type="email", optional=True),
        ),
        pair(
            stored_input("Website", "website", State, placeholder="www.yourfirm.in", optional=True),
            stored_input("Sender name", "sender_name", State, hint="Signs your messages.", optional=True),
        ),
        stored_text(
            "Postal address", "address", State, hint="Stands at the foot of every email, as anti-spam law asks.", rows=2
        ),
        ui.field(
            "Time zone",
            ui.select("zone", State.zones, default_value=State.form["zone"], key=State.form["zone"]),
            hint="For schedules and reports.",
            error=State.problems["zone"],
        ),
        name="reach",
        state=State,
        on_submit=State.save_reach,
    )


def _answers() -> rx.Component:
    return form_card(
        "Facts for answers",
        stored_text(
            "Prices and facts",
            "answer_facts",
            State,
            hint="One a line, such as: Cleaning costs ₹900 and takes 40 minutes.",
            rows=6,
        ),
        ui.toggle(
            "Sign automatic replies as automatic",
            name="signs_automatic",
            default_checked=State.signs_automatic,
            detail="The first one in a conversation says what it is, and that a person reads what they write back.",
        ),
        name="answers",
        state=State,
        on_submit=State.save_answers,
        note="“Suggest” in Conversations and automatic replies of campaigns say these, and what you offer.",
    )


def _calls() -> rx.Component:
    days = [
        ui.checkbox(words, name=f"call_day_{number}", default_checked=State.call_days.contains(number))
        for number, words in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
    ]
    notice = stored_input(
        "Notice",
        "call_notice_minutes",
        State,
        suffix="minutes",
        input_mode="numeric",
        hint="How soon the earliest time can be.",
    )
    pause = stored_input(
        "Break between calls",
        "call_buffer_minutes",
        State,
        suffix="minutes",
        input_mode="numeric",
        hint="Kept free before and after each call.",
    )
    return form_card(
        "Hours for calls",
        ui.field(
            "Days",
            rx.el.div(*days, class_name="flex flex-wrap gap-x-4 gap-y-2"),
            error=State.problems["call_days"],
            group=True,
        ),
        pair(
            stored_input("From", "call_from", State, type="time"),
            stored_input("Until", "call_until", State, type="time"),
        ),
        pair(notice, pause),
        ui.toggle(
            "Also on public holidays",
            name="call_on_holidays",
            default_checked=State.call_on_holidays,
            detail="In India: national holidays, and those of the state chosen under Sending.",
        ),
        name="calls",
        state=State,
        on_submit=State.save_calls,
        note="In your time zone. Free times in the call dialog and on call links follow this.",
    )


def _audience() -> rx.Component:
    return form_card(
        "Target audience",
        stored_text("Your ideal customers", "customers", State, hint="Whom would you like to hear from tomorrow?"),
        pair(
            _tags("Industries to look in", "industries", "Add an industry"),
            _tags("Cities to look in", "locations", "Add a city"),
        ),
        pair(_tags("Job titles", "job_titles", "Add a title"), _tags("Interests", "interests", "Add an interest")),
        ui.field(
            "Company size",
            ui.select(
                "company_size",
                list(COMPANY_SIZES),
                default_value=State.form["company_size"],
                placeholder="Any size",
                key=State.form["company_size"],
            ),
            error=State.problems["company_size"],
        ),
        name="audience",
        state=State,
        on_submit=State.save_audience,
        note="New contacts are scored against this. Searches that run already keep their own criteria.",
    )


def _tags(label: str, field: str, placeholder: str) -> rx.Component:
    box = ui.tag_input(
        field,
        State.tags[field],
        on_add=State.add_tag(field),
        on_remove=lambda text: State.remove_tag(field, text),
        placeholder=placeholder,
    )
    return ui.field(label, box, error=State.problems[field], group=True)
