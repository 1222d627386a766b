"""Finds the contact that a sighting belongs to, by the rule set that duplicates are judged by."""

from sqlmodel import Session, col, or_, select

from services.dedupe.contacts import Band, judge, read_contact
from services.dedupe.counting import kept_model
from services.models import Contact, ContactAlias
from services.sourcing.sighting import Sighting

_MOST_OF_A_DOMAIN = 200


def find_match(session: Session, seen: Sighting) -> Contact | None:
    """By phone, then by e-mail, then by one that a merge left beside another; else the surest of the same web site."""
    addresses = [value for value in (seen.phone, seen.email) if value]
    keys = [col(Contact.phone) == seen.phone] if seen.phone else []
    keys += [col(Contact.email) == seen.email] if seen.email else []
    found = list(session.exec(select(Contact).where(or_(*keys)))) if keys else []
    by_phone = next((contact for contact in found if seen.phone and contact.phone == seen.phone), None)
    return by_phone or next(iter(found), None) or _under_alias(session, addresses) or _of_domain(session, seen)


def _under_alias(session: Session, addresses: list[str]) -> Contact | None:
    if not addresses:
        return None
    known = select(Contact).join(ContactAlias, col(ContactAlias.contact_id) == col(Contact.id))
    return session.exec(known.where(col(ContactAlias.value).in_(addresses)).order_by(col(ContactAlias.id))).first()


def _of_domain(session: Session, seen: Sighting) -> Contact | None:
    """Whoever is surely the same at the same web site; what is only likely is found later, and left to a person."""
    if not seen.domain:
        return None
    same_site = select(Contact).where(Contact.domain == seen.domain, Contact.is_sandbox == seen.is_sandbox)
    known = list(session.exec(same_site.order_by(col(Contact.id)).limit(_MOST_OF_A_DOMAIN)))
    if not known:
        return None
    model, total = kept_model(session)
    record = read_contact(vars(seen))
    verdicts = [(judge(model, record, read_contact(contact.model_dump()), total), contact) for contact in known]
    sure = [(verdict.score, contact) for verdict, contact in verdicts if verdict.band is Band.SAME]
    return max(sure, key=lambda one: one[0])[1] if sure else None


def owner_of(session: Session, *, phone: str | None = None, email: str | None = None) -> int | None:
    """The id of the contact that holds this phone or e-mail."""
    by = Contact.phone == phone if phone else Contact.email == email
    alias = select(ContactAlias.contact_id).where(ContactAlias.value == (phone or email))
    return session.exec(select(Contact.id).where(by)).first() or session.exec(alias).first()
