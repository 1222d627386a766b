"""Reads. One line for every campaign that runs or is paused."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, col

from services.core.clock import local_day, now, start_of_day
from services.core.money import rupees
from services.core.scope import Scope
from services.dashboard.queries import customer_of
from services.dashboard.rules import percent
from services.dashboard.types import CampaignLine
from services.models import (
    AdCampaign,
    AdCampaignStatus,
    AdPlatformName,
    Channel,
    Contact,
    OutreachCampaign,
    OutreachCampaignStatus,
    OutreachMessage,
    ScrapingCampaign,
    ScrapingStatus,
)
from services.outreach.rules import DIRECT_NAME

Campaign = TypeVar("Campaign", ScrapingCampaign, AdCampaign, OutreachCampaign)
MOST = 12
_SCRAPING_WORDS = {ScrapingStatus.ACTIVE: "Active", ScrapingStatus.PAUSED: "Paused"}
_OUTREACH_WORDS = {
    OutreachCampaignStatus.SCHEDULED: "Scheduled",
    OutreachCampaignStatus.RUNNING: "Sending",
    OutreachCampaignStatus.PAUSED: "Paused",
}
_AD_WORDS = {
    AdCampaignStatus.PENDING_APPROVAL: "Not connected",
    AdCampaignStatus.ACTIVE: "Active",
    AdCampaignStatus.PAUSED: "Paused",
}


def campaign_lines(session: Session, scope: Scope) -> list[CampaignLine]:
    """Scraping first, then ads, then outreach; completed and draft ones are left out."""
    zone = customer_of(session, scope).zone
    midnight = start_of_day(local_day(now(), zone), zone)
    lines = [_scraping(session, campaign, midnight) for campaign in _open(session, ScrapingCampaign, _SCRAPING_WORDS)]
    lines += [_ad(campaign) for campaign in _open(session, AdCampaign, _AD_WORDS)]
    lines += [_outreach(session, campaign, midnight) for campaign in _open(session, OutreachCampaign, _OUTREACH_WORDS)]
    return lines[:MOST]


def _open(session: Session, table: type[Campaign], statuses: Iterable[StrEnum]) -> list[Campaign]:
    named = col(table.name) != DIRECT_NAME
    statement = select(table).where(col(table.status).in_(list(statuses)), named).order_by(col(table.id)).limit(MOST)
    return list(session.execute(statement).scalars())


def _share(done: int, whole: int) -> int:
    return min(round(percent(done, whole)), 100)


def _scraping(session: Session, campaign: ScrapingCampaign, midnight: datetime) -> CampaignLine:
    found = session.execute(
        select(func.count(col(Contact.id))).where(
            col(Contact.scrape_campaign_id) == campaign.id, col(Contact.created_at) >= midnight
        )
    ).scalar_one()
    paused = campaign.status == ScrapingStatus.PAUSED
    return CampaignLine(
        id=campaign.public_id,
        kind="scraping",
        name=campaign.name,
        kind_words="AI scraping",
        progress_words=f"{found:,} of {campaign.max_leads_per_run:,} contacts",
        share=_share(found, campaign.max_leads_per_run),
        detail=f"{campaign.contacts_generated:,} found in all",
        state=campaign.status.value,
        state_words=_SCRAPING_WORDS[campaign.status],
        can_pause=not paused,
        can_resume=paused,
        next_run_at=None if paused else campaign.next_run_at,
    )


def _outreach(session: Session, campaign: OutreachCampaign, midnight: datetime) -> CampaignLine:
    sent = session.execute(
        select(func.count(col(OutreachMessage.id))).where(
            col(OutreachMessage.outreach_campaign_id) == campaign.id, col(OutreachMessage.sent_at) >= midnight
        )
    ).scalar_one()
    paused = campaign.status == OutreachCampaignStatus.PAUSED
    return CampaignLine(
        id=campaign.public_id,
        kind=campaign.type.value,
        name=campaign.name,
        kind_words="WhatsApp" if campaign.type == Channel.WHATSAPP else "Email",
        progress_words=f"{sent:,} of {campaign.daily_limit:,} messages",
        share=_share(sent, campaign.daily_limit),
        detail=f"{_number(campaign.conversion_count, 'lead')}, {_number(campaign.response_count, 'reply', 'replies')}",
        state="running" if campaign.status == OutreachCampaignStatus.RUNNING else campaign.status.value,
        state_words=_OUTREACH_WORDS[campaign.status],
        can_pause=not paused,
        can_resume=paused,
    )


def _ad(campaign: AdCampaign) -> CampaignLine:
    cost = f", {rupees(campaign.cost_per_lead_paise)} each" if campaign.cost_per_lead_paise else ""
    return CampaignLine(
        id=campaign.public_id,
        kind=campaign.platform.value,
        name=campaign.name,
        kind_words="Meta Ads" if campaign.platform == AdPlatformName.META else "Google Ads",
        progress_words=f"{rupees(campaign.spent_paise)} of {rupees(campaign.budget_daily_paise)} a day",
        share=_share(campaign.spent_paise, campaign.budget_daily_paise),
        detail=f"{_number(campaign.leads_generated, 'lead')}{cost}",
        state=campaign.status.value,
        state_words=_AD_WORDS[campaign.status],
        can_pause=False,
        can_resume=False,
    )


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
