"""Writes. A conversation leaves the inbox until a time, and comes back by itself."""

from sqlalchemy import select
from sqlmodel import Session, col

from services.conversations import rules
from services.conversations.queries import get_conversation
from services.core.clock import now
from services.core.errors import Invalid
from services.core.scope import Can, Scope
from services.live import Topic, announce, notify
from services.models import Conversation, ConversationStatus, Customer, Lead
from services.people import display_name

_AT_ONCE = 500


def snooze(session: Session, scope: Scope, conversation_id: str, until: rules.Snooze) -> None:
    """Put a conversation away; raises Invalid when `until` is not offered any more today."""
    scope.require(Can.SEND_MESSAGES)
    talk, _ = get_conversation(session, conversation_id)
    zone = session.get_one(Customer, talk.customer_id).zone
    at = rules.snooze_choices(now(), zone).get(until)
    if at is None:
        raise Invalid("It is too late for that today. Choose tomorrow.", "until")
    talk.snoozed_until, talk.status, talk.unread_count = at, ConversationStatus.OPEN, 0
    announce(session, talk.customer_id, Topic.CONVERSATIONS, talk.public_id)


def unsnooze(session: Session, scope: Scope, conversation_id: str) -> None:
    """Back into the inbox now."""
    scope.require(Can.SEND_MESSAGES)
    talk, _ = get_conversation(session, conversation_id)
    talk.snoozed_until = None
    announce(session, talk.customer_id, Topic.CONVERSATIONS, talk.public_id)


def wake_due(session: Session) -> int:
    """Bring back what has rested long enough, unread and with a line in the bell; returns how many."""
    due = (
        select(Conversation, Lead)
        .join(Lead, col(Lead.id) == col(Conversation.lead_id))
        .where(col(Conversation.snoozed_until) <= now())
        .order_by(col(Conversation.snoozed_until))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True, of=Conversation)
    )
    found = session.execute(due).all()
    for talk, lead in found:
        talk.snoozed_until = None
        talk.unread_count = max(1, talk.unread_count)
        name = display_name(lead.name, lead.company, lead.phone, lead.email)
        link = f"/conversations?open={talk.public_id}"
        notify(session, talk.customer_id, "snooze_over", f"Back in the inbox: {name}", talk.last_message_text, link)
        announce(session, talk.customer_id, Topic.CONVERSATIONS, talk.public_id)
    return len(found)
