"""The follow-ups of a campaign: the editor in its form, and what became of each on its page."""

from typing import Any

import reflex as rx

from components import ui
from components.outreach.message import figure, name_column, text_boxes
from state.outreach_steps import CONDITION_WORDS

_UNITS = [("days", "days"), ("hours", "hours")]
_CHANNELS = [("whatsapp", "WhatsApp"), ("email", "Email")]
_CONDITIONS = [(key.value, words) for key, words in CONDITION_WORDS.items()]
_READ_HINT = (
    "WhatsApp tells who has read, except of people who switched receipts off: those get it too. "
    "Opened emails decide nothing, since mail programs open them by themselves."
)


def steps_editor(form: Any) -> rx.Component:
    """For a State with StepsMixin: inside its form."""
    return ui.section(
        "Follow-ups",
        rx.el.div(
            rx.el.p(
                "Sent to those who do not answer. Whoever answers, becomes a lead or asks to stop gets none.",
                class_name="ui-dense ui-muted",
            ),
            rx.foreach(form.steps, lambda row, place: _step(form, row, place)),
            ui.show(
                form.may_add_step,
                rx.el.div(ui.button("Add a follow-up", icon="plus", on_click=form.add_step)),
            ),
            class_name="grid gap-4",
        ),
    )


def _step(form: Any, row: Any, place: Any) -> rx.Component:
    name = row.key.to(str)
    return rx.el.fieldset(
        rx.el.div(
            rx.el.span(row.title, class_name="ui-name"),
            rx.el.div(
                ui.show(
                    place > 0,
                    ui.icon_button("arrow-up", "Earlier", size=28, on_click=form.raise_step(row.key)),
                ),
                ui.icon_button("trash-2", "Remove this follow-up", size=28, on_click=form.remove_step(row.key)),
                class_name="flex gap-1",
            ),
            class_name="flex items-center justify-between gap-3",
        ),
        ui.field(
            "Wait",
            rx.el.div(
                ui.text_input(
                    "step_wait_" + name,
                    default_value=row.wait,
                    input_mode="numeric",
                    on_change=form.set_step(row.key, "wait"),
                    aria_label="How long",
                ),
                ui.select(
                    "step_unit_" + name,
                    _UNITS,
                    value=row.unit,
                    on_change=form.set_step(row.key, "unit"),
                    aria_label="Days or hours",
                ),
                class_name="grid grid-cols-2 gap-3",
            ),
            hint="Since the last message that the person got.",
            warn=row.note,
            error=row.wrong["wait"],
            group=True,
        ),
        ui.field(
            "By",
            ui.select(
                "step_channel_" + name, _CHANNELS, value=row.channel, on_change=form.set_step(row.key, "channel")
            ),
        ),
        ui.field(
            "To",
            ui.select(
                "step_condition_" + name,
                _CONDITIONS,
                value=row.condition,
                on_change=form.set_step(row.key, "condition"),
            ),
            hint=rx.cond(row.condition == "not_read", _READ_HINT, ""),
            error=row.wrong["when"],
        ),
        *text_boxes("step", row, lambda box: form.set_step(row.key, box), row.channel, rows=6),
        key=name,
        aria_label=row.title,
        class_name="grid gap-4 ui-card p-4 min-w-0",
    )


def steps_card(rows: Any) -> rx.Component:
    """What became of each message of the sequence; nothing for a single message."""
    columns = [
        name_column("step", "Message", "when"),
        *(figure(key, words) for key, words in _FIGURES),
    ]
    table = ui.data_table(rows, columns, key=lambda row: row.name, label="Messages of the sequence", bleed=False)
    return ui.show(rows.length() > 0, ui.card(table, title="Steps"))


_FIGURES = [
    ("sent", "Sent"),
    ("delivered", "Delivered"),
    ("read", "Read"),
    ("responded", "Replied"),
    ("failed", "Failed"),
    ("skipped", "Skipped"),
]
