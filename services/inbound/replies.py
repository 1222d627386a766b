"""An answer: who wrote, what they meant, and what follows. Never interest where there was none."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlmodel import Session, col

from services.answering.wanting import answering_campaigns, want_answer
from services.compliance.actions import suppress
from services.conversations.actions import Heard as Said
from services.conversations.actions import hear
from services.core.scope import Scope, system_scope
from services.inbound import alerts
from services.inbound.attached import files_of
from services.inbound.doubts import want_opinion
from services.inbound.events import Heard
from services.inbound.people import Person, hold_customer, once, who_wrote
from services.integrations.queries import credentials_of, usable_accounts
from services.leads.assigning import give
from services.leads.conversion import convert_contact, stop_outreach
from services.leads.scoring import score_now
from services.live import Topic, announce, record_activity
from services.models import (
    Channel,
    Contact,
    ConversationChannel,
    Customer,
    Lead,
    LeadSourceName,
    OutreachCampaign,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
)
from services.opt_in.actions import hear_code
from services.outreach import ledger
from services.people import display_name
from services.replies.reading import MACHINES, Reading, read
from services.replies.records import reader_for, record
from services.replies.stripping import visible
from services.telling.queries import own_addresses
from services.timeline import record_lead_event

_HOW = {Channel.WHATSAPP: "answered on WhatsApp", Channel.EMAIL: "answered by email"}
_MACHINE_ANSWERED = "A machine answered, not a person."
_UNKNOWN = "Nobody that you wrote to has this address."
_OWN = "It came from your own number or address."
_NO_SENDER = "It names no sender that can be answered."


def handle_reply(session: Session, heard: Heard) -> str:
    """Do what an answer asks for; returns why it was ignored, "" when it was not."""
    scope = system_scope(heard.customer_id)
    channel = Channel(heard.text("channel"))
    customer = hold_customer(session, heard.customer_id)
    person = who_wrote(session, heard, channel)
    if not (person.phone or person.email):
        return _NO_SENDER
    if _is_own(session, customer, person, channel):
        return _OWN
    known = bool(person.contact or person.lead)
    reader = once(session, "reader", lambda: reader_for(session))
    reply = read(heard.text("text"), heard.text("subject"), _headers(heard), reader, answers_us=known)
    row = record(session, heard.id, reply)
    if reply.opt_out:
        return stop(session, scope, heard, person, channel)
    if reply.label in MACHINES:
        return _MACHINE_ANSWERED
    if channel == Channel.WHATSAPP and person.phone and _opts_in(session, heard, person.phone):
        return ""
    if reply.unsure and (known or channel == Channel.WHATSAPP):
        want_opinion(session, row, heard.provider)
    return act_on(session, scope, heard, person, channel, reply)


def act_on(session: Session, scope: Scope, heard: Heard, person: Person, channel: Channel, reply: Reading) -> str:
    """What a person's words lead to, unless they are a stop; returns why nothing was done, "" when something was."""
    ignored = _follow(session, scope, heard, person, channel, reply)
    campaigns = once(session, "answering campaigns", lambda: answering_campaigns(session))
    if campaigns and not ignored:
        want_answer(session, campaigns, heard.id, person.answered)
    return ignored


def _follow(session: Session, scope: Scope, heard: Heard, person: Person, channel: Channel, reply: Reading) -> str:
    if person.lead:
        return _continue(session, scope, heard, person, channel, reply)
    if person.contact:
        return _first_answer(session, scope, heard, person, channel, reply)
    return _stranger(session, heard, person, channel, reply)


def _headers(heard: Heard) -> dict[str, str]:
    return {str(name): str(value) for name, value in (heard.data.get("headers") or {}).items()}


def _is_own(session: Session, customer: Customer, person: Person, channel: Channel) -> bool:
    """Notices go to the customer's own phone and people, and what those answer is no lead."""
    colleagues = once(session, "colleagues", lambda: own_addresses(session, customer.id or 0))
    own = {customer.phone if channel == Channel.WHATSAPP else customer.email.lower()}
    return (person.phone or person.email) in (own | colleagues | _senders(session, channel).own) - {""}


@dataclass(frozen=True)
class _Senders:
    """From which addresses a channel is written to people, and which of its providers are simulated."""

    own: frozenset[str]
    simulated: frozenset[str]


def _senders(session: Session, channel: Channel) -> _Senders:
    def look() -> _Senders:
        rows = usable_accounts(session, channel)
        own = frozenset(credentials_of(row)["from"].lower() for row in rows)
        return _Senders(own, frozenset(row.provider for row in rows if row.is_sandbox))

    return once(session, f"senders on {channel}", look)


def _is_simulated(session: Session, heard: Heard, channel: Channel) -> bool:
    """Whether the account that heard it is the sandbox's."""
    return heard.provider in _senders(session, channel).simulated


def _opts_in(session: Session, heard: Heard, phone: str) -> bool:
    """They sent the code of an opt-in link, and nothing that asks for an answer."""
    return hear_code(
        session,
        heard.customer_id,
        phone,
        heard.text("text"),
        heard.text("profile_name"),
        is_sandbox=_is_simulated(session, heard, Channel.WHATSAPP),
    )


