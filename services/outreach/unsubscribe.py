"""The link in every campaign e-mail: who clicks it is never written to again, on any channel."""

from dataclasses import dataclass

from sqlmodel import Session, select

from services.compliance.actions import suppress
from services.core.scope import system_scope
from services.models import Contact, Customer, OutreachMessage
from services.outreach.texts import unsubscribe_reference


@dataclass(frozen=True)
class Unsubscriber:
    """Whose link it is; `business` is who wrote."""

    customer_id: int
    contact_id: int
    recipient: str
    business: str


def unsubscriber_of(session: Session, token: str) -> Unsubscriber | None:
    """None for a link that we did not make. The session reaches all customers: the link alone says whose it is."""
    reference = unsubscribe_reference(token)
    if reference is None:
        return None
    message = session.exec(select(OutreachMessage).where(OutreachMessage.public_id == reference)).first()
    customer = session.get(Customer, message.customer_id) if message else None
    if message is None or customer is None:
        return None
    return Unsubscriber(message.customer_id, message.contact_id, message.recipient, customer.name)


def unsubscribe(session: Session, person: Unsubscriber) -> None:
    """Suppress the person on every channel; twice is once. The session is the customer's own."""
    contact = session.get(Contact, person.contact_id)
    is_email = "@" in person.recipient
    suppress(
        session,
        system_scope(person.customer_id),
        phone=(contact.phone if contact else None) or (None if is_email else person.recipient),
        email=person.recipient if is_email else (contact.email if contact else None),
        reason="unsubscribe",
        source="unsubscribe link",
    )
