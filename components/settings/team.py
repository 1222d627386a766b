"""The team: to whom new leads are given, and who is away."""

from typing import Any

import reflex as rx

from components import ui
from components.settings.frame import form_card, settings_page
from state.settings.team import CARD, TeamState

State: Any = TeamState
_WAYS = [
    ("nobody", "To nobody: people take them"),
    ("in_turn", "In turn"),
    ("least_loaded", "To who has the fewest open leads"),
    ("by_city", "By city, else to who takes any"),
]
_ROLES = {"owner": "Owner", "manager": "Manager", "agent": "Agent", "viewer": "Viewer, is given no leads"}


def team_section() -> rx.Component:
    return settings_page("Team", "Who is given new leads, and who is away.", _rules(), _people())


def _rules() -> rx.Component:
    return form_card(
        "New leads",
        ui.field(
            "New leads are given",
            ui.select("assignment", _WAYS, default_value=State.assignment, key=State.assignment),
            hint="Replies and enquiries, as they come in. Who is away is passed over.",
            error=State.problems["assignment"],
        ),
        name=CARD,
        state=State,
        on_submit=State.save,
    )


def _people() -> rx.Component:
    people = rx.el.ul(rx.foreach(State.members, _member), class_name="ui-lines")
    return ui.card(
        ui.show(State.problems["cities"], rx.el.p(State.problems["cities"], class_name="ui-error pb-2", role="alert")),
        rx.cond(State.ready, people, ui.skeleton_lines(4)),
        title="People",
    )


def _member(one: Any) -> rx.Component:
    cities: Any = one.cities
    box = ui.text_input(
        "cities",
        default_value=cities.join(", "),
        key=cities.join(", "),
        placeholder="Any city",
        on_blur=lambda text: State.save_cities(one.id, text),
        disabled=~State.may_save,
        aria_label=rx.Var.create("Cities of ").to(str) + one.name.to(str),
        size=32,
    )
    away = ui.toggle(
        "Away",
        checked=one.is_away,
        on_change=lambda now: State.set_away(one.id, now),
        disabled=~(State.may_save | one.is_me),
    )
    by_city = rx.cond(State.assignment == "by_city", rx.el.div(box, class_name="sm:w-56"), rx.fragment())
    return rx.el.li(
        rx.el.div(
            ui.avatar(one.name, size=28),
            rx.el.div(
                rx.el.div(one.name, class_name="ui-name ui-clip"),
                rx.el.div(
                    rx.match(one.role, *_ROLES.items(), ""), ", ", one.open_leads, " open", class_name="ui-meta ui-num"
                ),
                class_name="min-w-0",
            ),
            class_name="flex items-center gap-3 min-w-0 grow",
        ),
        rx.cond(one.takes_leads, rx.fragment(by_city, rx.el.div(away, class_name="w-28")), rx.fragment()),
        key=one.id,
        class_name="flex flex-wrap items-center gap-3 py-3",
    )
