"""Campaign messages from `pending` to `sending`, in two commits, both before the provider is called."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from services import audit
from services.compliance.queries import permissions
from services.compliance.rules import Permission
from services.core.clock import local_day, now, start_of_day
from services.core.ids import new_id
from services.core.log import get_logger
from services.core.scope import system_scope
from services.core.settings import get_settings
from services.db import transaction
from services.models import (
    Channel,
    Contact,
    Customer,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
)
from services.outreach import allowances, consequences, ledger, standing, steps
from services.outreach.approvals import is_approved, sids_at
from services.outreach.choosing import LOOK_AGAIN_SECONDS, choose
from services.outreach.parcels import Lane, Parcel, Taken
from services.outreach.reply_address import reply_address
from services.outreach.rules import batch_for, not_connected
from services.outreach.senders import Account, accounts_for
from services.outreach.texts import email_parts, unsubscribe_url
from services.providers.base import OutgoingMessage

MOST_LOOKS = 25  # batches of messages that may not go, which one turn puts off
log = get_logger(__name__)


def take(lane: Lane, worker: str, room: int) -> Taken:
    """Claim at most `room` due messages, then commit those that may still go out as `sending`."""
    scope = system_scope(lane.customer_id)
    with transaction(scope) as session:
        customer = session.get_one(Customer, lane.customer_id)
        accounts = accounts_for(session, customer, lane.channel)
        if not accounts:
            words = not_connected(lane.channel)
            consequences.pause(session, lane.customer_id, lane.channel, words)
            return Taken()
        account, claimed, held = _claim_first(session, customer, lane, accounts, worker, room)
    if account is None:
        return Taken(held_until=held)
    with transaction(scope) as session:
        return Taken(tuple(_mark_sending(session, customer, lane, account, worker, claimed)))


def _claim_first(
    session: Session, customer: Customer, lane: Lane, accounts: Sequence[Account], worker: str, room: int
) -> tuple[Account | None, list[int], float]:
    """Rows for the first account that may send any: the account, the rows, and until when the lane is held if none."""
    choice = choose(session, customer, accounts, lane.channel, now())
    for account in choice.accounts:
        is_probe = account.provider in choice.probed
        wanted = 1 if is_probe else min(room, batch_for(account.per_second))
        is_shared = choice.is_shared(account)
        claimed = _claim(session, customer, lane.channel, account, worker, wanted, is_shared=is_shared)
        if claimed and is_probe:
            standing.probe(session, account)
        if claimed:
            return account, claimed, 0.0
    soon = time.time() + LOOK_AGAIN_SECONDS
    return None, [], min(choice.held_until, soon) if choice.accounts else choice.held_until


def _claim(
    session: Session,
    customer: Customer,
    channel: Channel,
    account: Account,
    worker: str,
    wanted: int,
    *,
    is_shared: bool,
) -> list[int]:
    """Count what may go under every limit and lease the rows, in one transaction; what may not go is put off."""
    at = now()
    allowances.lock(session, customer)
    lease = at + timedelta(seconds=get_settings().send_lease_seconds)
    claimed: list[OutreachMessage] = []
    for _ in range(MOST_LOOKS):
        rows = session.exec(
            due_messages(channel, at, account.provider)
            .where(OutreachMessage.customer_id == customer.id)
            .order_by(col(OutreachMessage.send_at), col(OutreachMessage.id))
            .limit(wanted - len(claimed))
            .with_for_update(skip_locked=True, of=OutreachMessage)
        ).all()
        if not rows:
            break
        for row in allowances.admit(session, customer, account, rows, at, is_shared=is_shared):
            row.status, row.worker, row.lease_until = OutreachMessageStatus.CLAIMED, worker, lease
            row.attempts += 1
            claimed.append(row)
        session.flush()
        is_left = any(row.status == OutreachMessageStatus.PENDING and row.send_at <= at for row in rows)
        if is_left or len(claimed) >= wanted:
            break
    return [row.id or 0 for row in claimed]


def due_messages(channel: Channel, at: datetime, provider: str = "") -> SelectOfScalar[OutreachMessage]:
    """Pending messages of running campaigns whose moment has come and whose template is approved, at this account."""
    return (
        select(OutreachMessage)
        .join(OutreachCampaign, col(OutreachCampaign.id) == OutreachMessage.outreach_campaign_id)
        .where(
            OutreachMessage.status == OutreachMessageStatus.PENDING,
            OutreachMessage.channel == channel,
            OutreachMessage.send_at <= at,
            OutreachCampaign.status == OutreachCampaignStatus.RUNNING,
            or_(col(OutreachMessage.template_id).is_(None), is_approved(col(OutreachMessage.template_id), provider)),
        )
    )


def _mark_sending(
    session: Session, customer: Customer, lane: Lane, account: Account, worker: str, claimed: list[int]
) -> list[Parcel]:
    """The point of no return. Pause, stop and a conversion win here, at once."""
    rows = session.exec(
        select(OutreachMessage)
        .where(
            col(OutreachMessage.id).in_(claimed),
            OutreachMessage.status == OutreachMessageStatus.CLAIMED,
            OutreachMessage.worker == worker,
        )
        .order_by(col(OutreachMessage.id))
        .with_for_update()
    ).all()
    _give_back_stopped(session, customer, worker, claimed)
    running = _running(session, rows)
    stopped, late = _obstacles(session, customer, lane.channel, account, rows), steps.obstacles(session, rows)
    going: list[OutreachMessage] = []
    why: Counter[str] = Counter()
    for row in rows:
        if row.outreach_campaign_id not in running:
            release(session, customer, row, now())
        elif words := stopped.get(row.contact_id) or late.get(row.id or 0):
            cancel(session, customer, row, words)
            why[words] += 1
        else:
            going.append(row)
    for words, number in why.items():
        log.info("messages_stopped", customer_id=customer.id, channel=lane.channel, number=number, reason=words)
        detail = {"channel": lane.channel.value, "contacts": number, "why": words}
        audit.record(session, system_scope(lane.customer_id), "messages_stopped", detail=detail)
    return _departed(session, customer, lane, account, going)


def _give_back_stopped(session: Session, customer: Customer, worker: str, claimed: list[int]) -> None:
    """Somebody said stop, or the campaign was archived, between the two commits."""
    stopped = select(OutreachMessage).where(
        col(OutreachMessage.id).in_(claimed),
        OutreachMessage.status == OutreachMessageStatus.CANCELLED,
        OutreachMessage.worker == worker,
    )
    for row in session.exec(stopped.with_for_update()):
        cancel(session, customer, row, row.error_message)


def _running(session: Session, rows: Sequence[OutreachMessage]) -> set[int]:
    wanted = {row.outreach_campaign_id for row in rows}
    found = select(OutreachCampaign.id).where(
        col(OutreachCampaign.id).in_(wanted), OutreachCampaign.status == OutreachCampaignStatus.RUNNING
    )
    return {number or 0 for number in session.exec(found)}


def _obstacles(
    session: Session, customer: Customer, channel: Channel, account: Account, rows: Sequence[OutreachMessage]
) -> dict[int, str]:
    """Contact id → why it may not be written to any more, in words."""
    contacts = list(session.exec(select(Contact).where(col(Contact.id).in_({row.contact_id for row in rows}))))
    allowed = permissions(session, customer, contacts, channel)
    reasons = {contact.id or 0: _obstacle(contact, allowed[contact.id or 0], account) for contact in contacts}
    return {number: reason for number, reason in reasons.items() if reason}


def _obstacle(contact: Contact, permission: Permission, account: Account) -> str:
    if contact.is_sandbox and not account.is_sandbox:
        return "A simulated contact is never written to through a real account."
    if contact.converted_to_lead:
        return "Already a lead: write in Conversations."
    return "" if permission.is_allowed else permission.reason


def _departed(
    session: Session, customer: Customer, lane: Lane, account: Account, rows: list[OutreachMessage]
) -> list[Parcel]:
    if not rows:
        return []
    at = now()
    lease = at + timedelta(seconds=get_settings().send_lease_seconds)
    midnight = start_of_day(local_day(at, customer.zone) + timedelta(days=1), customer.zone)
    latest = min(lease - timedelta(seconds=get_settings().provider_timeout_seconds), midnight)
    held = _read_ahead(session, rows)
    sids = sids_of(session, rows, account)
    first = ledger.reserve_slots(session, account.rate_key, len(rows), account.per_second, at.timestamp())
    parcels = []
    for place, row in enumerate(rows):
        row.status, row.attempt_id, row.provider = OutreachMessageStatus.SENDING, new_id("att"), account.provider
        row.send_at, row.lease_until = at, lease  # from here on `send_at` is the moment of the attempt
        parcels.append(
            Parcel(
                lane,
                row.id or 0,
                row.attempt_id,
                row.attempts,
                outgoing(session, row, customer, account, sids),
                account,
                first + place / account.per_second,
                latest.timestamp(),  # what was counted today leaves today
            )
        )
    del held
    return parcels


def sids_of(session: Session, rows: Sequence[OutreachMessage], account: Account) -> dict[int, str]:
    """What the account calls the templates of these messages."""
    return sids_at(session, {row.template_id for row in rows if row.template_id}, account.provider)


def _read_ahead(session: Session, rows: Sequence[OutreachMessage]) -> list[Contact]:
    """One statement for what `outgoing` asks for row by row; the session forgets what nobody holds."""
    contacts = select(Contact).where(col(Contact.id).in_({row.contact_id for row in rows}))
    return list(session.exec(contacts))


def outgoing(
    session: Session, row: OutreachMessage, customer: Customer, account: Account, sids: Mapping[int, str]
) -> OutgoingMessage:
    """The message as the account sends it; the same each time, so that it can be looked up."""
    contact = session.get(Contact, row.contact_id)
    if row.channel == Channel.WHATSAPP:
        return OutgoingMessage(
            row.public_id,
            row.recipient,
            row.message_content,
            callback_url=account.callback_url,
            template_sid=sids.get(row.template_id or 0, ""),
            template_variables={name: str(value) for name, value in row.template_variables.items()},
        )
    text, html = email_parts(row.message_content, row.public_id, customer, is_tracked=row.is_tracked)
    return OutgoingMessage(
        row.public_id,
        row.recipient,
        text,
        subject=row.subject,
        html=html,
        recipient_name=contact.name if contact else "",
        reply_to=reply_address(row.public_id, account.credentials["reply_domain"]),
        unsubscribe_url=unsubscribe_url(row.public_id),
    )


def release(session: Session, customer: Customer, row: OutreachMessage, again_at: datetime, words: str = "") -> None:
    """Back to the queue; what the limits counted is given back."""
    allowances.give_back(session, customer, row)
    row.status, row.worker, row.lease_until = OutreachMessageStatus.PENDING, "", None
    row.attempt_id, row.send_at, row.error_message = "", again_at, words


def cancel(session: Session, customer: Customer, row: OutreachMessage, words: str) -> None:
    allowances.give_back(session, customer, row)
    row.status, row.worker, row.lease_until, row.error_message = OutreachMessageStatus.CANCELLED, "", None, words
