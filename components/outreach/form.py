"""The form of a campaign, in a pane over the page, with a live preview."""

from typing import Any

import reflex as rx

from components import ui
from components.outreach.answers import answers_editor
from components.outreach.message import message_fields, tried_preview
from components.outreach.opens import tracking_choice
from components.outreach.steps import steps_editor
from components.outreach.variants import variants_editor
from state.outreach_form import OutreachFormState
from state.scraping_form import HOURS

F: Any = OutreachFormState

_FORM = "campaign-form"
_WHEN = [
    ("immediate", "Now"),
    ("scheduled", "On a day and time"),
    ("daily", "Every day at an hour"),
    ("evergreen", "Always, as soon as somebody matches"),
    ("drip", "In steps (drip), as soon as somebody matches"),
]


def outreach_form() -> rx.Component:
    return ui.drawer(
        rx.el.form(
            ui.section(
                "Message",
                rx.el.div(
                    ui.field(
                        "Name of the campaign",
                        ui.text_input("name", default_value=F.name, placeholder="Welcome", max_length=200),
                        error=F.problems["name"],
                    ),
                    message_fields(F, key=F.version.to(str)),
                    tried_preview(F),
                    variants_editor(F),
                    class_name="grid gap-4",
                ),
            ),
            steps_editor(F),
            ui.section(
                "Who and when",
                rx.el.div(
                    ui.field(
                        "Score at least",
                        ui.text_input("min_score", default_value=F.min_score, input_mode="numeric"),
                        hint="0 to 100. The best contacts are written to first.",
                        error=F.problems["min_score"],
                    ),
                    _schedule(),
                    ui.field(
                        "Only between",
                        rx.el.div(
                            ui.text_input("send_from", type="time", default_value=F.send_from),
                            ui.text_input("send_until", type="time", default_value=F.send_until),
                            class_name="grid grid-cols-2 gap-3",
                        ),
                        hint="By the recipient's clock. Empty: all day. Quiet hours in Settings are kept all the same.",
                        error=F.problems["send_from"],
                        group=True,
                    ),
                    ui.field(
                        "At most",
                        ui.text_input(
                            "daily_limit", default_value=F.daily_limit, suffix="messages a day", input_mode="numeric"
                        ),
                        error=F.problems["daily_limit"],
                    ),
                    tracking_choice(F),
                    class_name="grid gap-4",
                ),
            ),
            answers_editor(F),
            ui.show(F.problems["form"], rx.el.p(F.problems["form"], class_name="ui-error px-6", role="alert")),
            on_submit=F.save,
            id=_FORM,
            key=F.version.to(str),
            class_name=rx.cond(F.is_review, "hidden", ""),
        ),
        ui.show(F.is_review, _review()),
        open=F.is_open,
        on_close=F.close,
        title=rx.cond(
            F.is_new, rx.cond(F.channel == "email", "New email campaign", "New WhatsApp campaign"), "Edit campaign"
        ),
        modal=True,
        foot=rx.cond(
            F.is_review,
            rx.fragment(
                ui.button("Start campaign", kind="primary", on_click=F.start),
                ui.button("Back", on_click=F.back),
            ),
            rx.fragment(
                ui.button(rx.cond(F.is_new, "Review", "Save"), kind="primary", type="submit", form=_FORM),
                ui.button("Cancel", on_click=F.close),
            ),
        ),
    )


def _schedule() -> rx.Component:
    """When it writes: chosen once, for a new campaign; a daily one's hour can be changed later."""
    hour = ui.field(
        "At", ui.select("send_at_hour", HOURS, default_value=F.send_at_hour), error=F.problems["send_at_hour"]
    )
    date = ui.field("Starts", ui.text_input("schedule_date", type="datetime-local"), error=F.problems["schedule_date"])
    return rx.fragment(
        ui.show(
            F.is_new,
            ui.field(
                "When",
                ui.select("schedule", _WHEN, value=F.schedule, on_change=F.set_schedule),
                hint=F.schedule_words,
                error=F.problems["schedule"],
            ),
        ),
        ui.show(F.schedule == "scheduled", date),
        ui.show(F.schedule == "daily", hour),
    )


def _review() -> rx.Component:
    plan = F.review
    return rx.el.div(
        ui.section(
            "What will happen",
            ui.facts(
                ("Writes to", plan.people),
                ("Messages", plan.messages),
                ("Finished", plan.finished),
                ("Costs", plan.cost),
            ),
            rx.el.p(
                "An estimate under all limits in Settings → Sending. The provider's bill counts.",
                class_name="ui-dense ui-muted pt-3",
            ),
            ui.show(plan.trouble, rx.el.p(plan.trouble, class_name="ui-error pt-2", role="alert")),
        ),
        ui.show(plan.steps.length() > 0, ui.section("In steps", _lines(plan.steps))),
        ui.show(plan.left_out.length() > 0, ui.section("Left out", _lines(plan.left_out))),
        ui.show(
            plan.days.length() > 0,
            ui.section(
                "Day by day",
                _lines(plan.days),
                ui.show(plan.more_days, rx.el.p(plan.more_days, class_name="ui-dense ui-muted pt-2")),
            ),
        ),
    )


def _lines(rows: Any) -> rx.Component:
    return rx.el.ul(
        ui.each(
            rows,
            lambda row: rx.el.li(
                rx.el.span(row.words),
                rx.el.span(row.number, class_name="ui-num"),
                class_name="flex justify-between gap-4 py-1 tabular-nums",
            ),
        )
    )
