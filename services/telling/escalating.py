"""A new lead that nobody answered: whoever runs the business is told, once."""

from datetime import datetime

from sqlmodel import Session, col, select

from services.calls.queries import hours_of
from services.conversations.actions import conversation_of
from services.core.clock import now
from services.core.scope import Role, system_scope
from services.db import system_reading, transaction
from services.leads.rules import snippet
from services.live import notify
from services.models import ConversationChannel, Customer, Lead, LeadStatus, User
from services.people import display_name
from services.telling.queries import members_of
from services.telling.rules import deadline
from services.timeline import record_lead_event

TOLD = (Role.OWNER, Role.MANAGER)
_AT_ONCE = 500


def escalate_due() -> None:
    """Look at every new lead that waits, customer by customer; safe to run twice."""
    for owner in _owners():
        with transaction(system_scope(owner)) as session:
            escalate(session)


def _owners() -> list[int]:
    wanted = select(Lead.customer_id).where(col(Lead.waits_from).is_not(None)).distinct()
    with system_reading() as session:
        return sorted(session.exec(wanted))


def escalate(session: Session) -> int:
    """Tell of the session's customer's leads that waited too long; returns of how many."""
    customer = session.get_one(Customer, session.info["customer_id"])
    wanted = (
        select(Lead)
        .where(col(Lead.waits_from).is_not(None))
        .order_by(col(Lead.waits_from))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    late = 0
    for lead in session.exec(wanted).all():
        is_answered = lead.first_answer_at is not None or lead.status != LeadStatus.NEW
        if is_answered or not customer.answer_within_minutes or lead.waits_from is None:
            lead.waits_from = None
        elif _is_late(customer, lead.waits_from):
            lead.waits_from = None
            _tell(session, customer, lead)
            late += 1
    return late


def _is_late(customer: Customer, since: datetime) -> bool:
    due = deadline(since, customer.answer_within_minutes, hours_of(customer))
    return due is not None and due <= now()


def _tell(session: Session, customer: Customer, lead: Lead) -> None:
    name = display_name(lead.name, lead.company, lead.phone, lead.email)
    owner = session.get(User, lead.assigned_to) if lead.assigned_to else None
    whose = f"Assigned to {owner.name}." if owner else "Assigned to nobody."
    minutes = customer.answer_within_minutes
    title = f"Nobody answered {name} within {minutes} minute{'' if minutes == 1 else 's'}"
    channel = ConversationChannel.WHATSAPP if lead.phone else ConversationChannel.EMAIL
    link = f"/conversations?open={conversation_of(session, lead, channel).public_id}"
    record_lead_event(session, lead, "unanswered", f"{title}. {whose}")
    body = f"{whose} {snippet(lead.lead_data)}".strip()
    for member in members_of(session, customer.id or 0):
        if member.role in TOLD:
            notify(session, lead.customer_id, "lead_unanswered", title, body, link, user_id=member.user_id)
