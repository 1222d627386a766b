"""Reads. How each account that sends has done lately: its day, its fortnight, its name with receivers, its failures."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from services.core.clock import local_day, now
from services.core.scope import Can, Scope
from services.customers.queries import customer_of
from services.integrations.queries import find
from services.models import Channel, Customer, Integration, OutreachMessage, OutreachMessageStatus
from services.outreach import breakers, limits
from services.outreach.allowances import account_subject, days_used, used
from services.outreach.breakers import Reputation
from services.outreach.health import AccountHealth, account_health
from services.outreach.reached import people_written_to
from services.outreach.senders import account_at
from services.outreach.undelivered import newest_failures

DAYS = 14
WEEK = timedelta(days=7)
MOST_REASONS = 3
_ARRIVED = (OutreachMessageStatus.DELIVERED, OutreachMessageStatus.READ, OutreachMessageStatus.RESPONDED)


@dataclass(frozen=True)
class FailureReason:
    """Why campaign messages through an account failed lately, how many, and when it last happened."""

    words: str
    number: int
    last_at: datetime


@dataclass(frozen=True)
class SenderHealth:
    """One account; `most_today` None: no limit of its own. `per_second` is its pace, in messages.

    `week` is what left in the last seven days, `arrived` and `failed` what of it did; `days` is (day, sent), the oldest
    first. `reputation` is an e-mail account's; `quality` ("low", "high" or "") and the numbers of people WhatsApp's.
    """

    account: AccountHealth
    sent_today: int
    most_today: int | None
    warm_up_day: int  # 0: not warming up
    per_second: float
    week: int
    arrived: int
    failed: int
    days: list[tuple[date, int]]
    reasons: list[FailureReason] = field(default_factory=list)
    reputation: Reputation | None = None
    quality: str = ""
    people_today: int = 0
    people_a_day: int | None = None
    tested_at: datetime | None = None
    error: str = ""


def sender_health(session: Session, scope: Scope) -> list[SenderHealth]:
    """Every account that may send, in the order in which they are tried, WhatsApp first."""
    scope.require(Can.VIEW)
    customer = customer_of(session, scope)
    accounts = account_health(session, scope)
    rows = {one.provider: row for one in accounts if (row := find(session, one.provider)) is not None}
    today = local_day(now(), customer.zone)
    counted = used(session, customer, today)
    subjects = {account_subject(row.provider, row.is_sandbox) for row in rows.values()}
    days = days_used(session, customer, subjects, today - timedelta(days=DAYS - 1), today)
    week, failures = _week(session), _failures(session)
    return [
        _health(session, customer, one, rows[one.provider], today, counted, week, days, failures)
        for one in accounts
        if one.provider in rows
    ]


def _health(
    session: Session,
    customer: Customer,
    account: AccountHealth,
    row: Integration,
    today: date,
    counted: dict[str, int],
    week: dict[tuple[str, OutreachMessageStatus], int],
    days: dict[str, list[tuple[date, int]]],
    failures: dict[str, list[FailureReason]],
) -> SenderHealth:
    sender = account_at(session, customer, Channel(account.channel), account.provider)
    is_whatsapp, subject = account.channel == Channel.WHATSAPP.value, account_subject(row.provider, row.is_sandbox)
    left = {status: number for (provider, status), number in week.items() if provider == row.provider}
    warming = row.warm_up_from is not None and limits.warm_up(row.warm_up_from, today) is not None
    return SenderHealth(
        account=account,
        sent_today=counted.get(subject, 0),
        most_today=limits.account_most(row.daily_limit, row.warm_up_from, today),
        warm_up_day=(today - row.warm_up_from).days + 1 if warming and row.warm_up_from else 0,
        per_second=sender.per_second if sender else 0.0,
        week=sum(left.values()),
        arrived=sum(left.get(status, 0) for status in _ARRIVED),
        failed=left.get(OutreachMessageStatus.FAILED, 0),
        days=days[subject],
        reasons=failures.get(row.provider, [])[:MOST_REASONS],
        reputation=None if is_whatsapp else breakers.reputation(session, customer, row),
        quality=str(row.detail.get("quality", "")) if is_whatsapp else "",
        people_today=people_written_to(session, row.provider, now()) if is_whatsapp else 0,
        people_a_day=row.people_a_day,
        tested_at=row.tested_at,
        error=row.error_message,
    )


def _week(session: Session) -> dict[tuple[str, OutreachMessageStatus], int]:
    """Campaign messages that left in the last seven days, by account and state."""
    counted = (
        select(col(OutreachMessage.provider), col(OutreachMessage.status), func.count())
        .where(col(OutreachMessage.sent_at) > now() - WEEK)
        .group_by(col(OutreachMessage.provider), col(OutreachMessage.status))
    )
    return {(provider, status): number for provider, status, number in session.execute(counted)}


def _failures(session: Session) -> dict[str, list[FailureReason]]:
    """Of the newest failures that an account told us of, by account, the commonest reason first."""
    newest = newest_failures().subquery()
    number = func.count()
    counted = (
        select(newest.c.provider, newest.c.error_message, number, func.max(newest.c.send_at))
        .where(newest.c.error_message != "", newest.c.send_at > now() - WEEK)
        .group_by(newest.c.provider, newest.c.error_message)
        .order_by(number.desc())
    )
    found: dict[str, list[FailureReason]] = {}
    for provider, words, times, last_at in session.execute(counted):
        found.setdefault(provider, []).append(FailureReason(words, times, last_at))
    return found
