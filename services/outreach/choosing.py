"""Which account sends the next messages: the first one that answers and has room for today."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from services.core.clock import local_day
from services.models import Channel, Customer
from services.outreach import allowances, reached
from services.outreach.senders import Account, accounts_for
from services.outreach.standing import standings

PATIENCE_SECONDS = 3.0  # a lane whose account has no slot within this time waits unclaimed
LOOK_AGAIN_SECONDS = 2.0  # while one account sends and another is held, what only that one could send


@dataclass(frozen=True)
class Choice:
    """`accounts` may send now, the first choice first; those in `probed` did not answer lately and get one message.

    `has_room` are all accounts with room for today, also those held; `held_until` (epoch seconds) is when the next
    of the held ones is free, 0 when none is held.
    """

    accounts: Sequence[Account] = ()
    probed: frozenset[str] = frozenset()
    has_room: frozenset[str] = frozenset()
    held_until: float = 0.0

    def is_shared(self, account: Account) -> bool:
        """Whether another account has room for what this one may not send."""
        return bool(self.has_room - {account.provider})


def choose(session: Session, customer: Customer, accounts: Sequence[Account], channel: Channel, at: datetime) -> Choice:
    """Accounts at their limit are left out as long as one has room; else the first says why all wait."""
    standing = standings(session, accounts)
    roomy = frozenset(one.provider for one in accounts if _has_room(session, customer, one, channel, at))
    wanted = [one for one in accounts if one.provider in roomy] or list(accounts[:1])
    ready: list[Account] = []
    held: list[float] = []
    for one in wanted:
        if standing[one.rate_key].avoid_until > time.time():
            held.append(standing[one.rate_key].free_at)
        elif standing[one.rate_key].next_at > time.time() + PATIENCE_SECONDS:
            held.append(standing[one.rate_key].next_at)
            break  # it only keeps its pace: the others stand in for trouble and for limits
        else:
            ready.append(one)
    probed = frozenset(one.provider for one in ready if standing[one.rate_key].failures)
    return Choice(ready, probed, roomy, min(held, default=0.0))


def account_now(session: Session, customer: Customer, channel: Channel, at: datetime) -> Account | None:
    """The account that a message written now would leave from; None when none is connected."""
    accounts = accounts_for(session, customer, channel)
    ready = choose(session, customer, accounts, channel, at).accounts
    return next(iter(ready or accounts), None)


def _has_room(session: Session, customer: Customer, account: Account, channel: Channel, at: datetime) -> bool:
    """A first look, in no lock: the claim decides."""
    day = local_day(at, customer.zone)
    most = allowances.account_most(session, account.provider, day)
    if most is not None:
        subject = allowances.account_subject(account.provider, account.is_sandbox)
        if allowances.used(session, customer, day).get(subject, 0) >= most:
            return False
    return channel != Channel.WHATSAPP or not reached.is_full(session, account.provider, at)
