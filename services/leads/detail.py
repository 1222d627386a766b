"""Reads. One lead in full."""

from sqlalchemy import select
from sqlmodel import Session, col

from services.leads import rules
from services.leads.queries import get_lead, rows_of
from services.leads.types import Answer, CallRow, LeadDetail, Reason, TimelineEntry
from services.models import AdCampaign, Customer, Lead, LeadCall, LeadEvent, LostReason, OutreachCampaign, User
from services.scoring.opinions import opinion_of

TIMELINE = 100


def lead_detail(session: Session, lead_id: str) -> LeadDetail:
    """Everything the drawer shows; NotFound also means "not yours"."""
    lead = get_lead(session, lead_id)
    answers = lead.lead_data.get("answers", {})
    assignee = session.get(User, lead.assigned_to) if lead.assigned_to else None
    customer = session.get_one(Customer, lead.customer_id)
    return LeadDetail(
        row=rows_of(session, [lead])[0],
        channel=lead.channel,
        campaign=_campaign_name(session, lead.campaign_id),
        summary=str(lead.ai_analysis.get("summary", "")),
        reasons=[Reason(int(reason["points"]), str(reason["text"])) for reason in lead.ai_analysis.get("reasons", [])],
        answers=[Answer(question, str(answer)) for question, answer in answers.items()],
        timeline=_timeline(session, lead),
        calls=_calls(session, lead),
        next_statuses=[status for status in rules.STATUS_WORDS if rules.may_move(lead.status, status)],
        value_won_paise=lead.value_won_paise,
        contact_count=lead.contact_count,
        last_contact_at=lead.last_contact_at,
        assignee_id=assignee.public_id if assignee else "",
        zone=customer.zone,
        lost_because=rules.LOST_WORDS[LostReason(lead.lost_reason)] if lead.lost_reason else "",
        opinion=opinion_of(lead.ai_analysis),
    )


def _campaign_name(session: Session, campaign_id: str) -> str:
    for table in (OutreachCampaign, AdCampaign):
        name = session.execute(select(col(table.name)).where(col(table.public_id) == campaign_id)).scalar_one_or_none()
        if name:
            return name
    return ""


def _timeline(session: Session, lead: Lead) -> list[TimelineEntry]:
    newest = (
        select(LeadEvent, col(User.name))
        .outerjoin(User, col(User.id) == col(LeadEvent.user_id))
        .where(col(LeadEvent.lead_id) == lead.id)
        .order_by(col(LeadEvent.id).desc())
        .limit(TIMELINE)
    )
    return [
        TimelineEntry(event.kind, event.text, name or "", event.created_at) for event, name in session.execute(newest)
    ]


def _calls(session: Session, lead: Lead) -> list[CallRow]:
    arranged = (
        select(LeadCall, col(User.name))
        .outerjoin(User, col(User.id) == col(LeadCall.host_id))
        .where(col(LeadCall.lead_id) == lead.id)
        .order_by(col(LeadCall.at).desc())
        .limit(20)
    )
    return [
        CallRow(call.public_id, call.at, call.minutes, call.note, name or "", call.cancelled_at is not None)
        for call, name in session.execute(arranged)
    ]
