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
