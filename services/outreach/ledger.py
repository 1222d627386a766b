"""Counts that change with a message's state, in the same transaction; doing it twice counts once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from services.db import insert_ignoring
from services.models import (
    Channel,
    Contact,
    Customer,
    OutreachCampaign,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    ProviderRate,
)
from services.outreach import allowances
from services.outreach.prices import METERS, Category
from services.outreach.rules import is_forward
from services.scoring.outcomes import remember
from services.spending import actions as spending


def count(session: Session, campaign_id: int, **more: int) -> None:
    """Add to a campaign's counters where they stand, so that concurrent ones do not lose each other."""
    changes: Any = {name: getattr(OutreachCampaign, name) + number for name, number in more.items()}
    session.execute(
        update(OutreachCampaign)
        .where(col(OutreachCampaign.id) == campaign_id)
        .values(changes)
        .execution_options(synchronize_session=False)
    )


def record_sent(session: Session, message: OutreachMessage, at: datetime) -> None:
    """The provider has it, counted once, whether the answer or a callback came first."""
    if note_sent(session, message, at):
        count(session, message.outreach_campaign_id, sent_count=1)
        practice = allowances.is_practice(session, message.provider)
        spend(session, {allowances.category_of(message.channel): (1, message.cost_paise)}, is_sandbox=practice)


def note_sent(session: Session, message: OutreachMessage, at: datetime) -> bool:
    """Mark the message and its contact; True when the campaign has yet to count it (`sent_at` remembers)."""
    if is_forward(message.status, OutreachMessageStatus.SENT):
        message.status = OutreachMessageStatus.SENT
    message.worker, message.lease_until, message.error_message = "", None, ""
    if message.sent_at is not None:
        return False
    message.sent_at = at
    if message.counted_at is None:  # it was given up, and went out after all
        allowances.count_late(session, session.get_one(Customer, message.customer_id), message, at)
    contact = session.get(Contact, message.contact_id)
    if contact is not None:
        if not contact.outreach_attempts:
            remember(session, contact, at)
        contact.outreach_attempts += 1
        contact.last_outreach_date = at
        if contact.outreach_status in {OutreachStatus.PENDING, OutreachStatus.NO_RESPONSE}:
            contact.outreach_status = OutreachStatus.SENT
    return True


def begin_anew(session: Session, message: OutreachMessage, send_at: datetime, **more: int) -> None:
    """It leaves at `send_at` as if for the first time; what the provider had taken counts as not sent until then.

    `more` is added to the campaign's counters beside that.
    """
    message.status, message.worker, message.lease_until = OutreachMessageStatus.PENDING, "", None
    message.send_at, message.attempts, message.attempt_id, message.error_message = send_at, 0, "", ""
    taken = message.sent_at is not None
    if taken:
        message.sent_at, message.counted_at, message.cost_paise, message.provider_id = None, None, 0, ""
    count(session, message.outreach_campaign_id, sent_count=-1 if taken else 0, **more)


def note_delivered(session: Session, message: OutreachMessage, at: datetime) -> None:
    """It arrived, counted once."""
    if message.delivered_at is None:
        message.delivered_at = at
        count(session, message.outreach_campaign_id, delivered_count=1)
    _advance(session, message, OutreachMessageStatus.DELIVERED)


def note_seen(session: Session, message: OutreachMessage, at: datetime) -> None:
    """Its reader saw it, counted once."""
    note_delivered(session, message, at)
    if message.read_at is None:
        message.read_at = at
        count(session, message.outreach_campaign_id, **{_seen_counter(message): 1})
        _advance(session, message, OutreachMessageStatus.READ)


def unsee(session: Session, message: OutreachMessage) -> None:
    """What was taken for its reader turned out to be none; that it arrived stays true."""
    if message.read_at is None:
        return
    message.read_at = None
    count(session, message.outreach_campaign_id, **{_seen_counter(message): -1})
    if message.status == OutreachMessageStatus.READ:
        message.status = OutreachMessageStatus.DELIVERED


def _seen_counter(message: OutreachMessage) -> str:
    return "opened_count" if message.channel == Channel.EMAIL else "read_count"


def _advance(session: Session, message: OutreachMessage, status: OutreachMessageStatus) -> None:
    if not is_forward(message.status, status):
        return
    if message.status == OutreachMessageStatus.FAILED:  # the failure came first, but it was delivered after all
        count(session, message.outreach_campaign_id, failed_count=-1)
    message.status = status


def spend(session: Session, spent: Mapping[Category, tuple[int, int]], *, is_sandbox: bool) -> None:
    """Record what went out in the customer's usage: number and paise by what it is billed as."""
    for category, (number, paise) in sorted(spent.items()):
        spending.count(session, METERS[category], number, paise, is_sandbox=is_sandbox)


def reserve_slots(session: Session, account: str, number: int, per_second: float, at: float) -> float:
    """Take `number` send slots of a provider account; epoch seconds of the first. One row, one update a batch."""
    rate = rate_of(session, account)
    start = max(rate.next_at, at)
    rate.next_at = start + number / per_second
    return start


def hold_account(session: Session, account: str, until: float) -> None:
    """Nobody sends through this account before `until` (epoch seconds)."""
    rate = rate_of(session, account)
    rate.next_at, rate.avoid_until = max(rate.next_at, until), max(rate.avoid_until, until)


def account_free_at(session: Session, account: str) -> float:
    """Epoch seconds from which the account may send; 0 when it never has."""
    found = session.exec(select(ProviderRate).where(ProviderRate.account == account)).first()
    return max(found.next_at, found.avoid_until) if found else 0.0


def rate_of(session: Session, account: str) -> ProviderRate:
    """The account's row, held until the transaction ends."""
    insert_ignoring(session, ProviderRate, [{"account": account, "next_at": 0.0}])
    return session.exec(select(ProviderRate).where(ProviderRate.account == account).with_for_update()).one()
