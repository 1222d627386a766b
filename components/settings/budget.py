"""What a month may cost, by channel."""

from typing import Any

import reflex as rx

from components.settings.frame import form_card, pair, settings_page, stored_input
from state.settings.budget import BudgetState

State: Any = BudgetState


def budget_section() -> rx.Component:
    return settings_page("Budget", "What a month may cost.", _shares())


def _shares() -> rx.Component:
    return form_card(
        "Monthly budget",
        _share(
            "Finding contacts and language models",
            "scraping",
            "Paid sources and models are not called beyond it; what costs nothing goes on.",
        ),
        pair(
            _share("WhatsApp", "whatsapp", "A plan. What stops messages is the daily budget in Sending."),
            _share("Email", "email", "A plan. What stops messages is the daily budget in Sending."),
        ),
        pair(
            _share("Meta ads", "meta", "A plan. Meta itself holds the daily budget of each campaign."),
            _share("Google ads", "google", "A plan. Google itself holds the daily budget of each campaign."),
        ),
        rx.el.p("Together ", rx.el.b(State.total, class_name="ui-num"), " a month", class_name="ui-dense"),
        name="budget",
        state=State,
        on_submit=State.save,
    )


def _share(label: str, share: str, hint: str) -> rx.Component:
    counted = share in {"scraping", "whatsapp", "email"}  # of ads the platforms count
    words = State.spent[share].to(str) + f" {hint}" if counted else hint
    return stored_input(label, share, State, hint=words, prefix="₹", suffix="a month", input_mode="decimal")
