"""Opens and clicks of e-mails: the choice in a campaign's form."""

from typing import Any

import reflex as rx

from components import ui


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
