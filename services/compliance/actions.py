"""Writes. A person who says stop is suppressed on every channel at once, and nothing waiting still goes out."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from services import audit
from services.compliance.rules import BY_HAND, HARD_BOUNCE, typed_address
from services.core.crypto import fingerprint
from services.core.errors import Conflict, NotFound
from services.core.scope import Can, Scope
from services.db import insert_ignoring
from services.live import Topic, announce
from services.models import (
    WAITING,
    Channel,
    Consent,
    ConsentStatus,
    Contact,
    ContactAlias,
    Conversation,
    Customer,
    Lead,
    Message,
    MessageStatus,
    OutreachMessage,
    OutreachMessageStatus,
    Suppression,
    SuppressionKind,
)

_WHY_STOPPED = "They asked you to stop"
_NO_MAILBOX = "The mailbox does not exist"
_MOST_ROUNDS = 5


@dataclass
class _Person:
    """Every address and row that belongs to one person, as far as our own rows connect them."""

    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    contact_ids: set[int] = field(default_factory=set)
    lead_ids: set[int] = field(default_factory=set)

    @property
    def size(self) -> int:
        return len(self.phones) + len(self.emails)


def suppress(
    session: Session,
    scope: Scope,
    *,
    phone: str | None = None,
    email: str | None = None,
    domain: str | None = None,
    reason: str,
    source: str,
) -> int:
    """Never write to this person again, on any channel; returns how many waiting messages were stopped.

    `phone` is E.164, `email` lower case, `reason` one of opt_out, unsubscribe, complaint, hard_bounce, erasure, manual;
    `source` says where it was heard. Doing it again changes nothing.
    """
    scope.require(Can.SEND_MESSAGES)
    person = _whole_person(session, phone, email)
    rows = list(_rows(scope, person, domain, reason, source))
    added = insert_ignoring(session, Suppression, rows)
    _outrank(session, rows, reason, source)
    stopped = _cancel_waiting(session, person, domain)
    if added > 0 or stopped:
        detail = {"reason": reason, "source": source, "stopped": stopped}
        audit.record(session, scope, "person_suppressed", detail=detail)
        announce(session, scope.customer_id, Topic.CONTACTS)
        announce(session, scope.customer_id, Topic.OUTREACH)
    return stopped


def suppress_mailbox(session: Session, scope: Scope, email: str, source: str) -> None:
    """A mailbox that does not exist: no e-mail goes there again, while its owner's other addresses stay open."""
    scope.require(Can.SEND_MESSAGES)
    mailbox = _Person(emails={email})
    insert_ignoring(session, Suppression, list(_rows(scope, mailbox, None, HARD_BOUNCE, source)))
    session.execute(
        update(OutreachMessage)
        .where(col(OutreachMessage.status).in_(WAITING), col(OutreachMessage.recipient) == email)
        .values(status=OutreachMessageStatus.CANCELLED, error_message=_NO_MAILBOX, lease_until=None)
        .execution_options(synchronize_session="fetch")
    )
    announce(session, scope.customer_id, Topic.CONTACTS)


def suppress_by_hand(session: Session, scope: Scope, typed: str) -> int:
    """Put a typed phone number, e-mail address or domain on the list; returns how many waiting messages it stopped."""
    scope.require(Can.SEND_MESSAGES)
    customer = session.get(Customer, scope.customer_id)
    address = typed_address(typed, customer.country if customer else "IN")
    return suppress(
        session,
        scope,
        phone=address.phone,
        email=address.email,
        domain=address.domain,
        reason=BY_HAND,
        source="added by hand",
    )


def lift(session: Session, scope: Scope, suppression_id: int) -> str:
    """Take back what somebody here had put on the list; returns the address. What a person asked for stays for good."""
    scope.require(Can.SEND_MESSAGES)
    found = session.exec(select(Suppression).where(Suppression.id == suppression_id)).first()
    if found is None:
        raise NotFound("The address")
    if found.reason != BY_HAND:
        raise Conflict("This person asked you to stop, or the address does not work. It stays on the list.")
    session.execute(delete(Suppression).where(col(Suppression.id) == suppression_id))
    audit.record(session, scope, "suppression_lifted", detail={"kind": found.kind})
    announce(session, scope.customer_id, Topic.CONTACTS)
    return found.value


