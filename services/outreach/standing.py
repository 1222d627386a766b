"""Whether a provider's account answers: one that does not is left alone for a growing, bounded time.

Kept by account and not by customer: customers who share an account meet the same trouble.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col, select

from services.models import ProviderRate
from services.outreach import ledger
from services.outreach.parcels import Outcome, Result
from services.outreach.senders import Account

FIRST_REST_SECONDS = 2.0
LONGEST_REST_SECONDS = 300.0
PROBE_SECONDS = 2.0  # an account that did not answer gets one message in this time until it does


@dataclass(frozen=True)
class Standing:
    """Epoch seconds: its next slot by its pace, and until when it is left alone. `failures` without an answer since."""

    next_at: float = 0.0
    avoid_until: float = 0.0
    failures: int = 0

    @property
    def free_at(self) -> float:
        return max(self.next_at, self.avoid_until)


def standings(session: Session, accounts: Iterable[Account]) -> dict[str, Standing]:
    """By the key of the account's rate; an account that was never used stands well."""
    keys = [account.rate_key for account in accounts]
    found = session.exec(select(ProviderRate).where(col(ProviderRate.account).in_(keys)))
    known = {row.account: Standing(row.next_at, row.avoid_until, row.failures) for row in found}
    return {key: known.get(key, Standing()) for key in keys}


def rest_seconds(failures: int) -> float:
    """How long an account is left alone after so many calls without an answer: doubling, up to five minutes."""
    return min(FIRST_REST_SECONDS * 2 ** min(max(failures - 1, 0), 30), LONGEST_REST_SECONDS)


def probe(session: Session, account: Account) -> None:
    """One message tries an account that did not answer; meanwhile others are left to the next account."""
    rate = ledger.rate_of(session, account.rate_key)
    rate.avoid_until = max(rate.avoid_until, time.time() + PROBE_SECONDS)


def learn(session: Session, outcomes: Sequence[Outcome]) -> None:
    """What these calls say about their accounts. One refusal is an answer too; a wait that was named is kept to."""
    by_account: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_account.setdefault(outcome.parcel.account.rate_key, []).append(outcome)
    for key, found in sorted(by_account.items()):
        waits = [one.seconds for one in found if one.result is Result.LATER and not one.only_recipient]
        named = [seconds for seconds in waits if seconds is not None]
        if named and max(named) > 0:
            ledger.hold_account(session, key, time.time() + max(named))
        if any(one.is_answer for one in found):
            _answered(session, key)
        else:
            _failed(session, key, [one for one in found if one.is_outage])


def _answered(session: Session, key: str) -> None:
    """Written only where it changes something: every batch comes here."""
    session.execute(
        update(ProviderRate)
        .where(col(ProviderRate.account) == key, col(ProviderRate.failures) > 0)
        .values(failures=0, avoid_until=0.0)
        .execution_options(synchronize_session=False)
    )


def _failed(session: Session, key: str, found: Sequence[Outcome]) -> None:
    """Calls that were on their way when the last failure became known tell nothing new."""
    if not found:
        return
    rate = ledger.rate_of(session, key)
    if max(outcome.parcel.starts_at for outcome in found) < rate.failed_at + FIRST_REST_SECONDS:
        return
    rate.failures += 1
    rate.failed_at = time.time()
    rate.avoid_until = rate.failed_at + rest_seconds(rate.failures)
