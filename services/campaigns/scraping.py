"""Reads. Scraping campaigns with what they found today, and their runs."""

from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from services.campaigns.findings import findings_of
from services.campaigns.rules import hour_words
from services.campaigns.sources import SOURCES
from services.campaigns.types import RunRow, ScrapingDetail, ScrapingRow, Stage
from services.core.clock import local_day, now, start_of_day
from services.core.errors import NotFound
from services.models import (
    Contact,
    Customer,
    Frequency,
    OutreachStatus,
    RunStatus,
    ScrapingCampaign,
    ScrapingRun,
    ScrapingStatus,
)

MOST_RUNS = 20
STATUS_WORDS = {
    ScrapingStatus.ACTIVE: "Active",
    ScrapingStatus.PAUSED: "Paused",
    ScrapingStatus.COMPLETED: "Archived",
}
RUN_WORDS = {
    RunStatus.QUEUED: "Waiting",
    RunStatus.RUNNING: "Running",
    RunStatus.WAITING: "Waiting for results",
    RunStatus.DONE: "Done",
    RunStatus.FAILED: "Failed",
}
_TRIGGER_WORDS = {"launch": "At launch", "manual": "Run now", "schedule": "On schedule"}


def get_scraping(session: Session, campaign_id: str) -> ScrapingCampaign:
    """The campaign with this public id; NotFound also means "not yours"."""
    found = session.exec(select(ScrapingCampaign).where(ScrapingCampaign.public_id == campaign_id)).first()
    if found is None:
        raise NotFound("The campaign")
    return found


def scraping_rows(session: Session, customer_id: int, *, archived: bool = False) -> list[ScrapingRow]:
    """Active and paused campaigns, or the archived ones, newest first."""
    zone = session.get_one(Customer, customer_id).zone
    is_archived = col(ScrapingCampaign.status) == ScrapingStatus.COMPLETED
    wanted = select(ScrapingCampaign).where(is_archived if archived else ~is_archived)
    campaigns = session.exec(wanted.order_by(col(ScrapingCampaign.id).desc())).all()
    midnight = start_of_day(local_day(now(), zone), zone)
    return [_row(session, campaign, midnight) for campaign in campaigns]


def scraping_detail(session: Session, customer_id: int, campaign_id: str) -> ScrapingDetail:
    """One campaign with its last runs."""
    campaign, customer = get_scraping(session, campaign_id), session.get_one(Customer, customer_id)
    zone = customer.zone
    criteria = campaign.search_criteria
    runs = session.exec(
        select(ScrapingRun)
        .where(ScrapingRun.scraping_campaign_id == campaign.id)
        .order_by(col(ScrapingRun.id).desc())
        .limit(MOST_RUNS)
    )
    return ScrapingDetail(
        row=_row(session, campaign, start_of_day(local_day(now(), zone), zone)),
        max_leads_per_run=campaign.max_leads_per_run,
        quality_threshold=campaign.quality_threshold,
        run_at_hour=campaign.run_at_hour,
        frequency=campaign.frequency.value,
        company_size=str(criteria.get("company_size", "")),
        directory_urls=list(campaign.directory_urls),
        runs=[_run(run) for run in runs],
        funnel=_funnel(session, campaign),
        findings=findings_of(session, campaign, customer.country),
        region=customer.country,
    )


def _funnel(session: Session, campaign: ScrapingCampaign) -> list[Stage]:
    """Found, good enough, written to, answered, lead: over the contacts that are still stored."""
    status = col(Contact.outreach_status)
    counts = session.execute(
        sa_select(
            func.count(col(Contact.id)),
            func.count(col(Contact.id)).filter(col(Contact.quality_score) >= campaign.quality_threshold),
            func.count(col(Contact.id)).filter(status != OutreachStatus.PENDING),
            func.count(col(Contact.id)).filter(status == OutreachStatus.RESPONDED),
            func.count(col(Contact.id)).filter(col(Contact.converted_to_lead).is_(True)),
        ).where(col(Contact.scrape_campaign_id) == campaign.id)
    ).one()
    names = ("Found", f"Score {campaign.quality_threshold} or more", "Written to", "Answered", "Leads")
    before = (0, *counts)
    return [
        Stage(name, count, round(100 * count / above) if above else 0)
        for name, count, above in zip(names, counts, before, strict=False)
    ]


def _run(run: ScrapingRun) -> RunRow:
    return RunRow(
        status=run.status.value,
        status_words=RUN_WORDS[run.status],
        trigger_words=_TRIGGER_WORDS.get(run.trigger, "On schedule"),
        found=run.found,
        added=run.added,
        merged=run.merged,
        rejected=run.rejected,
        cost_paise=run.cost_paise,
        errors=[_error_words(error) for error in run.errors],
        started_at=run.started_at,
        finished_at=run.finished_at,
    )


def _error_words(error: Any) -> str:
    if not isinstance(error, dict):
        return str(error)
    source = SOURCES.get(str(error.get("source", "")), str(error.get("source", "")))
    return f"{source}: {error.get('message', '')}".strip(": ")


def _row(session: Session, campaign: ScrapingCampaign, midnight: datetime) -> ScrapingRow:
    today = (col(Contact.scrape_campaign_id) == campaign.id, col(Contact.created_at) >= midnight)
    number = func.count(col(Contact.id))
    added, average = session.exec(select(number, func.avg(col(Contact.quality_score))).where(*today)).one()
    top = session.exec(
        select(Contact.city, number)
        .where(*today, col(Contact.city) != "")
        .group_by(col(Contact.city))
        .order_by(number.desc(), col(Contact.city))
    ).first()
    latest = session.exec(
        select(ScrapingRun).where(ScrapingRun.scraping_campaign_id == campaign.id).order_by(col(ScrapingRun.id).desc())
    ).first()
    criteria = campaign.search_criteria
    return ScrapingRow(
        id=campaign.public_id,
        name=campaign.name,
        status=campaign.status.value,
        status_words=STATUS_WORDS[campaign.status],
        frequency_words=f"{_often(campaign)} at {hour_words(campaign.run_at_hour)}",
        contacts_generated=campaign.contacts_generated,
        last_run_at=campaign.last_run_at,
        next_run_at=campaign.next_run_at if campaign.status == ScrapingStatus.ACTIVE else None,
        is_running=latest is not None and latest.status in (RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.WAITING),
        industries=as_list(criteria.get("industry")),
        locations=as_list(criteria.get("locations")),
        job_titles=as_list(criteria.get("job_titles")),
        keywords=as_list(criteria.get("keywords")),
        sources=[SOURCES.get(name, name) for name in campaign.sources],
        added_today=added,
        average_score=round(float(average or 0)),
        top_location=top[0] if top else "",
        top_location_count=top[1] if top else 0,
        error=_error_words(latest.errors[0]) if latest and latest.errors else "",
    )


def _often(campaign: ScrapingCampaign) -> str:
    return "Daily" if campaign.frequency == Frequency.DAILY else "Weekly"


def as_list(value: Any) -> list[str]:
    """A criterion as a list, however it was stored."""
    if isinstance(value, str):
        return [value] if value else []
    return [str(entry) for entry in value or []]
