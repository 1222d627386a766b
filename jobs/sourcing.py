"""Starts searches that are due and runs them."""

from jobs.registry import every, job
from services.db import system_transaction
from services.queue import JobName
from services.sourcing.actions import start_due
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
