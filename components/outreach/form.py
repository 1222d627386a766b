"""The form of a campaign, in a pane over the page, with a live preview."""

from typing import Any

import reflex as rx

from components import ui
from components.outreach.message import message_fields, message_preview
from state.outreach_form import OutreachFormState
from state.scraping_form import HOURS

F: Any = OutreachFormState

_FORM = "campaign-form"


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
                    message_preview(F.channel, F.seen, read_as=F.read_as),
                    class_name="grid gap-4",
                ),
            ),
            ui.section(
                "Who and when",
                rx.el.div(
                    ui.field(
                        "Score at least",
                        ui.text_input("min_score", default_value=F.min_score, input_mode="numeric"),
                        hint="0 to 100. The best contacts are written to first.",
                        error=F.problems["min_score"],
                    ),
                    ui.field(
                        "At",
                        ui.select("send_at_hour", HOURS, default_value=F.send_at_hour),
                        hint="Quiet hours in Settings are kept all the same.",
                        error=F.problems["send_at_hour"],
                    ),
                    ui.field(
                        "At most",
                        ui.text_input(
                            "daily_limit", default_value=F.daily_limit, suffix="messages a day", input_mode="numeric"
                        ),
                        error=F.problems["daily_limit"],
                    ),
                    class_name="grid gap-4",
                ),
            ),
            ui.show(F.problems["form"], rx.el.p(F.problems["form"], class_name="ui-error px-6", role="alert")),
            on_submit=F.save,
            id=_FORM,
            key=F.version.to(str),
        ),
        open=F.is_open,
        on_close=F.close,
        title=rx.cond(
            F.is_new, rx.cond(F.channel == "email", "New email campaign", "New WhatsApp campaign"), "Edit campaign"
        ),
        modal=True,
        foot=rx.fragment(
            ui.button(rx.cond(F.is_new, "Start campaign", "Save"), kind="primary", type="submit", form=_FORM),
            ui.button("Cancel", on_click=F.close),
        ),
    )
