"""Writes. Move, assign, note, add by hand."""

from sqlalchemy import select
from sqlmodel import Session, col

from services.conversations.actions import conversation_of
from services.core.addresses import normalise_email, normalise_phone
from services.core.errors import Conflict, Invalid, NotFound
from services.core.scope import Can, Scope
from services.leads import rules
from services.leads.conversion import convert_contact
from services.leads.queries import find_lead, get_lead
from services.leads.scoring import score_now
from services.leads.types import NewLead
from services.live import Topic, announce
from services.models import ConversationChannel, Lead, LeadSourceName, LeadStatus, LostReason, Membership, User
from services.timeline import record_lead_event

__all__ = [
    "add_lead",
    "add_note",
    "assign",
    "convert_contact",
    "move_lead",
    "open_conversation",
    "set_value_won",
]


def move_lead(
    session: Session,
    scope: Scope,
    lead_id: str,
    to: LeadStatus,
    *,
    value_won_paise: int = 0,
    lost_reason: LostReason | None = None,
) -> Lead:
    """Give a lead another status; `value_won_paise` counts when that is Won, `lost_reason` when it is Lost."""
    scope.require(Can.EDIT_LEADS)
    lead = get_lead(session, lead_id)
    if lead.status == to:
        return lead
    if not rules.may_move(lead.status, to):
        raise Conflict(f"A lead that is {_words(lead.status)} cannot become {_words(to)}.")
    if value_won_paise < 0:
        raise Invalid("Enter an amount of ₹0 or more.", "value_won")
    why = f": {rules.LOST_WORDS[lost_reason]}" if lost_reason and to == LeadStatus.LOST else ""
    moved = f"{rules.STATUS_WORDS[lead.status]} → {rules.STATUS_WORDS[to]}{why}"
    record_lead_event(session, lead, "status", moved, user_id=scope.user_id)
    lead.status = to
    lead.lost_reason = lost_reason.value if lost_reason and to == LeadStatus.LOST else ""
    lead.value_won_paise = value_won_paise if to == LeadStatus.WON else 0
    return lead


def set_value_won(session: Session, scope: Scope, lead_id: str, value_won_paise: int) -> Lead:
    """What a won lead brought in."""
    scope.require(Can.EDIT_LEADS)
    lead = get_lead(session, lead_id)
    if lead.status != LeadStatus.WON:
        raise Conflict("Mark the lead as won first.")
    if value_won_paise < 0:
        raise Invalid("Enter an amount of ₹0 or more.", "value_won")
    lead.value_won_paise = value_won_paise
    announce(session, lead.customer_id, Topic.LEADS, lead.public_id)
    return lead


def add_note(session: Session, scope: Scope, lead_id: str, text: str) -> None:
    """A line that only the team sees."""
    scope.require(Can.EDIT_LEADS)
    lead = get_lead(session, lead_id)
    if not text.strip():
        raise Invalid("Write something first.", "note")
    record_lead_event(session, lead, "note", text.strip()[:4000], user_id=scope.user_id)


def assign(session: Session, scope: Scope, lead_id: str, user_id: str) -> Lead:
    """Make a team member responsible; "" leaves the lead to nobody."""
    scope.require(Can.EDIT_LEADS)
    lead = get_lead(session, lead_id)
    member = _member(session, scope, user_id) if user_id else None
    lead.assigned_to = member.id if member else None
    record_lead_event(
        session, lead, "assigned", f"Assigned to {member.name}" if member else "Unassigned", user_id=scope.user_id
    )
    return lead


def _member(session: Session, scope: Scope, user_id: str) -> User:
    member = session.execute(
        select(User)
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(col(User.public_id) == user_id, col(Membership.customer_id) == scope.customer_id)
    ).scalar_one_or_none()
    if member is None:
        raise NotFound("This person")
    return member


def open_conversation(session: Session, scope: Scope, lead_id: str) -> str:
    """The public id of the lead's conversation, begun here when nobody has written yet."""
    scope.require(Can.SEND_MESSAGES)
    lead = get_lead(session, lead_id)
    channel = ConversationChannel.WHATSAPP if lead.phone else ConversationChannel.EMAIL
    return conversation_of(session, lead, channel).public_id


def add_lead(session: Session, scope: Scope, new: NewLead) -> Lead:
    """A lead typed in by hand; Conflict when one has this phone or e-mail already."""
    scope.require(Can.EDIT_LEADS)
    phone, email = _addresses(new)
    if not new.name.strip():
        raise Invalid("Enter a name.", "name")
    if find_lead(session, phone=phone, email=email):
        raise Conflict("A lead with this phone or email already exists.")
    lead = Lead(
        customer_id=scope.customer_id,
        name=new.name.strip()[:200],
        phone=phone,
        email=email,
        company=new.company.strip()[:200],
        location=new.location.strip()[:200],
        source=LeadSourceName.MANUAL,
    )
    session.add(lead)
    session.flush()
    score_now(session, lead, said=new.note.strip()[:4000])
    record_lead_event(session, lead, "created", "Added by hand", user_id=scope.user_id)
    if new.note.strip():
        record_lead_event(session, lead, "note", new.note.strip()[:4000], user_id=scope.user_id)
    return lead


def _addresses(new: NewLead) -> tuple[str | None, str | None]:
    phone = normalise_phone(new.phone) if new.phone.strip() else None
    email = normalise_email(new.email) if new.email.strip() else None
    if new.phone.strip() and not phone:
        raise Invalid("Enter a phone number such as +91 98200 00000.", "phone")
    if new.email.strip() and not email:
        raise Invalid("Enter an email address such as name@company.in.", "email")
    if not phone and not email:
        raise Invalid("Enter a phone number or an email address.", "phone")
    return phone, email


def _words(status: LeadStatus) -> str:
    return rules.STATUS_WORDS[status].lower()
