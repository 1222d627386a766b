"""The rows of new messages, the moment from which each may go, and waking those who queue and send them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session

from services.compliance.queries import address_on
from services.core.log import get_logger
from services.core.scope import system_scope
from services.db import transaction
from services.live import Topic, announce, record_activity
from services.models import Channel, Contact, Customer, OutreachCampaign
from services.outreach.rules import CHANNEL_WORDS
from services.outreach.senders import Account, hours_for
from services.outreach.texts import Filled
from services.outreach.windows import next_allowed
from services.queue import JobName, enqueue

DISPATCH = "dispatch"
log = get_logger(__name__)


def ask_to_queue(session: Session, customer_id: int) -> None:
    """New contacts or a new campaign: queue messages at once, without waiting for the campaigns' hour."""
    enqueue(
        session,
        JobName.QUEUE_OUTREACH,
        unique=f"queue_outreach:{customer_id}",
        customer_id=customer_id,
        owner_id=customer_id,
    )


def ask_to_dispatch(session: Session) -> None:
    """Wake the sender once this transaction is saved; one waits at most while one runs."""
    enqueue(session, JobName.DISPATCH_MESSAGES, unique=DISPATCH, lock=DISPATCH)


def each_locked(found: Iterable[tuple[int, int]], act: Callable[[Session, OutreachCampaign], int]) -> int:
    """Do `act` for campaigns (customer id, id), each locked in a transaction of its own; returns what it adds up to."""
    total = 0
    for customer_id, campaign_id in found:
        with transaction(system_scope(customer_id)) as session:
            campaign = session.get(OutreachCampaign, campaign_id, with_for_update=True)
            total += act(session, campaign) if campaign else 0
    return total


def message_values(
    campaign: OutreachCampaign, contact: Contact, channel: Channel, filled: Filled, at: datetime
) -> dict[str, Any]:
    """The columns of a new message; the unique key makes it exist once a campaign, contact and step."""
    return {
        "customer_id": campaign.customer_id,
        "outreach_campaign_id": campaign.id,
        "contact_id": contact.id,
        "channel": channel,
        "recipient": address_on(contact, channel),
        "subject": filled.subject,
        "message_content": filled.text,
        "is_tracked": campaign.tracks_opens and channel == Channel.EMAIL,
        "template_variables": dict(filled.variables),
        "send_at": at,
    }


def send_at(
    customer: Customer, contact: Contact, campaign: OutreachCampaign, channel: Channel, account: Account, at: datetime
) -> datetime:
    """The first moment allowed; simulated people have no quiet hours, so that a newcomer sees it work at night."""
    if account.is_sandbox or contact.is_sandbox:
        return at
    return next_allowed(at, hours_for(customer, address_on(contact, channel), campaign))


def tell_queued(session: Session, campaign: OutreachCampaign, channel: Channel, queued: int) -> None:
    """Say that so many messages are on their way, and wake the sender."""
    if queued <= 0:
        return
    people = "1 contact" if queued == 1 else f"{queued:,} contacts"
    words = f"Writing to {people} on {CHANNEL_WORDS[channel]}: {campaign.name}"
    link = "/outreach/whatsapp" if campaign.type == Channel.WHATSAPP else "/outreach/email"
    record_activity(session, campaign.customer_id, "outreach_queued", words, link)
    announce(session, campaign.customer_id, Topic.OUTREACH)
    ask_to_dispatch(session)
    log.info("outreach_queued", customer_id=campaign.customer_id, campaign_id=campaign.public_id, queued=queued)
