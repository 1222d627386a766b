"""A lead's history, written in the transaction that made it."""

from sqlmodel import Session

from services.live import Topic, announce
from services.models import Lead, LeadEvent


def record_lead_event(session: Session, lead: Lead, kind: str, text: str, *, user_id: int = 0) -> None:
    """One line of the timeline; open pages of this customer refresh. `user_id` 0 is the product itself."""
    session.add(
        LeadEvent(customer_id=lead.customer_id, lead_id=lead.id or 0, kind=kind, text=text[:4000], user_id=user_id)
    )
    announce(session, lead.customer_id, Topic.LEADS, lead.public_id)
