"""Keeps the counts that services/outreach/limits.py decides by: counted with the claim, given back when nothing went.

One customer's claims follow each other: each locks the customer's row first, so the counts that it reads are its own
until it commits. Counts by day are rows of `sending_limit`; who was written to is read from the messages.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from services.compliance.queries import address_on
from services.core.clock import local_day, start_of_day
from services.db import insert_ignoring
from services.integrations.queries import find
from services.models import (
    Channel,
    Contact,
    Customer,
    Integration,
    OutreachCampaign,
    OutreachMessage,
    OutreachMessageStatus,
    SendingLimit,
)
from services.outreach import limits
from services.outreach.limits import Cap, Verdict, Why, Wish
from services.outreach.prices import Category, price
from services.outreach.reached import people_of
from services.outreach.rules import is_direct
from services.outreach.senders import Account, hours_for
from services.outreach.windows import next_allowed

PAISE = "paise"
_PRACTICE = "sandbox:"


def lock(session: Session, customer: Customer) -> None:
    """Nobody else counts for this customer until the transaction ends."""
    wanted = select(Customer.id).where(Customer.id == customer.id)
    session.exec(wanted.with_for_update(key_share=True)).one()


def admit(
    session: Session,
    customer: Customer,
    account: Account,
    rows: Sequence[OutreachMessage],
    at: datetime,
    *,
    is_shared: bool = False,
) -> list[OutreachMessage]:
    """Of these due rows of one channel, those that may go now, counted; the others are put off.

    The caller holds the customer's lock. `is_shared`: what only this account has no room for is left as it is, for
    the next account.
    """
    by_id = {row.id or 0: row for row in rows}
    caps, people = _caps(session, customer, account, rows, at), people_of(session, customer, account, rows, at)
    verdicts = limits.decide(_wishes(session, customer, account, rows, at), caps, people, at)
    going = [by_id[verdict.key] for verdict in verdicts if verdict.again_at is None]
    paise = price(account.provider, category_of(rows[0].channel), local_day(at, customer.zone)).paise
    more: Counter[str] = Counter()
    for row in going:
        row.counted_at, row.provider, row.cost_paise = at, account.provider, paise
        more.update(_takes(row, account.is_sandbox))
    add(session, customer, more, at)
    left = limits.OF_ACCOUNT if is_shared else set[Why]()
    _put_off(session, by_id, [verdict for verdict in verdicts if verdict.why not in left])
    return going


def give_back(session: Session, customer: Customer, row: OutreachMessage) -> None:
    """The message did not go out after all; doing it twice gives back once."""
    if row.counted_at is None:
        return
    lock(session, customer)
    taken = _takes(row, is_practice(session, row.provider))
    add(session, customer, {subject: -number for subject, number in taken.items()}, row.counted_at)
    row.counted_at, row.cost_paise = None, 0


def count_late(session: Session, customer: Customer, row: OutreachMessage, at: datetime) -> None:
    """Something that was given back, or was never counted, went out: the counts say so from now on."""
    lock(session, customer)
    row.counted_at = at
    add(session, customer, _takes(row, is_practice(session, row.provider)), at)


def foresee(
    session: Session, customer: Customer, account: Account, contact: Contact, channel: Channel, at: datetime
) -> Verdict:
    """What the limits say to one more message that a person writes to `contact`; nothing is counted."""
    recipient = address_on(contact, channel)
    row = OutreachMessage(outreach_campaign_id=0, contact_id=contact.id or 0, channel=channel, recipient=recipient)
    caps, people = _caps(session, customer, account, [row], at), people_of(session, customer, account, [row], at)
    return limits.decide([_wish(customer, account, row, None, at)], caps, people, at)[0]


def category_of(channel: Channel) -> Category:
    """What a campaign's message is billed as."""
    return Category.MARKETING if channel == Channel.WHATSAPP else Category.EMAIL


def used(session: Session, customer: Customer, day: date) -> dict[str, int]:
    """What is counted on `day` in the customer's zone, by subject."""
    wanted = select(SendingLimit.subject, SendingLimit.used)
    return dict(session.exec(wanted.where(SendingLimit.customer_id == customer.id, SendingLimit.day == day)).all())


def days_used(
    session: Session, customer: Customer, subjects: Collection[str], first: date, today: date
) -> dict[str, list[tuple[date, int]]]:
    """What is counted from `first` to `today`, both included and in the customer's zone: (day, number) by subject."""
    wanted = select(SendingLimit.subject, col(SendingLimit.day), SendingLimit.used).where(
        SendingLimit.customer_id == customer.id,
        col(SendingLimit.subject).in_(subjects),
        col(SendingLimit.day).between(first, today),
    )
    found = {(subject, day): number for subject, day, number in session.exec(wanted)}
    days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    return {subject: [(day, found.get((subject, day), 0)) for day in days] for subject in subjects}


def channel_most(customer: Customer, channel: Channel) -> int:
    """The customer's own limit a day."""
    return customer.daily_limit_whatsapp if channel == Channel.WHATSAPP else customer.daily_limit_email


def account_most(session: Session, provider: str, day: date) -> int | None:
    """What the account may send on `day`; None for no limit of its own."""
    row = find(session, provider)
    return limits.account_most(row.daily_limit, row.warm_up_from, day) if row else None


def campaign_subject(campaign_id: int | None) -> str:
    return f"campaign:{campaign_id}"


def account_subject(provider: str, is_sandbox: bool) -> str:
    """Practice is counted apart, so that it never uses up what real messages may use."""
    return f"{_PRACTICE if is_sandbox else ''}account:{provider}"[:60]


