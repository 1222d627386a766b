"""Messages of conversations from `pending` to `sending`: the same machine, first in line, without campaign limits."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from services.compliance.queries import suppressed_reason
from services.compliance.rules import why_suppressed
from services.conversations.drafts import outgoing_files
from services.conversations.rules import window_closes_at
from services.core.clock import now
from services.core.errors import NotFound
from services.core.ids import new_id
from services.core.scope import system_scope
from services.core.settings import get_settings
from services.db import transaction
from services.integrations.catalogue import entry_for
from services.live import Topic, announce
from services.models import (
    ApprovalStatus,
    Channel,
    Conversation,
    ConversationChannel,
    Customer,
    Lead,
    Message,
    MessageStatus,
    Sender,
    Template,
)
from services.outreach import ledger
from services.outreach.approval import ask_to_sync, keep_template
from services.outreach.approvals import STOPPED, approval_of, want
from services.outreach.attaching import UNREACHABLE, heard_through, may_fetch
from services.outreach.choosing import PATIENCE_SECONDS
from services.outreach.parcels import Lane, Parcel, Taken
from services.outreach.reply_address import reply_address
from services.outreach.rules import BATCH, not_connected
from services.outreach.senders import Account, account_at, accounts_for
from services.outreach.standing import PROBE_SECONDS, probe, standings
from services.outreach.texts import Content
from services.providers.base import OutgoingMessage
from services.providers.calendars import CalendarPart
from services.providers.enclosed import seconds_for

WAIT_FOR_APPROVAL_SECONDS = 2.0
_TOO_LATE = "WhatsApp takes files only within 24 hours of their last message, from the number that they wrote to."
_BRACES = re.compile(r"[{}]")


@dataclass(frozen=True)
class _Stop:
    """Why a message does not leave now: `again_at` None means never."""

    words: str
    again_at: datetime | None = None


def take(lane: Lane, worker: str, room: int) -> Taken:
    """Commit at most `room` due messages as `sending`."""
    with transaction(system_scope(lane.customer_id)) as session:
        customer = session.get_one(Customer, lane.customer_id)
        accounts = accounts_for(session, customer, lane.channel)
        rows = session.exec(
            due_messages(now())
            .where(Message.customer_id == lane.customer_id, Message.channel == ConversationChannel(lane.channel.value))
            .order_by(col(Message.id))
            .limit(min(room, BATCH))
            .with_for_update(skip_locked=True)
        ).all()
        going: dict[str, _Going] = {}
        for row in rows:
            account = _account_of(session, row, customer, lane.channel, accounts)
            message = _ready(session, row, customer, lane.channel, account)
            if account and message and _is_free(session, row, account, going):
                going.setdefault(account.provider, _Going(account, [])).messages.append((row, message))
        parcels = [_departed(session, lane, one.account, worker, one.messages) for one in going.values()]
        return Taken(tuple(parcel for some in parcels for parcel in some))


@dataclass(frozen=True)
class _Going:
    """What leaves now through one account."""

    account: Account
    messages: list[tuple[Message, OutgoingMessage]]


def _account_of(
    session: Session, row: Message, customer: Customer, channel: Channel, accounts: Sequence[Account]
) -> Account | None:
    """On WhatsApp the number that the person wrote to, as long as it is there; else the first account that answers."""
    lead = _lead(session, row)
    named = _written_to(session, row)
    if channel == Channel.WHATSAPP and named and lead:
        own = account_at(session, customer, channel, named)
        if own and own.is_sandbox == lead.is_sandbox:
            return own
    standing = standings(session, accounts)
    free = [one for one in accounts if standing[one.rate_key].avoid_until <= time.time()]
    return next(iter(free or accounts), None)


def _lead(session: Session, row: Message) -> Lead | None:
    talk = session.get(Conversation, row.conversation_id)
    return session.get(Lead, talk.lead_id) if talk else None


def _written_to(session: Session, row: Message) -> str:
    """The provider that the answer goes back through; "" for a notice to somebody else."""
    return "" if row.extra.get("recipient") else heard_through(session, row.conversation_id, row.channel)


def _is_free(session: Session, row: Message, account: Account, going: Mapping[str, "_Going"]) -> bool:
    """Whether the account may send now; otherwise the message waits until it may, and says so."""
    standing = standings(session, [account])[account.rate_key]
    is_near = standing.avoid_until <= time.time() and standing.next_at <= time.time() + PATIENCE_SECONDS
    if is_near and not standing.failures:
        return True
    if is_near and account.provider not in going:
        probe(session, account)
        return True
    row.send_at = datetime.fromtimestamp(max(standing.free_at, time.time() + PROBE_SECONDS), UTC)
    if standing.failures:
        row.error_message = f"{entry_for(account.provider).title} does not answer. We try again."
    return False


def due_messages(at: datetime) -> SelectOfScalar[Message]:
    """What the customer or the product wrote and has not sent yet."""
    return select(Message).where(
        Message.status == MessageStatus.PENDING,
        Message.send_at <= at,
        Message.sender != Sender.LEAD,
        Message.channel != ConversationChannel.PLATFORM_CHAT,
    )


def _ready(
    session: Session, row: Message, customer: Customer, channel: Channel, account: Account | None
) -> OutgoingMessage | None:
    """The message to send; otherwise the row is failed or put off, with the reason on its bubble."""
    found = outgoing(session, row, channel, account)
    if isinstance(found, OutgoingMessage):
        return found
    row.error_message = found.words
    if found.again_at is None:
        row.status = MessageStatus.FAILED
    else:
        row.send_at = found.again_at
    talk = session.get(Conversation, row.conversation_id)
    announce(session, customer.id or 0, Topic.CONVERSATIONS, talk.public_id if talk else "")
    return None


def outgoing(session: Session, row: Message, channel: Channel, account: Account | None) -> OutgoingMessage | _Stop:
    """The message as the account sends it, or what stands against it."""
    if account is None:
        return _Stop(not_connected(channel))
    talk = session.get(Conversation, row.conversation_id)
    lead = session.get(Lead, talk.lead_id) if talk else None
    if talk is None or lead is None:
        return _Stop("This conversation is gone.")
    notice = str(row.extra.get("recipient") or "")  # a notice to the customer's own people
    recipient = notice or (lead.phone if channel == Channel.WHATSAPP else lead.email) or ""
    if not recipient:
        return _Stop("There is no address to write to.")
    if not notice and lead.is_sandbox and not account.is_sandbox:
        return _Stop("A simulated lead is never written to through a real account.")
    reason = "" if notice else suppressed_reason(session, phone=lead.phone, email=lead.email, channel=channel)
    if reason:
        return _Stop(f"{why_suppressed(reason)}. Nothing was sent.")
    if channel == Channel.EMAIL:
        return _with_files(session, row, account, _email(row, lead, account, recipient))
    made = _whatsapp(session, row, talk, account, recipient, is_notice=bool(notice))
    return _with_files(session, row, account, made)


def _with_files(
    session: Session, row: Message, account: Account, made: OutgoingMessage | _Stop
) -> OutgoingMessage | _Stop:
    """The same with the files of its message, or why they cannot go."""
    try:
        files = outgoing_files(session, row)
    except NotFound as error:
        return _Stop(error.message)
    if not files or isinstance(made, _Stop):
        return made
    if made.template_sid:
        return _Stop(_TOO_LATE)
    if not may_fetch(account.provider, is_sandbox=account.is_sandbox):
        return _Stop(UNREACHABLE)
    return replace(made, files=files)


def as_sent(session: Session, row: Message, channel: Channel) -> OutgoingMessage | None:
    """What was handed to the provider, to look it up by; None when the address is gone."""
    talk = session.get(Conversation, row.conversation_id)
    lead = session.get(Lead, talk.lead_id) if talk else None
    own = (lead.phone if channel == Channel.WHATSAPP else lead.email) if lead else ""
    recipient = str(row.extra.get("recipient") or "") or own
    return OutgoingMessage(row.public_id, recipient, row.message_text) if recipient else None


def _email(row: Message, lead: Lead, account: Account, recipient: str) -> OutgoingMessage:
    file = row.extra.get("calendar")
    return OutgoingMessage(
        row.public_id,
        recipient,
        row.message_text,
        subject=row.subject or "Your enquiry",
        recipient_name=lead.name if recipient == lead.email else "",
        reply_to=reply_address(row.public_id, account.credentials["reply_domain"]),
        in_reply_to=str(row.extra.get("in_reply_to") or ""),
        calendar=CalendarPart(str(file["method"]), str(file["text"])) if file else None,
        is_automatic=bool(row.extra.get("automatic")) and not file,
    )


def _whatsapp(
    session: Session, row: Message, talk: Conversation, account: Account, recipient: str, *, is_notice: bool
) -> OutgoingMessage | _Stop:
    """Free text within 24 hours of the person's last word; a template before and after."""
    message = OutgoingMessage(row.public_id, recipient, row.message_text, callback_url=account.callback_url)
    is_same_number = _written_to(session, row) in {"", account.provider}
    if not is_notice and is_same_number and window_closes_at(talk.last_inbound_at, now()):
        return message
    body = _BRACES.sub("", row.message_text)
    template = _chosen_template(session, row) or keep_template(session, "Message", body, Content(body))
    approval = approval_of(session, template.id, account.provider)
    if approval and approval.status in STOPPED:
        return _Stop(f"WhatsApp does not take the template. {approval.reason}".strip())
    if approval is None or approval.status != ApprovalStatus.APPROVED:
        want(session, template, account.provider)
        ask_to_sync(session)
        return _Stop("Waiting for WhatsApp to approve the text.", now() + timedelta(seconds=WAIT_FOR_APPROVAL_SECONDS))
    variables = {str(name): str(value) for name, value in (row.extra.get("template_variables") or {}).items()}
    return OutgoingMessage(
        row.public_id,
        recipient,
        row.message_text if variables else body,
        callback_url=account.callback_url,
        template_sid=approval.provider_sid,
        template_variables=variables,
    )


def _chosen_template(session: Session, row: Message) -> Template | None:
    """The template that the writer named, when it named one."""
    number = row.extra.get("template_id")
    return session.get(Template, int(number)) if number else None


def _departed(
    session: Session, lane: Lane, account: Account, worker: str, going: list[tuple[Message, OutgoingMessage]]
) -> list[Parcel]:
    if not going:
        return []
    at = now()
    lease = at + timedelta(seconds=get_settings().send_lease_seconds)
    first = ledger.reserve_slots(session, account.rate_key, len(going), account.per_second, at.timestamp())
    parcels = []
    for place, (row, message) in enumerate(going):
        row.status, row.attempt_id, row.provider = MessageStatus.SENDING, new_id("att"), account.provider
        longer = timedelta(seconds=2 * seconds_for(message.files))  # an upload may come before the sending
        row.send_at, row.lease_until, row.worker, row.error_message = at, lease + longer, worker, ""
        row.attempts += 1
        deadline = lease.timestamp() - get_settings().provider_timeout_seconds
        starts_at = first + place / account.per_second
        parcels.append(Parcel(lane, row.id or 0, row.attempt_id, row.attempts, message, account, starts_at, deadline))
    return parcels
