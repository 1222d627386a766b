"""Finds the contact that a sighting belongs to."""

from sqlmodel import Session, col, or_, select

from services.models import Contact
from services.sourcing.sighting import Sighting
from services.web.extract.company import comparable

_MOST_OF_A_DOMAIN = 200


def find_match(session: Session, seen: Sighting) -> Contact | None:
    """By phone, then by e-mail, then by the domain together with the company's name in the same city."""
    keys = [col(Contact.phone) == seen.phone] if seen.phone else []
    keys += [col(Contact.email) == seen.email] if seen.email else []
    found = list(session.exec(select(Contact).where(or_(*keys)))) if keys else []
    by_phone = next((contact for contact in found if seen.phone and contact.phone == seen.phone), None)
    return by_phone or next(iter(found), None) or _of_domain(session, seen)


def _of_domain(session: Session, seen: Sighting) -> Contact | None:
    name = comparable(seen.company)
    if not seen.domain or not name:
        return None
    known = session.exec(select(Contact).where(Contact.domain == seen.domain).limit(_MOST_OF_A_DOMAIN))
    return next(
        (contact for contact in known if comparable(contact.company) == name and _same_city(contact, seen)), None
    )


def _same_city(contact: Contact, seen: Sighting) -> bool:
    """Branches of one business in two cities are two contacts."""
    return not contact.city or not seen.city or contact.city == seen.city


def owner_of(session: Session, *, phone: str | None = None, email: str | None = None) -> int | None:
    """The id of the contact that holds this phone or e-mail."""
    by = Contact.phone == phone if phone else Contact.email == email
    return session.exec(select(Contact.id).where(by)).first()
