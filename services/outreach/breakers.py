"""Stops an account's campaigns before its good name is gone: too many bounces, too many complaints.

Gmail and Yahoo ask senders to stay below 0.3 % complaints and advise 0.1 %; SendGrid and Amazon SES review accounts
from 5 % bounces. Counted over a week of the customer's days, and afresh after each stop.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from services.core.clock import local_day, now
from services.core.scope import system_scope
from services.integrations.catalogue import entry_for
from services.integrations.queries import find
from services.models import Channel, Customer, Integration, OutreachMessage, SendingLimit
from services.outreach import allowances, consequences

WINDOW = timedelta(days=7)
_DETAIL = "breaker"  # in the account's detail: how often it was stopped, and what was counted on that day until then


@dataclass(frozen=True)
class Breaker:
    """Trips at `basis_points` of what was sent, once `sample` messages and `least` events are there."""

    subject: str
    basis_points: int
    sample: int
    least: int
    words: str


BOUNCES = Breaker("bounced", 500, 100, 5, "bounced")
COMPLAINTS = Breaker("complained", 10, 1_000, 2, "were reported as spam")


def is_tripped(breaker: Breaker, sent: int, bad: int) -> bool:
    """Exactly at the limit counts; below the floors nothing does."""
    enough = sent >= breaker.sample and bad >= breaker.least
    return enough and bad * 10_000 >= breaker.basis_points * sent


def count(session: Session, message: OutreachMessage, breaker: Breaker) -> None:
    """One campaign message of the session's customer bounced, or was complained of; stops the account if it is one too
    many."""
    account = find(session, message.provider)
    if account is None or message.channel != Channel.EMAIL:
        return
    customer = session.get_one(Customer, message.customer_id)
    allowances.add(session, customer, {_subject(account, breaker): 1}, now())
    sent, bad = _sent(session, customer, account), _total(session, customer, account, _subject(account, breaker))
    if is_tripped(breaker, sent, bad):
        _stop(session, customer, account, _words(account, breaker, sent, bad))


@dataclass(frozen=True)
class Reputation:
    """What became of an account's campaign e-mails in the breakers' window, since its last stop."""

    sent: int
    bounced: int
    complained: int


def reputation(session: Session, customer: Customer, account: Integration) -> Reputation:
    """The figures that the breakers look at."""
    bad = [_total(session, customer, account, _subject(account, one)) for one in (BOUNCES, COMPLAINTS)]
    return Reputation(_sent(session, customer, account), *bad)


def _stop(session: Session, customer: Customer, account: Integration, words: str) -> None:
    day = local_day(now(), customer.zone)
    counted = allowances.used(session, customer, day).get(_sent_subject(account), 0)
    account.detail = {
        **account.detail,
        _DETAIL: {"turn": _turn(account) + 1, "day": day.isoformat(), "counted": counted},
    }
    consequences.pause(session, customer.id or 0, Channel.EMAIL, words, through=account.provider)
    consequences.note_stop(session, system_scope(customer.id or 0), account.provider, words)


def _words(account: Integration, breaker: Breaker, sent: int, bad: int) -> str:
    tenths, limit = bad * 1_000 // sent, breaker.basis_points / 100
    share = f"{tenths // 10}.{tenths % 10} %" if tenths else "under 0.1 %"
    title = entry_for(account.provider).title
    return (
        f"{bad} of {sent:,} emails through {title} {breaker.words} ({share}; {limit:g} % harms your sender's name)."
        " Look at who is written to, then resume."
    )


def _turn(account: Integration) -> int:
    return int(_known(account).get("turn", 0))


def _known(account: Integration) -> dict[str, Any]:
    return account.detail.get(_DETAIL) or {}


def _subject(account: Integration, breaker: Breaker) -> str:
    """Each stop begins a count of its own."""
    return f"{_sent_subject(account)}:{breaker.subject}:{_turn(account)}"[:60]


def _sent_subject(account: Integration) -> str:
    return allowances.account_subject(account.provider, account.is_sandbox)


def _sent(session: Session, customer: Customer, account: Integration) -> int:
    """Campaign messages that left since the last stop, within the window."""
    return _total(session, customer, account, _sent_subject(account)) - _begin(customer, account)[1]


def _total(session: Session, customer: Customer, account: Integration, subject: str) -> int:
    wanted = select(func.coalesce(func.sum(SendingLimit.used), 0)).where(
        SendingLimit.customer_id == customer.id,
        SendingLimit.subject == subject,
        col(SendingLimit.day) >= _begin(customer, account)[0],
    )
    return int(session.exec(wanted).one())


def _begin(customer: Customer, account: Integration) -> tuple[date, int]:
    """From which day is counted, and how many messages of that day left before the last stop."""
    first = local_day(now() - WINDOW + timedelta(days=1), customer.zone)
    stopped = str(_known(account).get("day", ""))
    if stopped < first.isoformat():
        return first, 0
    return date.fromisoformat(stopped), int(_known(account).get("counted", 0))
