"""The link in every campaign e-mail: who clicks it is never written to again, on this channel or on any."""

from dataclasses import dataclass

from sqlmodel import Session, select

from services.compliance.actions import ConsentLine, record_consent, suppress
from services.core.scope import system_scope
from services.live import Topic, announce
from services.models import Channel, ConsentStatus, Contact, Customer, OutreachMessage
from services.outreach.texts import TRIAL, unsubscribe_reference


@dataclass(frozen=True)
class Unsubscriber:
    """Whose link it is; `business` is who wrote."""

    customer_id: int
    contact_id: int
    recipient: str
    business: str
    channel: Channel


def unsubscriber_of(session: Session, token: str) -> Unsubscriber | None:
    """None for a link that we did not make. The session reaches all customers: the link alone says whose it is."""
    reference = unsubscribe_reference(token)
    if reference is None:
        return None
    message = session.exec(select(OutreachMessage).where(OutreachMessage.public_id == reference)).first()
    customer = session.get(Customer, message.customer_id) if message else None
    if message is None or customer is None:
        return None
    return Unsubscriber(message.customer_id, message.contact_id, message.recipient, customer.name, message.channel)


def is_trial(token: str) -> bool:
    """A link in a test that somebody sent to themselves."""
    return (unsubscribe_reference(token) or "").startswith(f"{TRIAL}_")


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


def leave_channel(session: Session, person: Unsubscriber) -> None:
    """Nothing more on the channel that the link came by; what waits is stopped when its turn comes."""
    line = ConsentLine(person.recipient, person.channel, ConsentStatus.WITHDRAWN, source="unsubscribe link")
    record_consent(session, system_scope(person.customer_id), line)
    announce(session, person.customer_id, Topic.CONTACTS)
