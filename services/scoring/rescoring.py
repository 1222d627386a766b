"""Scores that must follow: a new card, or time. A million contacts are never rewritten because a night has passed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, or_, select

from services.core.clock import now
from services.core.scope import system_scope
from services.db import system_reading, transaction
from services.live import Topic, announce
from services.models import Contact, Customer, OutreachMessage, ScrapingCampaign
from services.queue import JobName, enqueue
from services.scoring.contacts import rescore
from services.scoring.features import AGEING_DAYS, STALE_DAYS
from services.scoring.types import Audience
from services.scoring.versions import card_in_force

CHUNK = 1_000
LOOK_BACK_DAYS = 7  # a night that was missed is made up for within a week


def rescore_chunk(owner_id: int, after: int) -> None:
    """Score the next 1,000 contacts of a customer by the card in force, and ask for those behind them."""
    with transaction(system_scope(owner_id)) as session:
        oldest = select(Contact).where(col(Contact.id) > after).order_by(col(Contact.id)).limit(CHUNK)
        contacts = list(session.exec(oldest))
        rescore_each(session, contacts)
        if len(contacts) == CHUNK:
            last = contacts[-1].id or 0
            key = f"rescore:{owner_id}:{last}"
            enqueue(session, JobName.RESCORE_CONTACTS, unique=key, customer_id=owner_id, owner_id=owner_id, after=last)
        announce(session, owner_id, Topic.CONTACTS)


def rescore_each(session: Session, contacts: Iterable[Contact]) -> int:
    """Score contacts, each for the audience of the campaign that found it; returns how many changed."""
    customer = session.get_one(Customer, session.info["customer_id"])
    card = card_in_force(session)
    by_campaign: dict[int | None, list[Contact]] = {}
    for contact in contacts:
        by_campaign.setdefault(contact.scrape_campaign_id, []).append(contact)
    return sum(
        rescore(session, found, _audience(session, customer, campaign_id), card)
        for campaign_id, found in by_campaign.items()
    )


def _audience(session: Session, customer: Customer, campaign_id: int | None) -> Audience:
    campaign = session.get(ScrapingCampaign, campaign_id) if campaign_id else None
    asked = {key: value for key, value in campaign.search_criteria.items() if value} if campaign else {}
    return Audience.from_answers({**customer.audience, **asked})


def freshen() -> None:
    """Score what time has changed: contacts that cross a step of age, and those written to lately."""
    with system_reading() as session:
        customers = list(session.exec(select(Customer.id)))
    for customer_id in customers:
        last: int | None = 0
        while last is not None:
            last = _freshen_chunk(customer_id or 0, last)


def _freshen_chunk(customer_id: int, after: int) -> int | None:
    """One transaction of at most 1,000; the last id, or None when there are no more."""
    with transaction(system_scope(customer_id)) as session:
        wanted = select(Contact).where(col(Contact.id) > after, _touched_by_time(customer_id))
        contacts = list(session.exec(wanted.order_by(col(Contact.id)).limit(CHUNK)))
        if rescore_each(session, contacts):
            announce(session, customer_id, Topic.CONTACTS)
        return contacts[-1].id if len(contacts) == CHUNK else None


def _touched_by_time(customer_id: int) -> Any:
    at = now()
    written = select(OutreachMessage.contact_id).where(
        OutreachMessage.customer_id == customer_id, col(OutreachMessage.sent_at) > at - timedelta(days=LOOK_BACK_DAYS)
    )
    crossing = [
        col(Contact.created_at).between(at - timedelta(days=days + 1 + LOOK_BACK_DAYS), at - timedelta(days=days))
        for days in (AGEING_DAYS, STALE_DAYS)
    ]
    return or_(*crossing, col(Contact.id).in_(written))
