"""What follows for the contact, the campaign and the account when a provider says no, now or in a callback."""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col, func, or_, select

from services import audit
from services.compliance.actions import suppress, suppress_mailbox
from services.core.clock import now
from services.core.errors import Refusal
from services.core.scope import Scope, system_scope
from services.integrations.actions import mark_failing
from services.integrations.catalogue import entry_for
from services.integrations.queries import find, sending_accounts
from services.live import Topic, announce, notify
from services.models import (
    ApprovalStatus,
    CampaignStep,
    Channel,
    Contact,
    IntegrationStatus,
    Message,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
    OutreachStatus,
    VerificationStatus,
)
from services.outreach import approvals
from services.outreach.rules import CHANNEL_WORDS
from services.providers.meanings import REST_SECONDS

LATELY = timedelta(days=7)
RESTS_COUNT = timedelta(days=60)
MOST_DOUBLINGS = 3
_LINKS = {Channel.WHATSAPP: "/outreach/whatsapp", Channel.EMAIL: "/outreach/email"}


def refused(session: Session, message: OutreachMessage, about: Refusal, words: str) -> None:
    """Act on a refusal of one campaign message; its own status is the caller's."""
    if about is Refusal.ADDRESS:
        address_failed(session, message)
    elif about is Refusal.OPTED_OUT:
        opted_out(session, message, message.channel, message.recipient, "opt_out")
    elif about is Refusal.RESTING:
        let_rest(session, message)
    elif about is Refusal.TEMPLATE:
        template_failed(session, message, words)
    elif about is Refusal.ACCOUNT:
        account_failed(session, message, words)


def address_failed(session: Session, message: OutreachMessage) -> None:
    """The address does not work: the contact bounced, and is invalid when it has no other."""
    contact = session.get(Contact, message.contact_id)
    if contact is None:
        return
    other = contact.email if message.channel == Channel.WHATSAPP else contact.phone
    if not other:
        contact.verification_status = VerificationStatus.INVALID
    if message.channel == Channel.EMAIL:
        scope = system_scope(message.customer_id)
        suppress_mailbox(session, scope, message.recipient, message.provider)
    if message.channel == Channel.EMAIL or not other:
        contact.outreach_status = OutreachStatus.BOUNCED
    announce(session, message.customer_id, Topic.CONTACTS)


def opted_out(
    session: Session, message: OutreachMessage | Message, channel: Channel, recipient: str, reason: str
) -> None:
    """The person told the provider to stop: suppressed on every channel."""
    scope, provider = system_scope(message.customer_id), message.provider
    if channel == Channel.WHATSAPP:
        suppress(session, scope, phone=recipient, reason=reason, source=provider)
    else:
        suppress(session, scope, email=recipient, reason=reason, source=provider)


def note_stop(session: Session, scope: Scope, provider: str, words: str) -> None:
    """The audit log says that the product stopped an account's campaigns, also where none was running."""
    audit.record(session, scope, "account_stopped", provider, {"provider": provider, "why": words[:500]})


def let_rest(session: Session, message: OutreachMessage) -> None:
    """WhatsApp lets nobody advertise to this person for a day: what else waits for them waits longer, and each time
    that it happens again twice as long, up to eight days."""
    before = select(func.count(col(OutreachMessage.id))).where(
        OutreachMessage.customer_id == message.customer_id,
        OutreachMessage.recipient == message.recipient,
        OutreachMessage.id != message.id,
        OutreachMessage.status == OutreachMessageStatus.FAILED,
        OutreachMessage.error_message == message.error_message,
        col(OutreachMessage.send_at) > now() - RESTS_COUNT,
    )
    until = now() + timedelta(seconds=REST_SECONDS * 2 ** min(session.exec(before).one(), MOST_DOUBLINGS))
    session.execute(
        update(OutreachMessage)
        .where(
            col(OutreachMessage.customer_id) == message.customer_id,
            col(OutreachMessage.channel) == message.channel,
            col(OutreachMessage.recipient) == message.recipient,
            col(OutreachMessage.status) == OutreachMessageStatus.PENDING,
            col(OutreachMessage.send_at) < until,
        )
        .values(send_at=until)
        .execution_options(synchronize_session=False)
    )


def template_failed(session: Session, message: OutreachMessage, words: str) -> None:
    """The account does not take the template: it is not sent there any more, and paused unless another takes it."""
    approval = approvals.approval_of(session, message.template_id, message.provider)
    if approval is not None and approval.status == ApprovalStatus.APPROVED:
        approvals.note(session, approval, ApprovalStatus.REJECTED, words, "")
    if not approvals.approved_elsewhere(session, message.template_id, message.provider):
        campaign = session.get(OutreachCampaign, message.outreach_campaign_id)
        pause(session, message.customer_id, message.channel, words, campaign)


def account_failed(session: Session, message: OutreachMessage, words: str) -> None:
    """The account itself is refused: show it. Another account stands in; without one everything is paused that
    would run into the same wall."""
    account = find(session, message.provider)
    is_known = account is not None and account.status == IntegrationStatus.FAILING
    mark_failing(session, message.customer_id, message.provider, words)
    others = stand_ins(session, message.channel, message.provider)
    if not others:
        pause(session, message.customer_id, message.channel, words)
    if not others or is_known:
        return
    title = f"{entry_for(message.provider).title} refuses your account; {entry_for(others[0]).title} stands in"
    notify(session, message.customer_id, "account_notice", title, words, "/settings/integrations")


def stand_ins(session: Session, channel: Channel, provider: str) -> list[str]:
    """The customer's other accounts of the channel that work, the next one first."""
    rows = sending_accounts(session, channel)
    return [row.provider for row in rows if row.provider != provider and row.status == IntegrationStatus.CONNECTED]


def pause(
    session: Session,
    customer_id: int,
    channel: Channel,
    words: str,
    campaign: OutreachCampaign | None = None,
    through: str = "",
) -> None:
    """Pause one campaign, all running ones that wrote through an account lately, or all of the channel; tell everyone
    why, once."""
    running = select(OutreachCampaign).where(
        OutreachCampaign.customer_id == customer_id,
        OutreachCampaign.status == OutreachCampaignStatus.RUNNING,
    )
    if campaign is not None:
        running = running.where(OutreachCampaign.id == campaign.id)
    else:
        later = select(CampaignStep.outreach_campaign_id).where(CampaignStep.channel == channel)
        running = running.where(or_(OutreachCampaign.type == channel, col(OutreachCampaign.id).in_(later)))
    if through:
        wrote = select(OutreachMessage.outreach_campaign_id).where(
            OutreachMessage.customer_id == customer_id,
            OutreachMessage.provider == through,
            col(OutreachMessage.sent_at) > now() - LATELY,
        )
        running = running.where(col(OutreachCampaign.id).in_(wrote))
    found = session.exec(running).all()
    names, chosen = [one.name for one in found], [one.id for one in found]
    if not names:
        return
    session.execute(
        update(OutreachCampaign)
        .where(col(OutreachCampaign.id).in_(chosen))
        .values(status=OutreachCampaignStatus.PAUSED, paused_reason=words[:1000])
        .execution_options(synchronize_session="fetch")
    )
    for one in found:
        audit.record(session, system_scope(customer_id), "campaign_paused", one.public_id, {"why": words[:500]})
    what = f"“{names[0]}” was paused" if len(names) == 1 else f"{len(names)} {CHANNEL_WORDS[channel]} campaigns paused"
    notify(session, customer_id, "campaign_paused", what, words, _LINKS[channel])
    announce(session, customer_id, Topic.CAMPAIGNS)
    announce(session, customer_id, Topic.OUTREACH)
