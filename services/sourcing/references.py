"""Places at Google that were looked at: kept by their ids, with what became of them."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, col, select

from services.core.clock import now
from services.models import PlaceOutcome, PlaceReference, ScrapingCampaign
from services.providers.base import FoundContact
from services.sourcing.matching import find_match
from services.sourcing.sighting import Sighting

LOOKED_AT_AGAIN_AFTER = timedelta(days=180)  # a place may have got a site since


def unseen(session: Session, place_ids: Sequence[str]) -> set[str]:
    """Those that no run of the customer has looked at lately."""
    seen = select(PlaceReference.place_id).where(
        col(PlaceReference.place_id).in_(place_ids), PlaceReference.seen_at > now() - LOOKED_AT_AGAIN_AFTER
    )
    return set(place_ids) - set(session.exec(seen))


def note_places(
    session: Session, campaign: ScrapingCampaign, found: Sequence[FoundContact], seen: Sequence[Sighting]
) -> None:
    """After a batch was stored, in the same transaction: a place counts as looked at when its contact is kept."""
    kept = [(one, sighting) for one, sighting in zip(found, seen, strict=True) if one.outside_id]
    if not kept:
        return
    ids = [one.outside_id for one, _ in kept]
    known = {
        row.place_id: row for row in session.exec(select(PlaceReference).where(col(PlaceReference.place_id).in_(ids)))
    }
    for one, sighting in kept:
        became, contact_id = _became(session, one, sighting)
        row = known.get(one.outside_id) or PlaceReference(place_id=one.outside_id, became=became)
        row.became, row.contact_id, row.seen_at = became, contact_id, now()
        row.scraping_campaign_id = campaign.id
        known[one.outside_id] = row
        session.add(row)


def _became(session: Session, found: FoundContact, seen: Sighting) -> tuple[PlaceOutcome, int | None]:
    if found.why_nobody:
        return PlaceOutcome(found.why_nobody), None
    contact = find_match(session, seen)
    return (PlaceOutcome.CONTACT, contact.id) if contact else (PlaceOutcome.LEFT_OUT, None)
