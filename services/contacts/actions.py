"""Writes. Verify, mark invalid, delete, choose for a campaign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from services import audit
from services.contacts.queries import each_selected
from services.contacts.types import Selection
from services.core.clock import now
from services.core.errors import Conflict, Invalid, NotFound
from services.core.scope import Can, Scope
from services.db import insert_ignoring
from services.live import Topic, announce
from services.models import (
    WAITING,
    CampaignChoice,
    Contact,
    Lead,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    Provenance,
    VerificationStatus,
)
from services.outreach.writing import ask_to_dispatch, ask_to_queue

_MARKED_INVALID = "The contact was marked invalid."
_IN_FLIGHT = (OutreachMessageStatus.SENDING, OutreachMessageStatus.UNKNOWN)
MOST_CHOSEN = 5_000


@dataclass(frozen=True)
class Marked:
    """How many were changed, and public ids by what they were before, which `restore_marks` puts back."""

    changed: int
    before: dict[str, list[str]]


def set_verification(session: Session, scope: Scope, selection: Selection, to: VerificationStatus) -> Marked:
    """Mark contacts verified, invalid or neither; invalid ones get nothing more."""
    scope.require(Can.EDIT_CONTACTS)
    before: dict[str, list[str]] = {}
    for chunk in each_selected(session, selection):
        for contact in chunk:
            if contact.verification_status != to:
                before.setdefault(contact.verification_status.value, []).append(contact.public_id)
        mark(session, chunk, to)
        session.flush()
    changed = sum(map(len, before.values()))
    audit.record(session, scope, f"contacts_marked_{to.value}", detail={"contacts": changed})
    announce(session, scope.customer_id, Topic.CONTACTS)
    return Marked(changed, before)


def restore_marks(session: Session, scope: Scope, before: Mapping[str, list[str]]) -> int:
    """Take a marking back: what contacts were, and the messages that waited for them. Returns how many contacts."""
    scope.require(Can.EDIT_CONTACTS)
    restored = 0
    for status, ids in before.items():
        for chunk in each_selected(session, Selection(ids=tuple(ids))):
            restored += mark(session, chunk, VerificationStatus(status))
            stopped = col(OutreachMessage.contact_id).in_([contact.id or 0 for contact in chunk])
            session.execute(
                update(OutreachMessage)
                .where(stopped, col(OutreachMessage.status) == OutreachMessageStatus.CANCELLED)
                .where(col(OutreachMessage.error_message) == _MARKED_INVALID)
                .values(status=OutreachMessageStatus.PENDING, error_message="")
            )
    audit.record(session, scope, "contacts_marking_undone", detail={"contacts": restored})
    ask_to_dispatch(session)
    announce(session, scope.customer_id, Topic.CONTACTS)
    return restored


def mark(session: Session, contacts: Sequence[Contact], to: VerificationStatus) -> int:
    """Mark these contacts; returns how many were not so before. Messages that wait for invalid ones are stopped."""
    changed = [contact for contact in contacts if contact.verification_status != to]
    for contact in changed:
        contact.verification_status = to
    if to == VerificationStatus.INVALID:
        waiting = col(OutreachMessage.contact_id).in_([contact.id or 0 for contact in contacts])
        session.execute(
            update(OutreachMessage)
            .where(waiting, col(OutreachMessage.status).in_(WAITING))
            .values(status=OutreachMessageStatus.CANCELLED, error_message=_MARKED_INVALID)
        )
    return len(changed)


def delete_contacts(session: Session, scope: Scope, selection: Selection) -> int:
    """Remove contacts with their origins and messages; leads made from them stay. Returns how many went.

    Raises Conflict when a message to one of them is just being sent.
    """
    scope.require(Can.EDIT_CONTACTS)
    gone = 0
    for chunk in each_selected(session, selection):
        if in_flight(session, chunk):
            raise Conflict("A message to one of them is just being sent. Try again in a minute.")
        gone += remove(session, chunk)
    audit.record(session, scope, "contacts_deleted", detail={"contacts": gone})
    announce(session, scope.customer_id, Topic.CONTACTS)
    return gone


def in_flight(session: Session, contacts: Sequence[Contact]) -> set[int]:
    """Ids of those to whom a message is being sent at this moment, or may have been."""
    wanted = select(col(OutreachMessage.contact_id)).where(
        col(OutreachMessage.contact_id).in_([contact.id or 0 for contact in contacts]),
        col(OutreachMessage.status).in_(_IN_FLIGHT),
    )
    return set(session.execute(wanted).scalars())


def remove(session: Session, contacts: Sequence[Contact]) -> int:
    """Delete these contacts, none of whom a message is on its way to; returns how many."""
    ids = [contact.id or 0 for contact in contacts]
    session.execute(update(Lead).where(col(Lead.original_contact_id).in_(ids)).values(original_contact_id=None))
    for table, key in ((OutreachMessage, OutreachMessage.contact_id), (Provenance, Provenance.contact_id)):
        session.execute(delete(table).where(col(key).in_(ids)))
    session.execute(delete(Contact).where(col(Contact.id).in_(ids)))
    return len(ids)


def campaign_to_choose_for(session: Session, campaign_id: str) -> OutreachCampaign:
    """The campaign that contacts may be added to; raises NotFound, or Conflict when it is over."""
    statement = select(OutreachCampaign).where(col(OutreachCampaign.public_id) == campaign_id)
    campaign = session.execute(statement).scalar_one_or_none()
    if campaign is None:
        raise NotFound("The campaign")
    if campaign.status == OutreachCampaignStatus.COMPLETED:
        raise Conflict("This campaign is completed. Duplicate it first.")
    return campaign


def choose(session: Session, campaign: OutreachCampaign, contacts: Sequence[Contact]) -> int:
    """Add these contacts to those that the campaign writes to; returns how many were new."""
    named = set(campaign.target_contacts.get("contact_ids", []))
    rows = [
        {"outreach_campaign_id": campaign.id, "contact_id": contact.id, "created_at": now(), "updated_at": now()}
        for contact in contacts
        if contact.id not in named
    ]
    return insert_ignoring(session, CampaignChoice, rows)


def add_to_campaign(session: Session, scope: Scope, selection: Selection, campaign_id: str) -> int:
    """Let an outreach campaign write to chosen contacts too; returns how many were added.

    What the campaign's own rules and each contact's permission forbid stays unwritten.
    """
    scope.require(Can.RUN_CAMPAIGNS)
    campaign = campaign_to_choose_for(session, campaign_id)
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
