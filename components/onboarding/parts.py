"""Questions of the wizard, bound to one field of the present step."""

from typing import Any

import reflex as rx

from components import ui
from services.campaigns.fields import longest
from state.onboarding import OnboardingState as S


def value_of(step: str, field: str) -> Any:
    """What is answered so far."""
    return S.answers[step][field]


def words(step: str, field: str) -> Any:
    return value_of(step, field).to(str)


def word_list(step: str, field: str) -> Any:
    return value_of(step, field).to(list[str])


def line_question(
    step: str, field: str, label: str, *, placeholder: str = "", hint: str = "", optional: bool = False, **props: Any
) -> rx.Component:
    """A one-line answer, saved as it is typed."""
    return ui.field(
        label,
        ui.text_input(
            field,
            key=f"{step}-{field}-{S.version}",
            default_value=words(step, field),
            placeholder=placeholder,
            **_typed(step, field),
            **props,
        ),
        hint=hint,
        error=S.problems[field],
        optional=optional,
    )


def text_question(
    step: str, field: str, label: str, *, rows: int = 3, placeholder: str = "", hint: str = ""
) -> rx.Component:
    """An answer of several lines, saved as it is typed."""
    return ui.field(
        label,
        ui.text_area(
            field,
            key=f"{step}-{field}-{S.version}",
            default_value=words(step, field),
            placeholder=placeholder,
            rows=rows,
            **_typed(step, field),
        ),
        hint=hint,
        error=S.problems[field],
    )


def tags_question(
    step: str,
    field: str,
    label: str,
    *,
    placeholder: str = "Add",
    hint: str = "",
    optional: bool = False,
    suggestions: list[str] | None = None,
) -> rx.Component:
    """A list of short words."""
    return ui.field(
        label,
        ui.tag_input(
            field,
            word_list(step, field),
            on_add=lambda text: S.add_tags(field, text),
            on_remove=lambda tag: S.remove_tag(field, tag),
            placeholder=placeholder,
            suggestions=suggestions,
            longest=longest(field),
        ),
        hint=hint,
        error=S.problems[field],
        optional=optional,
        group=True,
    )


def money_question(field: str, label: str, *, suffix: str = "", hint: str = "") -> rx.Component:
    """An amount in rupees, read when the box is left."""
    return ui.field(
        label,
        ui.text_input(
            field,
            key=f"{field}-{S.version}",
            default_value=S.money[field],
            prefix="₹",
            suffix=suffix,
            input_mode="decimal",
            on_blur=lambda text: S.set_money(field, text),
        ),
        hint=hint,
        error=S.problems[field],
    )


def number_question(
    step: str, field: str, label: str, options: list[tuple[str, str]], *, hint: str = ""
) -> rx.Component:
    """One of a few numbers."""
    return ui.field(
        label,
        ui.segmented(
            field,
            options,
            value=value_of(step, field).to(int).to_string(),
            on_change=lambda value: S.set_number(field, value),
            wide=True,
            size=40,
            label=label,
        ),
        hint=hint,
        error=S.problems[field],
        group=True,
    )


def _typed(step: str, field: str) -> dict[str, Any]:
    """Save while typing, and again on leaving: quick changes of two fields share one debounce and drop the first."""
    return {
        "on_change": lambda text: S.set_text(step, field, text).debounce(350),
        "on_blur": lambda text: S.set_text(step, field, text),
    }


def questions(*children: rx.Component) -> rx.Component:
    """The column of questions."""
    return rx.el.div(*children, class_name="flex flex-col gap-5")


CITIES = [
    "Ahmedabad", "Bengaluru", "Bhopal", "Chandigarh", "Chennai", "Coimbatore", "Delhi", "Faridabad", "Ghaziabad",
    "Goa", "Gurugram", "Guwahati", "Hyderabad", "Indore", "Jaipur", "Kanpur", "Kochi", "Kolkata", "Lucknow",
    "Ludhiana", "Mumbai", "Mysuru", "Nagpur", "Nashik", "Navi Mumbai", "Noida", "Patna", "Pune", "Raipur", "Surat",
    "Thane", "Thiruvananthapuram", "Vadodara", "Varanasi", "Vijayawada", "Visakhapatnam",
]  # fmt: skip
