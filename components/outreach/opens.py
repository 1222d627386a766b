"""Opens and clicks of e-mails: the choice in a campaign's form, and on its page people apart from machines."""

from typing import Any

import reflex as rx

from components import ui
from components.outreach.message import figure, name_column

_FIGURES = [
    ("sent", "Sent"),
    ("opened", "Opened"),
    ("clicked", "Clicked"),
    ("machines_opened", "Opened by machines"),
    ("machines_clicked", "Clicked by machines"),
]


def tracking_choice(form: Any) -> rx.Component:
    """For a State with `channel`, `tracks_opens` and StepsMixin: where there is an e-mail to follow."""
    return ui.show(
        (form.channel == "email") | form.has_email_steps,
        ui.toggle(
            "Track opens and clicks",
            name="tracks_opens",
            default_checked=form.tracks_opens,
            detail="Links in the email lead through this site first, and the email asks for a hidden picture. Some "
            "mail filters trust such emails less. The figures are estimates, and nothing is decided by them.",
        ),
    )


def opens_card(rows: Any) -> rx.Component:
    """Who opened and clicked, per step and per text; nothing where nobody looked."""
    columns = [
        name_column("name", "Emails"),
        *(figure(key, words) for key, words in _FIGURES),
    ]
    table = ui.data_table(rows, columns, key=lambda row: row.name, label="Opens and clicks", bleed=False)
    words = rx.el.p(
        "Opens are an estimate: readers who block pictures are not seen, and a machine can pass for a person. "
        "Mails that only machines looked at, such as virus scanners and Apple's mail relay, are counted apart. "
        "Nothing is decided by these figures.",
        class_name="ui-dense ui-muted pt-3",
    )
    return ui.show(rows.length() > 0, ui.card(table, words, title="Opens and clicks"))
