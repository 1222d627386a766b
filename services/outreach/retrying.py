"""Writes. A person has a message that did not go out, or did not arrive, sent once more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from services import audit
from services.compliance.queries import permissions
from services.conversations.actions import dispatch_soon
from services.conversations.queries import get_conversation
from services.conversations.refusing import refuse_unanswerable
from services.core.clock import now
from services.core.errors import Conflict, NotFound
from services.core.scope import Can, Scope
from services.customers.queries import customer_of
from services.live import Topic, announce
from services.models import (
    Channel,
    Contact,
    Conversation,
    Customer,
    Message,
    MessageStatus,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    OutreachMessageStatus,
)
from services.outreach import ledger, queueing
from services.outreach.rules import not_connected
from services.outreach.senders import account_for
from services.outreach.undelivered import GONE, Narrowed, failed_after, held_message
from services.outreach.writing import ask_to_dispatch

AT_A_TIME = 500
# Resend knows a message that it took by our key for 24 hours, and would send nothing before.
AFTER_ACCEPTED = timedelta(hours=25)
_ENDED = "The campaign was ended. Duplicate it to write again."


@dataclass
class Retried:
    """How many go out again, why others stay (words → how many), and the row to go on after, 0 at the end."""

    again: int = 0
    left: Counter[str] = field(default_factory=Counter)
    after: int = 0

    def __add__(self, other: "Retried") -> "Retried":
        return Retried(self.again + other.again, self.left + other.left, other.after)


def retry_message(session: Session, scope: Scope, message_id: str) -> None:
    """Queue one failed campaign message (by public id) once more; every limit and permission holds as ever.

    Raises Conflict with the reason when it may not go out.
    """
    scope.require(Can.SEND_MESSAGES)
    message = held_message(session, message_id, OutreachMessageStatus.FAILED)
    if words := _retry(session, scope, [message]).left:
        raise Conflict(next(iter(words)))


def retry_matching(session: Session, scope: Scope, narrowed: Narrowed, after: int = 0) -> Retried:
    """Queue failed campaign messages once more, at most `AT_A_TIME` of them, beginning behind row `after`."""
    scope.require(Can.SEND_MESSAGES)
    messages = failed_after(session, narrowed, after, AT_A_TIME)
    done = _retry(session, scope, messages)
    done.after = (messages[-1].id or 0) if len(messages) == AT_A_TIME else 0
    return done


def retry_answer(session: Session, scope: Scope, message_id: str) -> None:
    """Send a failed answer of a conversation (by public id) again; raises Conflict when it may not go out."""
    message, talk = _held_answer(session, scope, message_id, MessageStatus.FAILED)
    _send_anew(session, message, talk)
    _note_down(session, scope, "answer_retried", talk)


def settle_answer(session: Session, scope: Scope, message_id: str, *, was_sent: bool) -> None:
    """A person looked at the provider and says whether an answer (by public id) went out; else it is sent again.

    Raises Conflict while the provider is still being asked, and when it may not go out again.
    """
    message, talk = _held_answer(session, scope, message_id, MessageStatus.UNKNOWN)
    if message.lease_until is not None:
        raise Conflict("We are still asking the provider about this message.")
    if was_sent:
        message.status, message.sent_at = MessageStatus.SENT, message.sent_at or message.send_at
        message.worker, message.error_message = "", ""
    else:
        _send_anew(session, message, talk)
    _note_down(session, scope, "answer_settled", talk, was_sent=was_sent)


def _held_answer(
    session: Session, scope: Scope, message_id: str, status: MessageStatus
) -> tuple[Message, Conversation]:
    scope.require(Can.SEND_MESSAGES)
    found = session.exec(
        select(Message, Conversation)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .where(Message.public_id == message_id)
        .with_for_update(of=Message)
    ).first()
    if found is None:
        raise NotFound("This message")
    if found[0].status != status:
        raise Conflict(GONE[OutreachMessageStatus(status.value)])
    return found


def _send_anew(session: Session, message: Message, talk: Conversation) -> None:
    _, lead = get_conversation(session, talk.public_id)
    refuse_unanswerable(session, talk, lead, message)
    message.status, message.attempts, message.attempt_id, message.provider_id = MessageStatus.PENDING, 0, "", ""
    message.send_at, message.sent_at, message.error_message, message.worker = now(), None, "", ""
    dispatch_soon(session)


def _note_down(session: Session, scope: Scope, action: str, talk: Conversation, **detail: Any) -> None:
    audit.record(session, scope, action, talk.public_id, detail=detail)
    announce(session, scope.customer_id, Topic.CONVERSATIONS, talk.public_id)


def _retry(session: Session, scope: Scope, messages: Sequence[OutreachMessage]) -> Retried:
    done = Retried()
    if not messages:
        return done
    stopped = _obstacles(session, customer_of(session, scope), messages)
    for message in messages:
        if words := stopped.get(message.id or 0):
            done.left[words] += 1
        else:
            _queue_again(session, message)
            done.again += 1
    if done.again:
        ask_to_dispatch(session)
        audit.record(session, scope, "messages_retried", detail={"messages": done.again})
        announce(session, scope.customer_id, Topic.OUTREACH)
    return done


def _queue_again(session: Session, message: OutreachMessage) -> None:
    """Of what the provider had taken, no late news undoes that it begins anew."""
    send_at = now()
    if message.sent_at is not None:
        message.bounced_at = send_at
        send_at = max(send_at, message.sent_at + AFTER_ACCEPTED)
    ledger.begin_anew(session, message, send_at, failed_count=-1)


def _obstacles(session: Session, customer: Customer, messages: Sequence[OutreachMessage]) -> dict[int, str]:
    """Message id → why it may not be sent again, in words."""
    ids = {message.outreach_campaign_id for message in messages}
    campaigns = session.exec(select(OutreachCampaign).where(col(OutreachCampaign.id).in_(ids)))
    closed = {one.id or 0: words for one in campaigns if (words := _reopen(session, customer, one))}
    found: dict[int, str] = {}
    for channel in Channel:
        mine = [message for message in messages if message.channel == channel]
        people = select(Contact).where(col(Contact.id).in_({message.contact_id for message in mine}))
        contacts = {contact.id or 0: contact for contact in session.exec(people)}
        allowed = permissions(session, customer, list(contacts.values()), channel)
        for message in mine:
            contact, permission = contacts[message.contact_id], allowed[message.contact_id]
            if contact.converted_to_lead:
                found[message.id or 0] = "They are a lead now: write in Conversations."
            elif not permission.is_allowed:
                found[message.id or 0] = f"{permission.reason}."
            elif words := closed.get(message.outreach_campaign_id):
                found[message.id or 0] = words
    return found


def _reopen(session: Session, customer: Customer, campaign: OutreachCampaign) -> str:
    """A campaign that was through goes on for this message alone; returns why it does not, "" when it does."""
    if campaign.status != OutreachCampaignStatus.COMPLETED:
        return ""
    account = account_for(session, customer, campaign.type)
    if account is None:
        return not_connected(campaign.type)
    if not queueing.ends_by_itself(campaign) or not queueing.is_through(session, campaign, customer, account):
        return _ENDED
    campaign.status = OutreachCampaignStatus.RUNNING
    return ""
