"""Reads. One contact in full: facts with their origin, score, permissions, messages."""

from sqlalchemy import select
from sqlmodel import Session, col

from services.compliance.queries import permission_for
from services.contacts import rules
from services.contacts.follow_up import why_no_follow_up
from services.contacts.queries import get_contact, row_of
from services.contacts.types import ContactDetail, FactRow, PermissionRow, ReasonRow, SentRow
from services.models import (
    Channel,
    Contact,
    Customer,
    Lead,
    OutreachCampaign,
    OutreachMessage,
    Provenance,
    ScrapingCampaign,
)
from services.outreach.actions import why_not
from services.scoring.opinions import opinion_of

MOST_MESSAGES = 50
_PLAIN = ("name", "title", "company", "phone", "email", "city", "state", "website")
EVERY_FIELD = "*"  # an import brings all fields of a new contact at once and keeps one origin for them
_CURRENT = ("phone", "email", "title", "company", "city", "state", "website")


def contact_detail(session: Session, contact_id: str) -> ContactDetail:
    """Everything the drawer shows; NotFound also means "not yours"."""
    contact = get_contact(session, contact_id)
    reasons = [ReasonRow(int(line["points"]), str(line["text"])) for line in contact.ai_analysis.get("reasons", [])]
    base = reasons[0] if reasons and reasons[0].text.lower().startswith("start") else None
    permissions, messages = _permissions(session, contact), _messages(session, contact)
    channel, blocked = _follow_up(session, contact, permissions, messages)
    lead = select(col(Lead.public_id)).where(col(Lead.original_contact_id) == contact.id)
    campaign = select(col(ScrapingCampaign.name)).where(col(ScrapingCampaign.id) == contact.scrape_campaign_id)
    return ContactDetail(
        row=row_of(contact),
        title=contact.title,
        company=contact.company,
        website=contact.website,
        campaign=session.execute(campaign).scalar_one_or_none() or "",
        verification=contact.verification_status,
        base_points=base.points if base else 0,
        reasons=reasons[1:] if base else reasons,
        facts=_facts(session, contact),
        permissions=permissions,
        messages=messages,
        lead_id=session.execute(lead).scalar_one_or_none() or "",
        is_sandbox=contact.is_sandbox,
        follow_up_channel=channel,
        follow_up_blocked=blocked,
        opinion=opinion_of(contact.ai_analysis),
        plain={name: getattr(contact, name) or "" for name in _PLAIN},
    )


def _facts(session: Session, contact: Contact) -> list[FactRow]:
    statement = select(Provenance).where(col(Provenance.contact_id) == contact.id).order_by(col(Provenance.id))
    origins = list(session.execute(statement).scalars())
    rows: list[FactRow] = []
    for field in _CURRENT:
        value = getattr(contact, field) or ""
        if not value:
            continue
        own = [origin for origin in origins if origin.field == field and origin.value == value]
        own = own or [origin for origin in origins if origin.field == EVERY_FIELD]
        first = own[-1] if own else None
        rows.append(
            FactRow(
                field=field,
                label=rules.FIELD_LABELS[field],
                value=value,
                source_url=first.source_url if first else "",
                source_words=rules.origin_words(first.source_url, first.method) if first else "",
                found_at=first.found_at if first else None,
            )
        )
    rows += [FactRow("extra", heading, text, "", "", None) for heading, text in contact.extra.items()]
    return rows


def _permissions(session: Session, contact: Contact) -> list[PermissionRow]:
    customer = session.execute(select(Customer).where(col(Customer.id) == contact.customer_id)).scalar_one()
    found = {
        channel: permission_for(session, customer, contact, channel) for channel in (Channel.EMAIL, Channel.WHATSAPP)
    }
    return [
        PermissionRow(
            channel=channel.value,
            verdict=given.verdict.value,
            verdict_words=rules.VERDICT_WORDS[given.verdict],
            reason=given.reason,
            blocked=why_not(session, customer, contact, channel),
        )
        for channel, given in found.items()
    ]


def _follow_up(
    session: Session, contact: Contact, permissions: list[PermissionRow], messages: list[SentRow]
) -> tuple[str, str]:
    """The channel to write again on, the last one used first, and what stands against it."""
    refusal = why_no_follow_up(session, contact)
    if refusal or not messages:
        return "", refusal
    by_use = sorted(permissions, key=lambda given: given.channel != messages[0].channel)
    best = next((given for given in by_use if not given.blocked), by_use[0])
    return best.channel, best.blocked


def _messages(session: Session, contact: Contact) -> list[SentRow]:
    statement = (
        select(OutreachMessage, col(OutreachCampaign.name))
        .join(OutreachCampaign, col(OutreachCampaign.id) == col(OutreachMessage.outreach_campaign_id))
        .where(col(OutreachMessage.contact_id) == contact.id)
        .order_by(col(OutreachMessage.id).desc())
        .limit(MOST_MESSAGES)
    )
    return [
        SentRow(
            campaign=name,
            channel=message.channel.value,
            text=message.message_content,
            status=message.status.value,
            status_words=rules.MESSAGE_WORDS[message.status],
            at=message.sent_at or message.send_at,
            error=rules.failure_words(message.error_message) if message.error_message else "",
        )
        for message, name in session.execute(statement)
    ]
