"""Reads. Permissions of many contacts in two statements, never one a contact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from services.compliance.rules import BY_HAND, HARD_BOUNCE, Permission, PermissionFacts, permission, why_suppressed
from services.core.crypto import fingerprint
from services.core.keyset import capped_count, cursor_of, keyset
from services.core.paging import Page, PageRequest
from services.core.scope import Can, Scope
from services.models import (
    Channel,
    Consent,
    ConsentStatus,
    Contact,
    Customer,
    Suppression,
    SuppressionKind,
    VerificationStatus,
)

CHUNK = 1_000
Key = tuple[SuppressionKind, str]


def permissions(
    session: Session, customer: Customer, contacts: Sequence[Contact], channel: Channel
) -> dict[int, Permission]:
    """Contact id → whether `customer` may write to it on `channel`, with the reason."""
    found: dict[int, Permission] = {}
    for start in range(0, len(contacts), CHUNK):
        chunk = contacts[start : start + CHUNK]
        keys = {contact.id or 0: list(keys_of(contact.phone, contact.email, contact.domain)) for contact in chunk}
        suppressed = _suppressed(session, {key for several in keys.values() for key in several}, channel)
        consents = _consents(session, [address_on(contact, channel) for contact in chunk], channel)
        for contact in chunk:
            address = address_on(contact, channel)
            facts = PermissionFacts(
                channel=Channel(channel),
                has_address=bool(address),
                is_invalid=contact.verification_status == VerificationStatus.INVALID,
                suppressed_for=next((suppressed[key] for key in keys[contact.id or 0] if key in suppressed), ""),
                consent=consents.get(address),
                is_published=contact.published_for_enquiries,
                reach=customer.whatsapp_reach,
            )
            found[contact.id or 0] = permission(facts)
    return found


def permission_for(session: Session, customer: Customer, contact: Contact, channel: Channel) -> Permission:
    """The permission of one contact."""
    return permissions(session, customer, [contact], channel)[contact.id or 0]


def suppressed_reason(
    session: Session,
    *,
    phone: str | None = None,
    email: str | None = None,
    domain: str = "",
    channel: Channel = Channel.EMAIL,
) -> str:
    """Why this person must not be written to on `channel`, "" when nothing stands against it.

    `phone` is E.164 and `email` lower case; the e-mail's own domain is looked at too. Only a mailbox that bounced
    makes a difference between channels.
    """
    return next(iter(_suppressed(session, set(keys_of(phone, email, domain)), channel).values()), "")


@dataclass(frozen=True)
class SuppressionRow:
    """One address that is never written to. `address` is "" once it was erased; `can_lift`: added by hand."""

    id: int
    kind: str
    address: str
    why: str
    source: str
    at: datetime
    can_lift: bool


def page_of_suppressions(session: Session, scope: Scope, request: PageRequest) -> Page[SuppressionRow]:
    """The do-not-contact list, the newest first; `request.search` is looked for in the addresses."""
    scope.require(Can.VIEW)
    found = select(Suppression)
    if request.search:
        found = found.where(col(Suppression.value).icontains(_as_stored(request.search), autoescape=True))
    newest = PageRequest(after=request.after, size=request.size)
    rows = list(session.exec(keyset(found, col(Suppression.id), col(Suppression.id), newest)))
    shown = rows[: request.size]
    return Page(
        rows=[
            SuppressionRow(
                id=row.id or 0,
                kind=row.kind.value,
                address=row.value,
                why=why_suppressed(row.reason),
                source=row.source,
                at=row.created_at,
                can_lift=row.reason == BY_HAND,
            )
            for row in shown
        ],
        total=capped_count(session, found),
        next_after=cursor_of(0, shown[-1].id or 0) if len(rows) > request.size else "",
    )


def _as_stored(search: str) -> str:
    """Numbers are stored without blanks, however they are typed."""
    return search if any(letter.isalpha() for letter in search) else "".join(search.split())


def address_on(contact: Contact, channel: Channel) -> str:
    """The contact's address on `channel`, "" when there is none."""
    return (contact.phone if channel == Channel.WHATSAPP else contact.email) or ""


def keys_of(phone: str | None, email: str | None, domain: str = "") -> Iterable[Key]:
    """The (kind, fingerprint) pairs under which a person may be suppressed."""
    if phone:
        yield SuppressionKind.PHONE, fingerprint(phone)
    if email:
        yield SuppressionKind.EMAIL, fingerprint(email)
        yield SuppressionKind.DOMAIN, fingerprint(email.rpartition("@")[2])
    if domain:
        yield SuppressionKind.DOMAIN, fingerprint(domain)


def _suppressed(session: Session, keys: set[Key], channel: Channel) -> dict[Key, str]:
    if not keys:
        return {}
    statement = select(Suppression.kind, Suppression.fingerprint, Suppression.reason).where(
        col(Suppression.fingerprint).in_({print_ for _, print_ in keys})
    )
    if channel == Channel.WHATSAPP:
        statement = statement.where(col(Suppression.reason) != HARD_BOUNCE)
    return {(SuppressionKind(kind), print_): reason or "manual" for kind, print_, reason in session.exec(statement)}


def _consents(session: Session, addresses: Sequence[str], channel: Channel) -> dict[str, ConsentStatus]:
    wanted = {address for address in addresses if address}
    if not wanted:
        return {}
    lines = session.exec(
        select(Consent.address, Consent.status)
        .where(col(Consent.address).in_(wanted), Consent.channel == channel)
        .order_by(col(Consent.id))
    )
    return {address: ConsentStatus(status) for address, status in lines}  # a later line replaces an earlier one
