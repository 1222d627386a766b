"""Reads. What was done to an outreach campaign, and how much it sent on each day."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from services.audit.queries import AuditRow, history_of
from services.campaigns.outreach import get_outreach
from services.core.clock import local_day, now
from services.core.scope import Can, Scope
from services.customers.queries import customer_of
from services.models import Customer, OutreachCampaign, SendingLimit
from services.outreach.allowances import campaign_subject

DAYS = 30


@dataclass(frozen=True)
class Story:
    """`days` is (day in the customer's zone, sent), from the launch or 30 days ago to today, the oldest first."""

    days: list[tuple[date, int]] = field(default_factory=list)
    events: list[AuditRow] = field(default_factory=list)


def campaign_story(session: Session, scope: Scope, campaign_id: str) -> Story:
    """Of the campaign with this public id."""
    scope.require(Can.VIEW)
    campaign = get_outreach(session, campaign_id)
    return Story(_days(session, customer_of(session, scope), campaign), history_of(session, scope, campaign.public_id))


def _days(session: Session, customer: Customer, campaign: OutreachCampaign) -> list[tuple[date, int]]:
    today = local_day(now(), customer.zone)
    first = max(local_day(campaign.launched_at or now(), customer.zone), today - timedelta(days=DAYS - 1))
    wanted = select(col(SendingLimit.day), col(SendingLimit.used)).where(
        col(SendingLimit.customer_id) == customer.id,
        col(SendingLimit.subject) == campaign_subject(campaign.id),
        col(SendingLimit.day) >= first,
    )
    found = {row.day: row.used for row in session.execute(wanted)}
    return [(day, found.get(day, 0)) for day in (first + timedelta(days=n) for n in range((today - first).days + 1))]
