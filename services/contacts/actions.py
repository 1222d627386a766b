"""Writes. Verify, mark invalid, delete, choose for a campaign."""

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from services import audit
from services.contacts.queries import each_selected
from services.contacts.types import Selection
from services.core.errors import Conflict, Invalid, NotFound
from services.core.scope import Can, Scope
from services.live import Topic, announce
from services.models import (
    WAITING,
    Contact,
    Lead,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    Provenance,
    VerificationStatus,
)
from services.outreach.queueing import ask_to_queue

_IN_FLIGHT = (OutreachMessageStatus.SENDING, OutreachMessageStatus.UNKNOWN)
MOST_CHOSEN = 5_000


def set_verification(session: Session, scope: Scope, selection: Selection, to: VerificationStatus) -> int:
    """Mark contacts verified or invalid; invalid ones get nothing more. Returns how many changed."""
    scope.require(Can.EDIT_CONTACTS)
    changed = 0
    for chunk in each_selected(session, selection):
        for contact in chunk:
            changed += contact.verification_status != to
            contact.verification_status = to
        if to == VerificationStatus.INVALID:
            _stop_waiting(session, [contact.id or 0 for contact in chunk])
        session.flush()
    audit.record(session, scope, f"contacts_marked_{to.value}", detail={"contacts": changed})
    announce(session, scope.customer_id, Topic.CONTACTS)
    return changed


def _stop_waiting(session: Session, contact_ids: list[int]) -> None:
    session.execute(
        update(OutreachMessage)
        .where(col(OutreachMessage.contact_id).in_(contact_ids), col(OutreachMessage.status).in_(WAITING))
        .values(status=OutreachMessageStatus.CANCELLED, error_message="The contact was marked invalid.")
    )


def delete_contacts(session: Session, scope: Scope, selection: Selection) -> int:
    """Remove contacts with their origins and messages; leads made from them stay. Returns how many went."""
    scope.require(Can.EDIT_CONTACTS)
    gone = 0
    for chunk in each_selected(session, selection):
        ids = [contact.id or 0 for contact in chunk]
        in_flight = select(col(OutreachMessage.id)).where(
            col(OutreachMessage.contact_id).in_(ids), col(OutreachMessage.status).in_(_IN_FLIGHT)
        )
        if session.execute(in_flight.limit(1)).first():
            raise Conflict("A message to one of them is just being sent. Try again in a minute.")
        session.execute(update(Lead).where(col(Lead.original_contact_id).in_(ids)).values(original_contact_id=None))
        for table, key in ((OutreachMessage, OutreachMessage.contact_id), (Provenance, Provenance.contact_id)):
            session.execute(delete(table).where(col(key).in_(ids)))
        session.execute(delete(Contact).where(col(Contact.id).in_(ids)))
        gone += len(ids)
    audit.record(session, scope, "contacts_deleted", detail={"contacts": gone})
    announce(session, scope.customer_id, Topic.CONTACTS)
    return gone


def add_to_campaign(session: Session, scope: Scope, selection: Selection, campaign_id: str) -> int:
    """Let an outreach campaign write to chosen contacts too; returns how many were added.

    What the campaign's own rules and each contact's permission forbid stays unwritten.
    """
    scope.require(Can.RUN_CAMPAIGNS)
    statement = select(OutreachCampaign).where(col(OutreachCampaign.public_id) == campaign_id)
    campaign = session.execute(statement).scalar_one_or_none()
    if campaign is None:
        raise NotFound("The campaign")
    if campaign.status == OutreachCampaignStatus.COMPLETED:
        raise Conflict("This campaign is completed. Duplicate it first.")
    already = set(campaign.target_contacts.get("contact_ids", []))
    chosen = [contact.id or 0 for chunk in each_selected(session, selection) for contact in chunk]
    fresh = [contact_id for contact_id in chosen if contact_id not in already]
    if len(already) + len(fresh) > MOST_CHOSEN:
        raise Invalid(f"Choose at most {MOST_CHOSEN:,} contacts by hand. For more, use the campaign's filters.")
    campaign.target_contacts = {**campaign.target_contacts, "contact_ids": sorted(already | set(fresh))}
    audit.record(session, scope, "contacts_added_to_campaign", campaign.public_id, {"contacts": len(fresh)})
    ask_to_queue(session, scope.customer_id)
    announce(session, scope.customer_id, Topic.OUTREACH, campaign.public_id)
    return len(fresh)
