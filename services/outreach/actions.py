"""Writes. A single message to one contact, and a person's word on a message in doubt."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session, func, select

from services import audit
from services.compliance.queries import address_on, permission_for
from services.core.clock import now
from services.core.errors import Conflict, NotAllowed, NotFound
from services.core.log import get_logger
from services.core.scope import Can, Scope
from services.db import in_transaction
from services.live import Topic, announce
from services.models import (
    Channel,
    Contact,
    Customer,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    Template,
)
from services.outreach import allowances, ledger
from services.outreach.approval import ask_to_sync, keep_template
from services.outreach.choosing import account_now
from services.outreach.limits import Why, refusal
from services.outreach.rules import DIRECT_NAME, not_connected
from services.outreach.senders import Account
from services.outreach.texts import Content, content_of, fill_email, fill_whatsapp
from services.outreach.undelivered import held_message
from services.outreach.windows import zone_of
from services.outreach.writing import ask_to_dispatch, message_values, send_at
from services.templates.rules import check_text

log = get_logger(__name__)


@dataclass(frozen=True)
class DirectText:
    """What to say: a text with variables, or the public id of a stored template."""

    body: str = ""
    subject: str = ""
    template_id: str = ""


def send_now(session: Session, scope: Scope, contact_id: str, channel: Channel, text: DirectText) -> OutreachMessage:
    """Write to one contact (by public id) outside any campaign; a second message is the next step.

    Raises Conflict when the person may not be written to or the channel is not connected, Invalid for a bad text.
    """
    scope.require(Can.SEND_MESSAGES)
    contact = session.exec(select(Contact).where(Contact.public_id == contact_id)).first()
    if contact is None:
        raise NotFound("This contact")
    customer = session.get_one(Customer, scope.customer_id)
    account = account_now(session, customer, channel, now())
    words = _refusal(session, customer, contact, channel, account)
    if account is None or words:
        raise Conflict(words)
    wording = _wording(session, channel, text)
    campaign = _direct_campaign(session, customer, channel)
    template: Template | None = None
    if channel == Channel.WHATSAPP:
        content = content_of(wording.body, customer)
        template = _approvable(session, wording.body, content)
        filled = fill_whatsapp(content, contact, customer)
    else:
        filled = fill_email(wording.body, wording.subject, contact, customer)
    moment = send_at(customer, contact, campaign, channel, account, now())
    values = message_values(campaign, contact, channel, filled, moment)
    steps = select(func.coalesce(func.max(OutreachMessage.step), 0)).where(
        OutreachMessage.outreach_campaign_id == campaign.id, OutreachMessage.contact_id == contact.id
    )
    message = OutreachMessage(
        **values, step=session.exec(steps).one() + 1, template_id=template.id if template else None
    )
    session.add(message)
    session.flush()
    announce(session, scope.customer_id, Topic.OUTREACH)
    announce(session, scope.customer_id, Topic.CONTACTS)
    ask_to_dispatch(session)
    return message


def why_not(session: Session, customer: Customer, contact: Contact, channel: Channel) -> str:
    """Why `contact` cannot be written to on `channel` now, in words; "" when it can."""
    return _refusal(session, customer, contact, channel, account_now(session, customer, channel, now()))


def _refusal(session: Session, customer: Customer, contact: Contact, channel: Channel, account: Account | None) -> str:
    if contact.converted_to_lead:
        return "This contact is a lead now. Write in Conversations."
    permission = permission_for(session, customer, contact, channel)
    if not permission.is_allowed:
        return f"You cannot write to this person: {permission.reason[:1].lower()}{permission.reason[1:]}."
    if account is None:
        return not_connected(channel)
    if contact.is_sandbox and not account.is_sandbox:
        return "This is a simulated contact: it cannot be written to through a real account."
    verdict = allowances.foresee(session, customer, account, contact, channel, now())
    zone = zone_of(address_on(contact, channel), customer.zone) if verdict.why is Why.HOURS else customer.zone
    return refusal(verdict, zone)


async def send_or_say_why(
    scope: Scope,
    contact_id: str,
    channel: Channel,
    text: DirectText,
    act: Callable[[Session, Scope, str, Channel, DirectText], OutreachMessage] = send_now,
) -> OutreachMessage:
    """Send in a transaction of its own; a refusal is raised as it is, and stands in the log and the audit log."""
    try:
        return await in_transaction(scope, act, scope, contact_id, channel, text)
    except (Conflict, NotAllowed) as refused:
        await in_transaction(scope, note_refusal, scope, contact_id, channel, refused.message)
        raise


def note_refusal(session: Session, scope: Scope, contact_id: str, channel: Channel, words: str) -> None:
    """Somebody wanted to write to a contact (by public id) and was refused; `words` say why."""
    log.info("message_refused", customer_id=scope.customer_id, contact=contact_id, channel=channel, reason=words)
    detail = {"channel": channel.value, "why": words[:500]}
    audit.record(session, scope, "message_refused", contact_id, detail)


def _wording(session: Session, channel: Channel, text: DirectText) -> DirectText:
    if text.template_id:
        found = session.exec(
            select(Template).where(Template.public_id == text.template_id, Template.channel == channel)
        ).first()
        if found is None:
            raise NotFound("This template")
        text = DirectText(found.body, found.subject or text.subject, text.template_id)
    check_text(channel, text.body, text.subject, "text")
    return text


def _approvable(session: Session, body: str, content: Content) -> Template:
    template = keep_template(session, DIRECT_NAME, body, content)
    ask_to_sync(session, template)
    return template


def _direct_campaign(session: Session, customer: Customer, channel: Channel) -> OutreachCampaign:
    """The customer's own row for single messages; always running, limited by the customer's daily limit alone."""
    wanted = select(OutreachCampaign).where(
        OutreachCampaign.type == channel, OutreachCampaign.name == DIRECT_NAME, OutreachCampaign.message_template == ""
    )
    found = session.exec(wanted).first()
    if found is None:
        found = OutreachCampaign(name=DIRECT_NAME, type=channel, launched_at=now(), customer_id=customer.id or 0)
        session.add(found)
    found.status = OutreachCampaignStatus.RUNNING
    session.flush()
    return found


def resolve_unknown(session: Session, scope: Scope, message_id: str, *, was_sent: bool) -> None:
    """A person looked at the provider and says whether the message (by public id) went out."""
    scope.require(Can.SEND_MESSAGES)
    message = held_message(session, message_id, OutreachMessageStatus.UNKNOWN)
    if was_sent:
        ledger.record_sent(session, message, message.send_at)
    else:
        allowances.give_back(session, session.get_one(Customer, scope.customer_id), message)
        message.status, message.attempt_id, message.send_at = OutreachMessageStatus.PENDING, "", now()
        message.lease_until, message.error_message, message.worker = None, "", ""
        ask_to_dispatch(session)
    announce(session, scope.customer_id, Topic.OUTREACH)
