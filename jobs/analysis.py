"""Lets a language model write about new contacts and leads."""

from jobs.registry import every, job
from services.analysis.actions import analyse_due
from services.queue import JobName


@every(seconds=300)
@job(JobName.ANALYSE_PEOPLE, queue="scoring", retries=4, backoff=30)
async def analyse_people(owner_id: int = 0) -> None:
    """One customer's next contacts and leads, or by the clock those of everyone who switched it on."""
    await analyse_due(owner_id)
