"""Who wrote: found by the message that was answered, else by the address, within one customer."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import Session, col

from services.core.addresses import normalise_email, normalise_phone
from services.core.errors import NotFound
from services.inbound.events import Heard
from services.leads.queries import find_lead
from services.models import (
    Channel,
    Contact,
    ContactAlias,
    Conversation,
    Customer,
    Lead,
    Message,
    OutreachMessage,
    OutreachMessageStatus,
)
from services.outreach.reply_address import reference_in

Found = TypeVar("Found")

_REFERENCE = re.compile(r"\b(?:om|msg)_[0-9a-z]{26}\b")
_NEVER_LEFT = (OutreachMessageStatus.PENDING, OutreachMessageStatus.CANCELLED, OutreachMessageStatus.FAILED)


@dataclass
class Person:
    """What is known of the sender; `answered` is the campaign message that they answer."""

    phone: str | None = None
    email: str | None = None
    lead: Lead | None = None
    contact: Contact | None = None
    answered: OutreachMessage | None = None

    def addresses(self) -> tuple[str | None, str | None]:
        """Phone and e-mail: those that were written from, else those that are known of them."""
        known = [one for one in (self.contact, self.lead) if one]
        phone = self.phone or next((one.phone for one in known if one.phone), None)
        return phone, self.email or next((one.email for one in known if one.email), None)


def remember(session: Session, known: dict[str, Any]) -> None:
    """Let `once` find what earlier transactions of the same turn have looked up."""
    session.info["looked_up"] = known


def once(session: Session, name: str, look: Callable[[], Found]) -> Found:
    """What `look` finds, asked for once in a turn that handles many events. No rows: they belong to a transaction."""
    known = session.info.setdefault("looked_up", {})
    if name not in known:
        known[name] = look()
    return known[name]


def hold_customer(session: Session, customer_id: int) -> Customer:
    """The customer's row, held until the transaction ends: one person never becomes two leads at once."""
    held = session.info.setdefault("held_customers", {})
    if customer_id not in held:
        held[customer_id] = _held(session, customer_id)
    return held[customer_id]


def _held(session: Session, customer_id: int) -> Customer:
    held = select(Customer).where(col(Customer.id) == customer_id).with_for_update(key_share=True)
    customer = session.execute(held).scalar_one_or_none()
    if customer is None:
        raise NotFound("The customer")
    return customer


def who_wrote(session: Session, heard: Heard, channel: Channel) -> Person:
    """The sender, as far as this customer knows them."""
    person = Person()
    if channel == Channel.WHATSAPP:
        person.phone = normalise_phone(heard.text("sender"))
    else:
        person.email = normalise_email(heard.text("sender"), allow_reserved=True)
    _by_reference(session, heard, person)
    if person.lead is None and person.contact is None:
        _by_address(session, person)
    if person.contact and person.lead is None:
        person.lead = _lead_of(session, person.contact)
    if person.contact and person.answered is None:
        person.answered = _last_message(session, person.contact, channel)
    return person


def _by_reference(session: Session, heard: Heard, person: Person) -> None:
    """An answer's own address is ours and checked; ids of a thread are unguessable, newest last."""
    thread = [str(entry) for entry in reversed(heard.data.get("references") or [])]
    named = [reference_in(heard.text("recipient")), *(found for entry in thread for found in _REFERENCE.findall(entry))]
    for reference in named:
        if reference and _found(session, reference, person):
            return


def _found(session: Session, reference: str, person: Person) -> bool:
    if reference.startswith("om_"):
        wanted = select(OutreachMessage).where(col(OutreachMessage.public_id) == reference).with_for_update()
        person.answered = session.execute(wanted).scalar_one_or_none()
        person.contact = session.get(Contact, person.answered.contact_id) if person.answered else None
        return person.contact is not None
    wanted = (
        select(Lead)
        .join(Conversation, col(Conversation.lead_id) == col(Lead.id))
        .join(Message, col(Message.conversation_id) == col(Conversation.id))
        .where(col(Message.public_id) == reference)
    )
    person.lead = session.execute(wanted).scalar_one_or_none()
    return person.lead is not None


def _by_address(session: Session, person: Person) -> None:
    for column, value in ((col(Contact.phone), person.phone), (col(Contact.email), person.email)):
        if value:
            person.contact = session.execute(select(Contact).where(column == value)).scalar_one_or_none()
            person.contact = person.contact or _under_alias(session, value)
            person.lead = find_lead(session, phone=person.phone, email=person.email)


def _under_alias(session: Session, value: str) -> Contact | None:
    """The contact that took in the one who had this address."""
    known = select(Contact).join(ContactAlias, col(ContactAlias.contact_id) == col(Contact.id))
    return session.execute(known.where(col(ContactAlias.value) == value)).scalar_one_or_none()


def _lead_of(session: Session, contact: Contact) -> Lead | None:
    linked = session.execute(select(Lead).where(col(Lead.original_contact_id) == contact.id)).scalar_one_or_none()
    return linked or find_lead(session, phone=contact.phone, email=contact.email)


def _last_message(session: Session, contact: Contact, channel: Channel) -> OutreachMessage | None:
    newest = (
        select(OutreachMessage)
        .where(
            col(OutreachMessage.contact_id) == contact.id,
            col(OutreachMessage.channel) == channel,
            col(OutreachMessage.status).not_in(_NEVER_LEFT),
        )
        .order_by(col(OutreachMessage.id).desc())
        .limit(1)
        .with_for_update()
    )
    return session.execute(newest).scalar_one_or_none()
