"""Starts the searches whose hour has come."""

from sqlmodel import Session, col, select

from services.core.clock import now
from services.models import Customer, RunStatus, ScrapingCampaign, ScrapingRun, ScrapingStatus
from services.queue import JobName, enqueue
from services.sourcing.rules import next_run_at

MOST_AT_ONCE = 500


def start_due(session: Session) -> int:
    """Queue a run of every active campaign that is due, across customers; returns how many were queued.

    A campaign that still runs is not started again: it waits for its next hour.
    """
    at = now()
    due = session.exec(
        select(ScrapingCampaign, Customer.zone)
        .join(Customer, col(Customer.id) == col(ScrapingCampaign.customer_id))
        .where(ScrapingCampaign.status == ScrapingStatus.ACTIVE, col(ScrapingCampaign.next_run_at) <= at)
        .order_by(col(ScrapingCampaign.next_run_at))
        .limit(MOST_AT_ONCE)
        .with_for_update(of=ScrapingCampaign, skip_locked=True)
    ).all()
    started = 0
    for campaign, zone in due:
        campaign.next_run_at = next_run_at(at, campaign.frequency, campaign.run_at_hour, zone)
        if not _is_running(session, campaign):
            _queue_run(session, campaign)
            started += 1
    return started


def _is_running(session: Session, campaign: ScrapingCampaign) -> bool:
    live = select(ScrapingRun.id).where(
        ScrapingRun.scraping_campaign_id == campaign.id,
        col(ScrapingRun.status).in_((RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.WAITING)),
    )
    return session.exec(live.limit(1)).first() is not None


def _queue_run(session: Session, campaign: ScrapingCampaign) -> None:
    run = ScrapingRun(customer_id=campaign.customer_id, scraping_campaign_id=campaign.id or 0, trigger="schedule")
    session.add(run)
    session.flush()
    enqueue(
        session,
        JobName.RUN_SCRAPING,
        customer_id=campaign.customer_id,
        unique=f"scrape:{run.id}",
        lock=f"scrape:{campaign.id}",
        run_id=run.id,
    )
