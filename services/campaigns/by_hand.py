"""Writes. A campaign for contacts that a person chose."""

from dataclasses import replace

from sqlmodel import Session

from services.campaigns.actions import OutreachForm, save_outreach
from services.contacts.actions import MOST_CHOSEN
from services.contacts.queries import each_selected
from services.contacts.types import Selection
from services.core.errors import Invalid
from services.core.scope import Can, Scope


def write_to(session: Session, scope: Scope, selection: Selection, form: OutreachForm) -> str:
    """Start an outreach campaign for the chosen contacts alone; returns its public id.

    Raises Invalid for a faulty text, for no contacts and for more than 5,000.
    """
    scope.require(Can.RUN_CAMPAIGNS)
    chosen: list[int] = []
    for chunk in each_selected(session, selection):
        chosen += [contact.id or 0 for contact in chunk]
        if len(chosen) > MOST_CHOSEN:
            raise Invalid(f"Choose at most {MOST_CHOSEN:,} contacts by hand. For more, make a campaign by score.")
    if not chosen:
        raise Invalid("Choose at least one contact.")
    return save_outreach(session, scope, replace(form, contact_ids=chosen)).public_id
