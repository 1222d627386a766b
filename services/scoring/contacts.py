"""Writes. Scores onto contacts, many at once: two look-ups for all of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from services.core.clock import now
from services.models import (
    Channel,
    Contact,
    ContactSource,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    Provenance,
)
from services.scoring.cards import Card
from services.scoring.rules import score_contact
from services.scoring.types import Audience, ContactFacts, Score
from services.scoring.versions import card_in_force


def rescore(session: Session, contacts: Sequence[Contact], audience: Audience, card: Card | None = None) -> int:
    """Score contacts (flushed: they have ids) and write what changed; returns how many did.

    A summary that somebody asked for is kept. `card` is the one in force unless given.
    """
    if not contacts:
        return 0
    card = card or card_in_force(session)
    ids, at = [contact.id or 0 for contact in contacts], now()
    pages, opened = _pages(session, ids), _opened(session, contacts)
    changed = 0
    for contact in contacts:
        number = contact.id or 0
        facts = contact_facts(contact, pages=pages.get(number, 0), was_read=number in opened, at=at)
        changed += _put(contact, score_contact(facts, audience, card), card)
    return changed


def _put(contact: Contact, score: Score, card: Card) -> bool:
    told = {**contact.ai_analysis, **analysis_of(score, card)}
    if told == contact.ai_analysis and score.points == contact.quality_score:
        return False
    contact.quality_score, contact.ai_analysis = score.points, told
    return True


def analysis_of(score: Score, card: Card) -> dict[str, Any]:
    """What a contact's `ai_analysis` keeps of its score."""
    return {**score.as_json(), "features": list(score.features), "version": card.version}


def contact_facts(
    contact: Contact, *, pages: int = 0, was_read: bool = False, at: datetime | None = None
) -> ContactFacts:
    """What the row says of a contact at `at` (now unless given); `pages` and `was_read` are in other tables."""
    return ContactFacts(
        name=contact.name,
        title=contact.title,
        company=contact.company,
        industry=contact.industry,
        city=contact.city,
        phone=contact.phone or "",
        email=contact.email or "",
        website=contact.website,
        domain=contact.domain,
        published=contact.published_for_enquiries,
        text=f"{contact.company} {contact.title} {contact.industry}",
        is_imported=contact.source == ContactSource.MANUAL_IMPORT,
        pages=pages,
        age_days=((at or now()) - contact.created_at).days,
        attempts=contact.outreach_attempts,
        was_read=was_read,
        was_bounced=contact.outreach_status == OutreachStatus.BOUNCED,
    )


def _pages(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """How many different pages each contact's details were read on."""
    number = func.count(func.distinct(Provenance.source_url))
    counted = select(Provenance.contact_id, number).where(
        col(Provenance.contact_id).in_(ids), Provenance.source_url != ""
    )
    return dict(session.exec(counted.group_by(col(Provenance.contact_id))).all())


def _opened(session: Session, contacts: Sequence[Contact]) -> set[int]:
    """Those who read a WhatsApp message and did not answer. Opened e-mails are guesses, and decide nothing."""
    written = [contact.id or 0 for contact in contacts if contact.outreach_attempts]
    if not written:
        return set()
    read = select(OutreachMessage.contact_id).where(
        col(OutreachMessage.contact_id).in_(written),
        OutreachMessage.channel == Channel.WHATSAPP,
        OutreachMessage.status == OutreachMessageStatus.READ,
    )
    return set(session.exec(read))