def _said(heard: Heard, channel: Channel) -> Said:
    """The bubble: what they wrote themselves, without the history they quoted."""
    text = heard.text("text")
    return Said(
        text=visible(text) or text,
        channel=ConversationChannel(channel.value),
        at=heard.at,
        inbound_event_id=heard.id,
        subject=heard.text("subject"),
        provider=heard.provider,
        provider_id=heard.text("message_id"),
        extra={"references": list(heard.data.get("references") or [])[-10:]} if channel == Channel.EMAIL else {},
        files=files_of(heard),
    )


def stop(session: Session, scope: Scope, heard: Heard, person: Person, channel: Channel) -> str:
    """Never again, on any channel; no lead comes of it, but a conversation shows the words."""
    contact, lead = person.contact, person.lead
    phone, email = person.addresses()
    suppress(session, scope, phone=phone, email=email, reason="opt_out", source=f"{channel.value} reply")
    if contact:
        _responded(session, heard, person)
    if lead:
        hear(session, lead, _said(heard, channel))
        record_lead_event(session, lead, "opted_out", "Asked you to stop; nothing more can be sent")
    if contact or lead:
        record_activity(session, heard.customer_id, "opted_out", f"{_name(person)} asked you to stop", "/contacts")
    return ""


def _continue(session: Session, scope: Scope, heard: Heard, person: Person, channel: Channel, reply: Reading) -> str:
    """A lead goes on talking."""
    lead = person.lead
    if lead is None:
        return _UNKNOWN
    if person.contact:
        _responded(session, heard, person)
        stop_outreach(session, person.contact)
        if not person.contact.converted_to_lead:
            convert_contact(session, scope, person.contact, channel=ConversationChannel(channel.value))
    said = _said(heard, channel)
    hear(session, lead, said)
    score_now(session, lead, said=said.text, label=reply.label)
    announce(session, lead.customer_id, Topic.LEADS, lead.public_id)
    alerts.tell_of_answer(session, lead, _HOW[channel], said.text)
    return ""


def _first_answer(
    session: Session, scope: Scope, heard: Heard, person: Person, channel: Channel, reply: Reading
) -> str:
    """A contact answered for the first time: a lead when they may want something, else left in peace."""
    contact = person.contact
    if contact is None:
        return _UNKNOWN
    campaign = _responded(session, heard, person)
    if not reply.converts:
        stop_outreach(session, contact)
        return ""
    lead = convert_contact(
        session,
        scope,
        contact,
        channel=ConversationChannel(channel.value),
        campaign_id=campaign.public_id if campaign else "",
        first_message=_said(heard, channel),
        label=reply.label,
        is_new=True,
    )
    if campaign:
        ledger.count(session, campaign.id or 0, conversion_count=1)
    customer = session.get_one(Customer, heard.customer_id)
    alerts.tell_of_new_lead(session, customer, lead, _HOW[channel])
    return ""


def _stranger(session: Session, heard: Heard, person: Person, channel: Channel, reply: Reading) -> str:
    """Someone who was never written to: on WhatsApp they sought the number out, by e-mail it is mostly spam."""
    if channel != Channel.WHATSAPP or not reply.converts:
        return _UNKNOWN
    said = _said(heard, channel)
    lead = Lead(
        customer_id=heard.customer_id,
        name=heard.text("profile_name")[:200],
        phone=person.phone,
        source=LeadSourceName.MANUAL,
        channel=channel.value,
        lead_data={"first_reply": said.text[:1000]},
        is_sandbox=_is_simulated(session, heard, channel),
    )
    session.add(lead)
    session.flush()
    record_lead_event(session, lead, "created", "Wrote to you first on WhatsApp")
    give(session, lead)
    hear(session, lead, said)
    score_now(session, lead, said=said.text, label=reply.label)
    customer = session.get_one(Customer, heard.customer_id)
    alerts.tell_of_new_lead(session, customer, lead, "wrote to you on WhatsApp")
    return ""


def _responded(session: Session, heard: Heard, person: Person) -> OutreachCampaign | None:
    """Mark the contact and the message that was answered; one person counts once a campaign."""
    contact, message = person.contact, person.answered
    if contact:
        contact.outreach_status = OutreachStatus.RESPONDED
        announce(session, contact.customer_id, Topic.CONTACTS, contact.public_id)
    if message is None:
        return None
    campaign = session.get(OutreachCampaign, message.outreach_campaign_id)
    first = not _answered_before(session, message)
    ledger.record_sent(session, message, heard.at)
    message.status = OutreachMessageStatus.RESPONDED
    if message.responded_at is None:
        message.responded_at, message.response_text = heard.at, heard.text("text")[:4000]
    if campaign and first:
        ledger.count(session, campaign.id or 0, response_count=1)
    announce(session, message.customer_id, Topic.OUTREACH)
    return campaign


def _answered_before(session: Session, message: OutreachMessage) -> bool:
    earlier = select(
        exists().where(
            col(OutreachMessage.outreach_campaign_id) == message.outreach_campaign_id,
            col(OutreachMessage.contact_id) == message.contact_id,
            col(OutreachMessage.responded_at).is_not(None),
        )
    )
    return bool(session.execute(earlier).scalar())


def _name(person: Person) -> str:
    known: Contact | Lead | None = person.lead or person.contact
    return display_name(known.name, known.company, known.phone, known.email) if known else "Somebody"
