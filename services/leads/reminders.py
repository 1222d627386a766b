"""Reminders: somebody is told of a lead at the time that they chose."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from services.conversations.actions import conversation_of
from services.conversations.rules import one_line
from services.core.clock import now
from services.core.errors import Conflict, Invalid, NotFound
from services.core.scope import Can, Scope
from services.leads.queries import get_lead
from services.live import Topic, announce, notify
from services.models import ConversationChannel, Lead, LeadReminder
from services.people import display_name

MOST_WAITING = 20  # of one person at one lead
FURTHEST = timedelta(days=366)
_AT_ONCE = 500


@dataclass(frozen=True)
class ReminderRow:
    """One reminder that waits; its person alone sees it."""

    id: str
    at: datetime
    note: str


def remind(session: Session, scope: Scope, lead_id: str, at: datetime, note: str) -> LeadReminder:
    """Tell this person of the lead at a time (aware); raises Invalid when that is over or more than a year away."""
    scope.require(Can.EDIT_LEADS)
    lead = get_lead(session, lead_id)
    if at <= now():
        raise Invalid("Choose a time that is still to come.", "at")
    if at > now() + FURTHEST:
        raise Invalid("Choose a time within a year.", "at")
    waiting = select(func.count(col(LeadReminder.id))).where(
        col(LeadReminder.lead_id) == lead.id,
        col(LeadReminder.user_id) == scope.user_id,
        col(LeadReminder.told_at).is_(None),
    )
    if session.execute(waiting).scalar_one() >= MOST_WAITING:
        raise Conflict("There are many reminders of this lead already. Remove one first.")
    made = LeadReminder(customer_id=scope.customer_id, lead_id=lead.id or 0, user_id=scope.user_id, at=at)
    made.note = one_line(note)
    session.add(made)
    return made


def drop_reminder(session: Session, scope: Scope, reminder_id: str) -> None:
    """Take back one of one's own."""
    scope.require(Can.EDIT_LEADS)
    wanted = select(LeadReminder).where(
        col(LeadReminder.public_id) == reminder_id, col(LeadReminder.user_id) == scope.user_id
    )
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound("This reminder")
    session.delete(found)


def reminders_of(session: Session, scope: Scope, lead_id: str) -> list[ReminderRow]:
    """One's own that wait, the next first."""
    scope.require(Can.VIEW)
    lead = get_lead(session, lead_id)
    wanted = (
        select(LeadReminder)
        .where(
            col(LeadReminder.lead_id) == lead.id,
            col(LeadReminder.user_id) == scope.user_id,
            col(LeadReminder.told_at).is_(None),
        )
        .order_by(col(LeadReminder.at))
    )
    return [ReminderRow(one.public_id, one.at, one.note) for one in session.execute(wanted).scalars()]


def tell_due(session: Session) -> int:
    """Tell everyone whose time has come, each once; returns how many."""
    due = (
        select(LeadReminder, Lead)
        .join(Lead, col(Lead.id) == col(LeadReminder.lead_id))
        .where(col(LeadReminder.told_at).is_(None), col(LeadReminder.at) <= now())
        .order_by(col(LeadReminder.at))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True, of=LeadReminder)
    )
    found = session.execute(due).all()
    for reminder, lead in found:
        reminder.told_at = now()
        name = display_name(lead.name, lead.company, lead.phone, lead.email)
        channel = ConversationChannel.WHATSAPP if lead.phone else ConversationChannel.EMAIL
        link = f"/conversations?open={conversation_of(session, lead, channel).public_id}"
        words = reminder.note or "You wanted to be reminded of this lead."
        notify(session, lead.customer_id, "reminder", f"Reminder: {name}", words, link, user_id=reminder.user_id)
        announce(session, lead.customer_id, Topic.LEADS, lead.public_id)
    return len(found)
