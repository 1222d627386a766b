"""Reads. A message as somebody would get it, before anything is sent."""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from services.core.errors import NotFound
from services.core.scope import Scope
from services.customers.queries import customer_of
from services.models import Channel, Contact, Customer, OutreachCampaign
from services.outreach.rules import DIRECT_NAME
from services.outreach.texts import content_of, fill_email, fill_whatsapp
from services.people import display_name
from services.playbooks import playbook_for
from services.templates.identity import email_text, identity_of
from services.templates.rules import problems, subject_problems

_LINK = "your recipient's own link"


@dataclass(frozen=True)
class Preview:
    """`text` with its variables filled for `name`; `footer` is what is added to e-mails; problems by field."""

    name: str = ""
    business: str = ""
    text: str = ""
    subject: str = ""
    footer: str = ""
    problems: dict[str, str] = field(default_factory=dict)


def preview(
    session: Session, customer: Customer, channel: Channel, body: str, subject: str = "", contact_id: str = ""
) -> Preview:
    """For the contact with this public id, or else for the best one that has an address."""
    contact = _reader(session, channel, contact_id)
    name = display_name(contact.name, contact.company, contact.phone, contact.email)
    found = _problems(channel, body, subject)
    if channel == Channel.WHATSAPP:
        text = fill_whatsapp(content_of(body, customer), contact, customer).text
        return Preview(name, customer.name, text, problems=found)
    filled = fill_email(body, subject, contact, customer)
    footer = email_text("", identity_of(customer), _LINK).removeprefix("\n\n-- \n")
    return Preview(name, customer.name, filled.text, filled.subject, footer, found)


def preview_for(
    session: Session, scope: Scope, channel: Channel, body: str, subject: str = "", contact_id: str = ""
) -> Preview:
    """The same for the signed-in person's business."""
    return preview(session, customer_of(session, scope), channel, body, subject, contact_id)


def _problems(channel: Channel, body: str, subject: str) -> dict[str, str]:
    wrong = {"message": problems(body, channel)}
    if channel == Channel.EMAIL:
        wrong["subject"] = subject_problems(subject)
    return {name: lines[0] for name, lines in wrong.items() if lines}


def _reader(session: Session, channel: Channel, contact_id: str) -> Contact:
    if contact_id:
        found = session.exec(select(Contact).where(Contact.public_id == contact_id)).first()
        if found is None:
            raise NotFound("The contact")
        return found
    address = Contact.phone if channel == Channel.WHATSAPP else Contact.email
    best = select(Contact).where(col(address).is_not(None)).order_by(col(Contact.quality_score).desc())
    return session.exec(best.limit(1)).first() or Contact(name="Priya Sharma", company="Sharma Enterprises")


def first_text(session: Session, scope: Scope, channel: Channel) -> tuple[str, str]:
    """What to begin with, (body, subject): the newest campaign's text, else the industry's playbook."""
    customer: Customer = customer_of(session, scope)
    wanted = select(OutreachCampaign).where(OutreachCampaign.type == channel, OutreachCampaign.name != DIRECT_NAME)
    newest = session.exec(wanted.order_by(col(OutreachCampaign.id).desc()).limit(1)).first()
    if newest is not None and newest.message_template:
        return newest.message_template, newest.subject_template
    playbook = playbook_for(customer.industry)
    if channel == Channel.WHATSAPP:
        return playbook.whatsapp, ""
    return playbook.email_body, playbook.email_subject