def _outrank(session: Session, rows: list[dict[str, object]], reason: str, source: str) -> None:
    """A person's own word outranks an entry by hand, which can be taken back, and both a mailbox that bounced."""
    order = [HARD_BOUNCE, BY_HAND]
    weaker = order[: order.index(reason)] if reason in order else order
    session.execute(
        update(Suppression)
        .where(
            col(Suppression.fingerprint).in_([row["fingerprint"] for row in rows]),
            col(Suppression.reason).in_(weaker),
        )
        .values(reason=reason[:60], source=source[:200])
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True)
class ConsentLine:
    """What to write into the ledger: `address` is E.164 or e-mail, `evidence` the words or the form."""

    address: str
    channel: Channel
    status: ConsentStatus
    evidence: str = ""
    source: str = ""


def record_consent(session: Session, scope: Scope, line: ConsentLine) -> None:
    """Append to the ledger. Consent given does not lift a suppression: that person said stop for good."""
    scope.require(Can.EDIT_CONTACTS)
    session.add(
        Consent(
            customer_id=scope.customer_id,
            address=line.address,
            channel=line.channel,
            status=line.status,
            evidence=line.evidence[:1000],
            source=line.source[:200],
        )
    )
    detail = {"channel": line.channel, "status": line.status, "source": line.source}
    audit.record(session, scope, "consent_recorded", detail=detail)


def _whole_person(session: Session, phone: str | None, email: str | None) -> _Person:
    person = _Person(phones={phone} if phone else set(), emails={email} if email else set())
    for _ in range(_MOST_ROUNDS):
        before = person.size
        for table, ids in ((Contact, person.contact_ids), (Lead, person.lead_ids)):
            same = or_(col(table.phone).in_(person.phones), col(table.email).in_(person.emails))
            for row_id, row_phone, row_email in session.exec(select(table.id, table.phone, table.email).where(same)):
                ids.add(row_id or 0)
                person.phones |= {row_phone} if row_phone else set()
                person.emails |= {row_email} if row_email else set()
        _take_aliases(session, person)
        if person.size == before:
            break
    return person


def _take_aliases(session: Session, person: _Person) -> None:
    """Addresses that merges left beside a contact's own: theirs as well."""
    known = or_(
        col(ContactAlias.value).in_(person.phones | person.emails), col(ContactAlias.contact_id).in_(person.contact_ids)
    )
    merged = set[int]()
    for contact_id, value in session.exec(select(ContactAlias.contact_id, ContactAlias.value).where(known)):
        merged.add(contact_id)
        (person.emails if "@" in value else person.phones).add(value)
    new = merged - person.contact_ids
    for phone, email in session.exec(select(Contact.phone, Contact.email).where(col(Contact.id).in_(new))):
        person.phones |= {phone} if phone else set()
        person.emails |= {email} if email else set()
    person.contact_ids |= merged


def _rows(scope: Scope, person: _Person, domain: str | None, reason: str, source: str) -> Iterable[dict[str, object]]:
    addresses = [(SuppressionKind.PHONE, value) for value in person.phones]
    addresses += [(SuppressionKind.EMAIL, value) for value in person.emails]
    addresses += [(SuppressionKind.DOMAIN, domain)] if domain else []
    for kind, value in sorted(addresses):
        yield {
            "customer_id": scope.customer_id,
            "kind": kind,
            "value": value,
            "fingerprint": fingerprint(value),
            "reason": reason[:60],
            "source": source[:200],
        }


def _cancel_waiting(session: Session, person: _Person, domain: str | None) -> int:
    """A claimed message goes to the provider only while it is still claimed, so cancelling it here is in time."""
    to_them = or_(
        col(OutreachMessage.contact_id).in_(person.contact_ids),
        col(OutreachMessage.recipient).in_(person.phones | person.emails),
    )
    if domain:
        at_domain = select(Contact.id).where(Contact.domain == domain)
        to_them = or_(to_them, col(OutreachMessage.contact_id).in_(at_domain))
    stopped = session.execute(
        update(OutreachMessage)
        .where(col(OutreachMessage.status).in_(WAITING), to_them)
        .values(status=OutreachMessageStatus.CANCELLED, error_message=_WHY_STOPPED, lease_until=None)
        .execution_options(synchronize_session="fetch")
    )
    threads = select(Conversation.id).where(col(Conversation.lead_id).in_(person.lead_ids))
    chat = session.execute(
        update(Message)
        .where(col(Message.conversation_id).in_(threads), col(Message.status) == MessageStatus.PENDING)
        .values(status=MessageStatus.FAILED, error_message=_WHY_STOPPED)
        .execution_options(synchronize_session="fetch")
    )
    return stopped.rowcount + chat.rowcount  # pyright: ignore
