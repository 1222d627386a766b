"""What imports need for thousands of people at once: who must be left alone, who agreed, who asked to be left alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col, select

from services import audit
from services.compliance.queries import Key
from services.core.crypto import fingerprint
from services.core.scope import Can, Scope
from services.db import insert_ignoring
from services.models import (
    WAITING,
    Channel,
    Consent,
    ConsentStatus,
    OutreachMessage,
    OutreachMessageStatus,
    Suppression,
    SuppressionKind,
)

_CHUNK = 5_000
_OPTED_OUT = "opt_out"


def has_suppressions(session: Session) -> bool:
    """Whether anybody at all is on the list: where nobody is, nobody needs to be looked up."""
    return session.exec(select(Suppression.id).limit(1)).first() is not None


def suppressions_among(session: Session, keys: Iterable[Key]) -> dict[Key, str]:
    """The keys that are on the list, with the reason; a mailbox that bounced is among them."""
    wanted = list({print_ for _, print_ in keys})
    found: dict[Key, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        rows = session.exec(
            select(Suppression.kind, Suppression.fingerprint, Suppression.reason).where(
                col(Suppression.fingerprint).in_(wanted[start : start + _CHUNK])
            )
        )
        found |= {(SuppressionKind(kind), print_): reason or "manual" for kind, print_, reason in rows}
    return found


@dataclass(frozen=True)
class Agreement:
    """One person's consent to one channel: `address` is E.164 or e-mail."""

    address: str
    channel: Channel


def record_agreements(
    session: Session, scope: Scope, agreements: Sequence[Agreement], *, evidence: str, source: str
) -> int:
    """Append to the ledger who agreed; returns how many lines were new.

    Whoever agreed before is not written down again, and who withdrew is never agreed for by others.
    """
    scope.require(Can.EDIT_CONTACTS)
    last = _last_words(session, {agreement.address for agreement in agreements})
    rows = [
        {
            "customer_id": scope.customer_id,
            "address": agreement.address,
            "channel": agreement.channel,
            "status": ConsentStatus.GRANTED,
            "evidence": evidence[:1000],
            "source": source[:200],
        }
        for agreement in dict.fromkeys(agreements)
        if (agreement.address, agreement.channel) not in last
    ]
    return insert_ignoring(session, Consent, rows)


def _last_words(session: Session, addresses: set[str]) -> Mapping[tuple[str, str], ConsentStatus]:
    wanted = sorted(addresses)
    found: dict[tuple[str, str], ConsentStatus] = {}
    for start in range(0, len(wanted), _CHUNK):
        lines = session.exec(
            select(Consent.address, Consent.channel, Consent.status).where(
                col(Consent.address).in_(wanted[start : start + _CHUNK])
            )
        )
        found |= {(address, channel): ConsentStatus(status) for address, channel, status in lines}
    return found


def suppress_many(session: Session, scope: Scope, people: Iterable[tuple[str | None, str | None]], source: str) -> int:
    """Never write to these people, given as (phone, e-mail), again: a list said that they asked not to be contacted.

    Returns how many addresses were new on the list. Messages that wait for them are stopped.
    """
    scope.require(Can.SEND_MESSAGES)
    rows = []
    for phone, email in people:
        for kind, value in ((SuppressionKind.PHONE, phone), (SuppressionKind.EMAIL, email)):
            if value:
                rows.append(
                    {
                        "customer_id": scope.customer_id,
                        "kind": kind,
                        "value": value,
                        "fingerprint": fingerprint(value),
                        "reason": _OPTED_OUT,
                        "source": source[:200],
                    }
                )
    if not rows:
        return 0
    added = insert_ignoring(session, Suppression, rows)
    session.execute(
        update(OutreachMessage)
        .where(
            col(OutreachMessage.status).in_(WAITING), col(OutreachMessage.recipient).in_([row["value"] for row in rows])
        )
        .values(status=OutreachMessageStatus.CANCELLED, error_message="They asked you to stop", lease_until=None)
        .execution_options(synchronize_session=False)
    )
    if added:
        audit.record(session, scope, "person_suppressed", detail={"reason": _OPTED_OUT, "source": source})
    return added
