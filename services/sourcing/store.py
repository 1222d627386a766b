"""Stores a batch of finds: nobody twice, nobody who asked to be left alone, every field with its origin."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from services.compliance.queries import suppressed_reason
from services.core.addresses import registrable_domain
from services.core.clock import now
from services.db import insert_ignoring
from services.dedupe.filing import check_soon
from services.models import Contact, ContactSource, Customer, Provenance, ScrapingCampaign
from services.scoring.contacts import rescore
from services.scoring.rules import Audience
from services.sourcing.matching import find_match, owner_of
from services.sourcing.sighting import Sighting

_FILLED = ("name", "title", "company", "city", "state", "website", "industry")


@dataclass(frozen=True)
class Counts:
    """What became of a batch."""

    found: int = 0
    added: int = 0
    merged: int = 0
    rejected: int = 0


def store_batch(
    session: Session, campaign: ScrapingCampaign, audience: Audience, sightings: Sequence[Sighting], most_new: int
) -> Counts:
    """Add at most `most_new` contacts and merge the rest into known ones; what is over the cap is not counted."""
    added = merged = rejected = seen_count = 0
    touched: dict[int, Contact] = {}
    for seen in sightings:
        match = find_match(session, seen)
        if match is None and added >= most_new:
            break
        seen_count += 1
        if not (seen.phone or seen.email) or _left_alone(session, seen):
            rejected += 1
            continue
        if match is None:
            contact = _new_contact(campaign, seen)
            session.add(contact)
            added += 1
        else:
            contact = match
            merge_into(session, contact, seen)
            merged += 1
        session.flush()
        keep_origins(session, contact, seen)
        touched[contact.id or 0] = contact
    rescore(session, list(touched.values()), audience)
    check_soon(session, touched)
    return Counts(seen_count, added, merged, rejected)


def _left_alone(session: Session, seen: Sighting) -> bool:
    return bool(suppressed_reason(session, phone=seen.phone, email=seen.email, domain=seen.domain))


def _new_contact(campaign: ScrapingCampaign, seen: Sighting) -> Contact:
    return Contact(
        email=seen.email,
        phone=seen.phone,
        domain=seen.domain,
        source=ContactSource.AI_SCRAPING,
        scrape_campaign_id=campaign.id,
        # Its own site, its directory entry and its map entry are where a business asks to be contacted.
        published_for_enquiries=seen.is_published,
        is_sandbox=seen.is_sandbox,
        **{name: getattr(seen, name) for name in _FILLED},
    )


def merge_into(session: Session, contact: Contact, seen: Sighting) -> None:
    """Fill the contact's empty fields. A phone or e-mail that another contact holds stays with that one."""
    if contact.is_sandbox != seen.is_sandbox:
        return  # a simulated sighting must not change a real person, nor the other way round
    if not contact.name and seen.name:
        contact.title = seen.title or contact.title
    for name in _FILLED:
        if not getattr(contact, name):
            setattr(contact, name, getattr(seen, name))
    if not contact.phone and seen.phone and owner_of(session, phone=seen.phone) is None:
        contact.phone = seen.phone
    if not contact.email and seen.email and owner_of(session, email=seen.email) is None:
        contact.email = seen.email
    contact.domain = contact.domain or registrable_domain(contact.website) or registrable_domain(contact.email or "")


def keep_origins(session: Session, contact: Contact, seen: Sighting) -> None:
    """One row for each field, value and page; a second sighting of the same adds nothing."""
    at = now()
    rows = [
        {
            "customer_id": contact.customer_id,
            "contact_id": contact.id,
            "field": fact.field[:40],
            "value": fact.value.replace("\x00", "")[:500],
            "source_url": fact.source_url[:1000],
            "method": fact.method[:60],
            "found_at": at,
            "created_at": at,
            "updated_at": at,
        }
        for fact in dict.fromkeys(seen.facts)
        if fact.value
    ]
    insert_ignoring(session, Provenance, rows)


def audience_of(campaign: ScrapingCampaign, customer: Customer) -> Audience:
    """What the campaign looks for; where it says nothing, whom the customer wants to reach."""
    return Audience.from_answers(
        {**customer.audience, **{key: value for key, value in campaign.search_criteria.items() if value}}
    )
