"""Put a lead's score on its row, and say in the timeline when it moved."""

from dataclasses import replace

from sqlmodel import Session, col, select

from services.models import Contact, Customer, Lead, OutreachMessage
from services.scoring.rules import Audience, LeadFacts, LeadScore, score_lead
from services.timeline import record_lead_event

_TELLING = {"interested", "meeting", "question", "not_now", "not_interested", "wrong_person"}


def score_now(session: Session, lead: Lead, *, said: str = "", label: str = "") -> None:
    """Score from all that is known; `said` and `label` are what the lead said last and how it was understood."""
    before, scored_before = lead.quality_score, bool(lead.ai_analysis)
    if label in _TELLING or "label" not in lead.lead_data:
        lead.lead_data = {**lead.lead_data, "label": label}
    score = score_lead(_facts(session, lead, said), _audience(session, lead))
    _put(lead, score)
    if scored_before and score.points != before:
        verb = "rose" if score.points > before else "fell"
        record_lead_event(session, lead, "score", f"Score {verb} from {before} to {score.points}")


def _facts(session: Session, lead: Lead, said: str) -> LeadFacts:
    contact = session.get(Contact, lead.original_contact_id) if lead.original_contact_id else None
    facts = LeadFacts(
        source=lead.source,
        reply_label=str(lead.lead_data.get("label", "")),
        text="\n".join(part for part in (str(lead.lead_data.get("first_reply", "")), said) if part),
        answers={question: str(answer) for question, answer in lead.lead_data.get("answers", {}).items()},
        phone=lead.phone or "",
        email=lead.email or "",
        city=lead.location,
    )
    if contact is None:
        return facts
    return replace(facts, contact_score=contact.quality_score, answered_after_minutes=_minutes(session, contact))


def _minutes(session: Session, contact: Contact) -> int | None:
    """How long the contact took for its first answer to a campaign, in whole minutes."""
    wanted = (
        select(OutreachMessage.sent_at, OutreachMessage.responded_at)
        .where(
            col(OutreachMessage.contact_id) == contact.id,
            col(OutreachMessage.sent_at).is_not(None),
            col(OutreachMessage.responded_at).is_not(None),
        )
        .order_by(col(OutreachMessage.responded_at))
        .limit(1)
    )
    first = session.exec(wanted).first()
    sent, answered = first or (None, None)
    return max(0, int((answered - sent).total_seconds() // 60)) if sent and answered else None


def _audience(session: Session, lead: Lead) -> Audience | None:
    customer = session.get(Customer, lead.customer_id)
    return Audience.from_answers(customer.audience) if customer else None


def _put(lead: Lead, score: LeadScore) -> None:
    lead.quality_score = score.points
    lead.intent = score.intent
    lead.ai_analysis = {**lead.ai_analysis, **score.as_json()}
