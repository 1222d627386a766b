"""Reads. Everything that hangs on contacts and moves with them, fetched for many contacts at once and held."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, SQLModel, col, or_, select

from services.compliance.queries import keys_of
from services.compliance.rules import HARD_BOUNCE
from services.models import (
    CampaignChoice,
    Contact,
    ContactAlias,
    ContactMerge,
    Lead,
    MergeCandidate,
    OutreachCampaign,
    OutreachMessage,
    PlaceReference,
    Provenance,
    ScoreSnapshot,
    Suppression,
    SuppressionKind,
)

# Tables whose rows follow their contact, by the column that names it. A test finds tables that are missing here.
MOVED: tuple[tuple[type[SQLModel], str], ...] = (
    (OutreachMessage, "contact_id"),
    (Provenance, "contact_id"),
    (Lead, "original_contact_id"),
    (PlaceReference, "contact_id"),
    (ScoreSnapshot, "contact_id"),
    (CampaignChoice, "contact_id"),
    (ContactAlias, "contact_id"),
    (ContactMerge, "survivor_id"),
)
# Of these a contact has at most one row with the same values in these columns.
ONCE: dict[type[SQLModel], tuple[str, ...]] = {
    Provenance: ("field", "value", "source_url"),
    ScoreSnapshot: (),
    CampaignChoice: ("outreach_campaign_id",),
}
OWNERS = dict(MOVED)
TABLES = {str(table.__tablename__): table for table, _name in MOVED}


@dataclass
class Belongings:
    """Rows by contact id; `stops` holds why a contact must not be written to, where it must not."""

    contacts: dict[int, Contact] = field(default_factory=dict)
    rows: dict[type[SQLModel], dict[int, list[Any]]] = field(default_factory=dict)
    candidates: list[MergeCandidate] = field(default_factory=list)
    campaigns: list[OutreachCampaign] = field(default_factory=list)
    stops: dict[int, str] = field(default_factory=dict)

    def of(self, table: type[SQLModel], contact: Contact) -> list[Any]:
        return self.rows.get(table, {}).get(contact.id or 0, [])

    def take(self, table: type[SQLModel], from_: Contact, to: Contact) -> list[Any]:
        """Hand over all of `from_`'s rows of a table, and return them."""
        taken = self.rows.setdefault(table, {}).pop(from_.id or 0, [])
        self.rows[table].setdefault(to.id or 0, []).extend(taken)
        return taken


def gather(session: Session, ids: Collection[int]) -> Belongings:
    """Hold the contacts and their messages until the transaction ends, and read what else belongs to them."""
    held = select(Contact).where(col(Contact.id).in_(ids)).order_by(col(Contact.id)).with_for_update()
    fresh = {"populate_existing": True}
    found = Belongings({one.id or 0: one for one in session.exec(held, execution_options=fresh)})
    for table, name in MOVED:
        column = getattr(table, name)
        wanted = select(table).where(col(column).in_(ids)).order_by(col(table.id)).with_for_update()  # pyright: ignore
        by_owner: dict[int, list[Any]] = defaultdict(list)
        for row in session.exec(wanted, execution_options=fresh):
            by_owner[getattr(row, name)].append(row)
        found.rows[table] = by_owner
    pairs = or_(col(MergeCandidate.first_id).in_(ids), col(MergeCandidate.second_id).in_(ids))
    wanted = select(MergeCandidate).where(pairs).order_by(col(MergeCandidate.id)).with_for_update()
    found.candidates = list(session.exec(wanted, execution_options=fresh))
    found.campaigns = [
        one
        for one in session.exec(select(OutreachCampaign).order_by(col(OutreachCampaign.id)))
        if one.target_contacts.get("contact_ids")
    ]
    found.stops = _stops(session, list(found.contacts.values()))
    return found


def _stops(session: Session, contacts: list[Contact]) -> dict[int, str]:
    """Who asked to be left alone: by their own phone or e-mail, not by a domain's rule or a mailbox that bounced."""
    keys = {one.id or 0: set(keys_of(one.phone, one.email)) for one in contacts}
    prints = {print_ for own in keys.values() for _kind, print_ in own}
    if not prints:
        return {}
    known = select(Suppression.kind, Suppression.fingerprint, Suppression.reason).where(
        col(Suppression.fingerprint).in_(prints), col(Suppression.kind) != SuppressionKind.DOMAIN
    )
    reasons = {(kind, print_): reason for kind, print_, reason in session.exec(known) if reason != HARD_BOUNCE}
    return {
        contact_id: next(reasons[key] for key in own if key in reasons)
        for contact_id, own in keys.items()
        if own & reasons.keys()
    }
