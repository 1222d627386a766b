"""Starts searches that are due and runs them."""

from jobs.registry import every, job
from services.db import system_transaction
from services.queue import JobName
from services.sourcing.actions import start_due
from services.sourcing.outside import check_due
from services.sourcing.run import run_campaign


@every(seconds=30)
@job(JobName.START_DUE_SCRAPING, queue="sourcing")
def start_due_scraping() -> None:
    """Queue a run of every campaign whose hour has come."""
    with system_transaction() as session:
        start_due(session)


@job(JobName.RUN_SCRAPING, queue="sourcing")
async def run_scraping(run_id: int) -> None:
    """Search, recognise, score and store; goes on where a killed run stopped."""
    await run_campaign(run_id)


@every(seconds=15)
@job(JobName.CHECK_OUTSIDE_RUNS, queue="sourcing", retries=2)
async def check_outside_runs(owner_id: int = 0, outside_id: int = 0) -> None:
    """Ask providers about the runs we ordered there; by the clock, those whose webhook did not come."""
    await check_due(owner_id, outside_id)
