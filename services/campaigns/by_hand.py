"""Writes. A campaign for contacts that a person chose."""

from dataclasses import replace

from sqlmodel import Session

from services.campaigns.actions import OutreachForm, save_outreach
from services.contacts.bulk import begin, is_for_background
from services.contacts.queries import each_selected
from services.contacts.types import Selection
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.models import BulkAction


def write_to(session: Session, scope: Scope, selection: Selection, form: OutreachForm) -> str:
    """Start an outreach campaign for the chosen contacts alone; returns its public id.

    Many are added in the background while it runs. Raises Invalid for a faulty text and for no contacts.
    """
    scope.require(Can.RUN_CAMPAIGNS)
    if is_for_background(session, selection):
        campaign = save_outreach(session, scope, replace(form, by_hand=True))
        begin(session, scope, BulkAction.CHOOSE, campaign.public_id, selection)
        return campaign.public_id
    chosen = [contact.id or 0 for chunk in each_selected(session, selection) for contact in chunk]
    if not chosen:
        raise Invalid("Choose at least one contact.")
    return save_outreach(session, scope, replace(form, contact_ids=chosen)).public_id
