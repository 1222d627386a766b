"""Reads. What was done to an outreach campaign, and how much it sent on each day."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import Session

from services.audit.queries import AuditRow, history_of
from services.campaigns.outreach import get_outreach
from services.core.clock import local_day, now
from services.core.scope import Can, Scope
from services.customers.queries import customer_of
from services.models import Customer, OutreachCampaign
from services.outreach.allowances import campaign_subject, days_used

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
    today, subject = local_day(now(), customer.zone), campaign_subject(campaign.id)
    first = max(local_day(campaign.launched_at or now(), customer.zone), today - timedelta(days=DAYS - 1))
    return days_used(session, customer, [subject], first, today)[subject]
