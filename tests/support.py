"""Rows for tests. Each function saves in a transaction of its own: call it outside any other."""

from datetime import timedelta
from itertools import count
from typing import Any, TypeVar

from services import storage
from services.conversations import drafts
from services.core.clock import now
from services.core.scope import Role, Scope
from services.core.tables import CustomerOwned
from services.db import system_transaction, transaction
from services.models import (
    Channel,
    Contact,
    Conversation,
    ConversationChannel,
    Customer,
    Integration,
    Lead,
    LeadSourceName,
    Membership,
    Message,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    ScrapingCampaign,
    Sender,
    Template,
    User,
)

Row = TypeVar("Row", bound=CustomerOwned)
PDF = b"%PDF-1.4 a plan"
_numbers = count(1)


def add(scope: Scope, row: Row) -> Row:
    """Save any row of this customer."""
    with transaction(scope) as session:
        session.add(row)
    return row


def add_customer(name: str = "Acme Dental", **values: Any) -> Customer:
    customer = Customer(name=name, **values)
    with system_transaction() as session:
        session.add(customer)
    return customer


def add_member(customer_id: int, email: str, role: Role = Role.OWNER) -> Scope:
    """A user with `role` at the customer, as the scope that services take."""
    with system_transaction() as session:
        user = User(email=email, name=email.split("@", maxsplit=1)[0].title(), password_hash="not a hash")
        session.add(user)
        session.flush()
        session.add(Membership(user_id=user.id or 0, customer_id=customer_id, role=role))
    return Scope(customer_id, user.id or 0, role)


def add_contact(scope: Scope, **values: Any) -> Contact:
    number = next(_numbers)
    filled = {
        "name": f"Contact {number}",
        "phone": f"+9198{number:08d}",
        "email": f"contact{number}@business{number}.example",
        "company": f"Business {number}",
        "city": "Bengaluru",
        "quality_score": 70,
    }
    return add(scope, Contact(**{**filled, **values}))


def add_lead(scope: Scope, **values: Any) -> Lead:
    number = next(_numbers)
    filled = {
        "name": f"Lead {number}",
        "phone": f"+9197{number:08d}",
        "email": f"lead{number}@business{number}.example",
        "source": LeadSourceName.MANUAL,
    }
    return add(scope, Lead(**{**filled, **values}))


def add_scraping_campaign(scope: Scope, **values: Any) -> ScrapingCampaign:
    filled = {"name": "Dentists", "sources": ["overpass"], "search_criteria": {"locations": ["Bengaluru"]}}
    return add(scope, ScrapingCampaign(**{**filled, **values}))


def add_template(scope: Scope, **values: Any) -> Template:
    filled = {"name": "First hello", "channel": Channel.WHATSAPP, "body": "Hello {{name|there}}"}
    return add(scope, Template(**{**filled, **values}))


def add_campaign(scope: Scope, **values: Any) -> OutreachCampaign:
    """A running WhatsApp outreach campaign unless told otherwise."""
    filled = {
        "name": "Hello dentists",
        "type": Channel.WHATSAPP,
        "status": OutreachCampaignStatus.RUNNING,
        "message_template": "Hello {{name|there}}",
    }
    return add(scope, OutreachCampaign(**{**filled, **values}))


def add_outreach_message(scope: Scope, campaign: OutreachCampaign, contact: Contact, **values: Any) -> OutreachMessage:
    filled = {
        "outreach_campaign_id": campaign.id,
        "contact_id": contact.id,
        "channel": campaign.type,
        "recipient": contact.phone if campaign.type is Channel.WHATSAPP else contact.email,
        "message_content": "Hello",
    }
    return add(scope, OutreachMessage(**{**filled, **values}))


def add_followed_mail(scope: Scope, text: str) -> OutreachMessage:
    """An e-mail sent ten minutes ago by a campaign that looks at opens and clicks."""
    campaign = add_campaign(scope, type=Channel.EMAIL, tracks_opens=True)
    sent = {"status": "sent", "sent_at": now() - timedelta(minutes=10), "is_tracked": True, "message_content": text}
    return add_outreach_message(scope, campaign, add_contact(scope), **sent)


def add_conversation(scope: Scope, lead: Lead, **values: Any) -> Conversation:
    filled = {"lead_id": lead.id, "channel": ConversationChannel.WHATSAPP}
    return add(scope, Conversation(**{**filled, **values}))


def add_message(scope: Scope, conversation: Conversation, text: str = "Hello", **values: Any) -> Message:
    filled = {
        "conversation_id": conversation.id,
        "sender": Sender.LEAD,
        "message_text": text,
        "channel": conversation.channel,
    }
    return add(scope, Message(**{**filled, **values}))


def add_integration(scope: Scope, provider: str = "twilio", **values: Any) -> Integration:
    return add(scope, Integration(provider=provider, **values))


def add_draft_file(scope: Scope, talk: Conversation, name: str = "Plan.pdf", content: bytes = PDF) -> str:
    """A file as the upload leaves it, put to the person's next answer; its public id."""
    with storage.Arriving(scope.customer_id) as file:
        file.write(content)
    with transaction(scope) as session:
        return drafts.add(session, scope, talk.public_id, name, file).id
