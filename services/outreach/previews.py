"""Reads. A message as somebody would get it, before anything is sent."""

from dataclasses import dataclass, field

from sqlmodel import Session, and_, col, or_, select

from services.core.errors import Invalid, NotFound
from services.core.scope import Scope
from services.customers.queries import customer_of
from services.models import Channel, Contact, Customer, OutreachCampaign
from services.outreach.rules import DIRECT_NAME
from services.outreach.texts import Filled, content_of, fill_email, fill_whatsapp
from services.people import display_name
from services.playbooks import playbook_for
from services.templates.hints import hints
from services.templates.identity import email_text, identity_of
from services.templates.rules import problems, subject_problems

NOBODY_KNOWN = "nobody"  # in place of a contact's id: the reader of whom nothing is known but the address
_LINK = "your recipient's own link"


@dataclass(frozen=True)
class Preview:
    """`text` with its variables filled for `name`; `footer` is what is added to e-mails; problems by field.

    `contact_id` is whose it is ("" for an invented reader); `hints` advise and keep nothing from being sent.
    """

    name: str = ""
    business: str = ""
    text: str = ""
    subject: str = ""
    footer: str = ""
    problems: dict[str, str] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)
    contact_id: str = ""


def preview(
    session: Session, customer: Customer, channel: Channel, body: str, subject: str = "", contact_id: str = ""
) -> Preview:
    """For the contact with this public id, for NOBODY_KNOWN, or else for the best one that has an address."""
    contact = _reader(session, channel, contact_id)
    found = _problems(channel, body, subject)
    try:
        filled = _filled(customer, channel, body, subject, contact)
    except Invalid as refusal:
        filled = Filled(body, subject)
        found.setdefault("message", refusal.message)
    name = display_name(contact.name, contact.company, contact.phone, contact.email)
    footer = email_text("", identity_of(customer), _LINK).removeprefix("\n\n-- \n") if channel == Channel.EMAIL else ""
    return Preview(
        "a contact of whom only the address is known" if contact_id == NOBODY_KNOWN else name,
        customer.name,
        filled.text,
        filled.subject,
        footer,
        found,
        [hint.words for hint in hints(body, subject, channel)],
        contact.public_id if contact.id else contact_id,
    )


def preview_for(
    session: Session, scope: Scope, channel: Channel, body: str, subject: str = "", contact_id: str = ""
) -> Preview:
    """The same for the signed-in person's business."""
    return preview(session, customer_of(session, scope), channel, body, subject, contact_id)


def neighbour(session: Session, channel: Channel, contact_id: str, *, later: bool) -> str:
    """The public id of the reader after or before this one, the best first; the same one at either end."""
    if contact_id in ("", NOBODY_KNOWN):
        return _reader(session, channel, "").public_id if contact_id else ""
    contact = _reader(session, channel, contact_id)
    score, number = col(Contact.quality_score), col(Contact.id)
    if later:
        beyond = or_(score < contact.quality_score, and_(score == contact.quality_score, number > contact.id))
        order = (score.desc(), number)
    else:
        beyond = or_(score > contact.quality_score, and_(score == contact.quality_score, number < contact.id))
        order = (score, number.desc())
    wanted = select(Contact.public_id).where(col(_address(channel)).is_not(None), beyond)
    return session.exec(wanted.order_by(*order).limit(1)).first() or contact_id


def filled_for(
    session: Session, customer: Customer, channel: Channel, body: str, subject: str, contact_id: str
) -> Filled:
    """The words alone; raises Invalid for a text that cannot be filled."""
    return _filled(customer, channel, body, subject, _reader(session, channel, contact_id))


def _filled(customer: Customer, channel: Channel, body: str, subject: str, contact: Contact) -> Filled:
    if channel == Channel.WHATSAPP:
        return fill_whatsapp(content_of(body, customer), contact, customer)
    return fill_email(body, subject, contact, customer)


def _problems(channel: Channel, body: str, subject: str) -> dict[str, str]:
    wrong = {"message": problems(body, channel)}
    if channel == Channel.EMAIL:
        wrong["subject"] = subject_problems(subject)
    return {name: lines[0] for name, lines in wrong.items() if lines}


def _reader(session: Session, channel: Channel, contact_id: str) -> Contact:
    if contact_id == NOBODY_KNOWN:
        return Contact(name="")
    if contact_id:
        found = session.exec(select(Contact).where(Contact.public_id == contact_id)).first()
        if found is None:
            raise NotFound("The contact")
        return found
    score = col(Contact.quality_score)
    best = select(Contact).where(col(_address(channel)).is_not(None)).order_by(score.desc(), col(Contact.id))
    return session.exec(best.limit(1)).first() or Contact(name="Priya Sharma", company="Sharma Enterprises")


def _address(channel: Channel) -> str | None:
    return Contact.phone if channel == Channel.WHATSAPP else Contact.email


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
