"""Tells people outside of the product what happened."""

from jobs.registry import every, job
from services.queue import JobName
from services.telling import delivering


@every(seconds=15)
@job(JobName.TELL_PEOPLE, queue="telling")
async def tell_people() -> None:
    """Tell everybody what is new and what is due; the clock only stands in for a wake-up that was lost."""
    await delivering.tell()
