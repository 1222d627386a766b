"""A contact corrected by hand: each field checked, kept with "you" as its origin, and what follows from it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from services import audit
from services.cleaning.places import normalise_city
from services.contacts.queries import get_contact
from services.core.addresses import normalise_email, normalise_phone, registrable_domain
from services.core.clock import now
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.db import insert_ignoring
from services.dedupe.filing import check_soon
from services.live import Topic, announce
from services.models import (
    WAITING,
    Channel,
    Contact,
    Customer,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    Provenance,
    VerificationStatus,
)
from services.people import display_name
from services.scoring.contacts import rescore
from services.scoring.types import Audience

EDITABLE = {
    "name": 200,
    "title": 120,
    "company": 200,
    "phone": 40,
    "email": 320,
    "city": 120,
    "state": 120,
    "website": 500,
}
BY_HAND = "you"
_CHANNELS = {"phone": Channel.WHATSAPP, "email": Channel.EMAIL}


def edit_contact(session: Session, scope: Scope, contact_id: str, given: Mapping[str, str]) -> list[str]:
    """Write the given fields of a contact; returns those that changed.

    Raises Invalid with the field for a phone, e-mail or web address that is none or that another contact has.
    """
    scope.require(Can.EDIT_CONTACTS)
    contact = get_contact(session, contact_id)
    customer = session.execute(select(Customer).where(col(Customer.id) == scope.customer_id)).scalar_one()
    clean = _cleaned(contact, customer, {name: given[name] for name in EDITABLE if name in given})
    changed = [name for name, value in clean.items() if (value or "") != (getattr(contact, name) or "")]
    if not changed:
        return []
    _refuse_taken(session, contact, {name: clean[name] for name in changed})
    for name in changed:
        setattr(contact, name, clean[name])
    if not (contact.phone or contact.email):
        raise Invalid("Keep a phone number or an email: without one nobody can be reached.", "phone")
    _follow(session, contact, customer, changed)
    audit.record(session, scope, "contact_edited", contact.public_id, {"fields": changed})
    announce(session, scope.customer_id, Topic.CONTACTS, contact.public_id)
    return changed


def _cleaned(contact: Contact, customer: Customer, given: Mapping[str, str]) -> dict[str, Any]:
    lines = {name: _line(text, EDITABLE[name]) for name, text in given.items()}
    clean: dict[str, Any] = dict(lines)
    if "phone" in lines:
        clean["phone"] = normalise_phone(lines["phone"], customer.country) if lines["phone"] else None
        _require(
            clean["phone"] or not lines["phone"], "This is not a phone number. Write it with its country code.", "phone"
        )
    if "email" in lines:
        clean["email"] = normalise_email(lines["email"], allow_reserved=contact.is_sandbox) if lines["email"] else None
        _require(clean["email"] or not lines["email"], "This is not an email address.", "email")
    if lines.get("website"):
        address = lines["website"] if "://" in lines["website"] else f"https://{lines['website']}"
        _require(
            address.startswith(("http://", "https://")) and "." in address, "This is not a web address.", "website"
        )
        clean["website"] = address[: EDITABLE["website"]]
    if lines.get("city"):
        place = normalise_city(lines["city"], customer.country, lines.get("state", contact.state))
        clean["city"] = place.city or lines["city"]
        if place.state and not lines.get("state", contact.state):
            clean["state"] = place.state
    return clean


def _require(is_right: object, message: str, field: str) -> None:
    if not is_right:
        raise Invalid(message, field)


def _line(text: str, most: int) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:most]


def _refuse_taken(session: Session, contact: Contact, values: Mapping[str, Any]) -> None:
    for name, words in (("phone", "phone number"), ("email", "email")):
        if values.get(name):
            holder = select(Contact).where(getattr(Contact, name) == values[name], col(Contact.id) != contact.id)
            other = session.execute(holder.limit(1)).scalar_one_or_none()
            if other is not None:
                who = display_name(other.name, other.company, other.phone, other.email)
                raise Invalid(f"{who} already has this {words}.", name)


def _follow(session: Session, contact: Contact, customer: Customer, changed: list[str]) -> None:
    """Origins, domain, marks, waiting messages, score and the search for duplicates."""
    at = now()
    origins = [
        {"contact_id": contact.id, "field": name, "value": str(getattr(contact, name))[:500], "source_url": "",
         "method": BY_HAND, "found_at": at, "created_at": at, "updated_at": at}
        for name in changed
        if getattr(contact, name)
    ]  # fmt: skip
    insert_ignoring(session, Provenance, origins)
    contact.domain = registrable_domain(contact.website) or registrable_domain(contact.email or "")
    addresses = [name for name in _CHANNELS if name in changed]
    if addresses and contact.verification_status == VerificationStatus.INVALID:
        contact.verification_status = VerificationStatus.UNVERIFIED
    if "email" in changed and contact.outreach_status == OutreachStatus.BOUNCED:
        contact.outreach_status = OutreachStatus.PENDING
    for name in addresses:
        _readdress(session, contact, name)
    session.flush()
    rescore(session, [contact], Audience.from_answers(customer.audience))
    check_soon(session, [contact.id or 0])


def _readdress(session: Session, contact: Contact, name: str) -> None:
    """Messages that wait go to the new address, or nowhere when there is none any more."""
    waiting = update(OutreachMessage).where(
        col(OutreachMessage.contact_id) == contact.id,
        col(OutreachMessage.channel) == _CHANNELS[name],
        col(OutreachMessage.status).in_(WAITING),
    )
    address = getattr(contact, name)
    if address:
        session.execute(waiting.values(recipient=address))
    else:
        stopped = {"status": OutreachMessageStatus.CANCELLED, "error_message": "The address was removed."}
        session.execute(waiting.values(**stopped))