def paise_subject(is_sandbox: bool) -> str:
    """Under which a day's spending is counted."""
    return f"{_PRACTICE}{PAISE}" if is_sandbox else PAISE


def is_practice(session: Session, provider: str) -> bool:
    """Whether the customer's account there is simulated."""
    wanted = select(Integration.is_sandbox).where(Integration.provider == provider)
    return bool(session.exec(wanted).first())


def _takes(row: OutreachMessage, is_sandbox: bool) -> dict[str, int]:
    return {
        campaign_subject(row.outreach_campaign_id): 1,
        account_subject(row.provider, is_sandbox): 1,
        row.channel.value: 1,
        paise_subject(is_sandbox): row.cost_paise,
    }


def add(session: Session, customer: Customer, more: Mapping[str, int], at: datetime) -> None:
    """Count by subject on the day of `at`; what is given back stops at nothing."""
    day = local_day(at, customer.zone)
    rows: list[dict[str, Any]] = [
        {"customer_id": customer.id, "subject": subject, "day": day, "used": 0}
        for subject, number in more.items()
        if number > 0
    ]
    insert_ignoring(session, SendingLimit, rows)
    for subject, number in more.items():
        session.execute(
            update(SendingLimit)
            .where(
                col(SendingLimit.customer_id) == customer.id,
                col(SendingLimit.day) == day,
                col(SendingLimit.subject) == subject,
                col(SendingLimit.used) + number >= 0,
            )
            .values(used=SendingLimit.used + number)
            .execution_options(synchronize_session=False)
        )


def _caps(
    session: Session, customer: Customer, account: Account, rows: Sequence[OutreachMessage], at: datetime
) -> list[Cap]:
    day = local_day(at, customer.zone)
    tomorrow = start_of_day(day + timedelta(days=1), customer.zone)
    counted = used(session, customer, day)
    wanted = [
        (campaign_subject(campaign.id), Why.CAMPAIGN, campaign.daily_limit)
        for campaign in _campaigns(session, rows).values()
        if not is_direct(campaign)
    ]
    own = account_most(session, account.provider, day)
    if own is not None:
        wanted.append((account_subject(account.provider, account.is_sandbox), Why.ACCOUNT, own))
    wanted.append((rows[0].channel.value, Why.CHANNEL, channel_most(customer, rows[0].channel)))
    if customer.daily_budget_paise:
        wanted.append((paise_subject(account.is_sandbox), Why.BUDGET, customer.daily_budget_paise))
    return [Cap(subject, why, most, counted.get(subject, 0), tomorrow) for subject, why, most in wanted]


def _campaigns(session: Session, rows: Sequence[OutreachMessage]) -> dict[int, OutreachCampaign]:
    wanted = select(OutreachCampaign).where(col(OutreachCampaign.id).in_({row.outreach_campaign_id for row in rows}))
    return {campaign.id or 0: campaign for campaign in session.exec(wanted)}


def _wishes(
    session: Session, customer: Customer, account: Account, rows: Sequence[OutreachMessage], at: datetime
) -> list[Wish]:
    campaigns = _campaigns(session, rows)
    return [_wish(customer, account, row, campaigns[row.outreach_campaign_id], at) for row in rows]


def _wish(
    customer: Customer, account: Account, row: OutreachMessage, campaign: OutreachCampaign | None, at: datetime
) -> Wish:
    """No campaign: a single message, before it is queued."""
    takes = {
        campaign_subject(campaign.id if campaign else None): 1,
        account_subject(account.provider, account.is_sandbox): 1,
        row.channel.value: 1,
        paise_subject(account.is_sandbox): price(
            account.provider, category_of(row.channel), local_day(at, customer.zone)
        ).paise,
    }
    open_at = at if account.is_sandbox else next_allowed(at, hours_for(customer, row.recipient, campaign))
    by_hand = campaign is None or is_direct(campaign)
    return Wish(row.id or 0, row.contact_id, row.recipient, open_at, takes, by_hand)


def _put_off(session: Session, rows: Mapping[int, OutreachMessage], verdicts: Sequence[Verdict]) -> None:
    held: dict[tuple[Why, int], tuple[OutreachMessage, datetime]] = {}
    for verdict in verdicts:
        row = rows[verdict.key]
        if verdict.again_at is None or verdict.why is None:
            continue
        row.send_at, row.error_message = verdict.again_at, limits.WORDS[verdict.why]
        if verdict.why in limits.FOR_ALL:
            held[verdict.why, 0] = row, verdict.again_at
        elif verdict.why is Why.CAMPAIGN:
            held[verdict.why, row.outreach_campaign_id] = row, verdict.again_at
    session.flush()
    for (why, campaign_id), (row, again_at) in held.items():
        _put_off_others(session, row, campaign_id, again_at, limits.WORDS[why])


def _put_off_others(session: Session, row: OutreachMessage, campaign_id: int, again_at: datetime, words: str) -> None:
    """What holds one message of a campaign, or of a lane (no campaign), holds the others of it that are due."""
    same = [
        col(OutreachMessage.customer_id) == row.customer_id,
        col(OutreachMessage.channel) == row.channel,
        col(OutreachMessage.status) == OutreachMessageStatus.PENDING,
        col(OutreachMessage.counted_at).is_(None),
        col(OutreachMessage.send_at) < again_at,
    ]
    if campaign_id:
        same.append(col(OutreachMessage.outreach_campaign_id) == campaign_id)
    session.execute(
        update(OutreachMessage)
        .where(*same)
        .values(send_at=again_at, error_message=words)
        .execution_options(synchronize_session=False)
    )
