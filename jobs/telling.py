"""Tells people outside of the product what happened, and what did not."""

from jobs.registry import every, job
from services.queue import JobName
from services.telling import delivering, digest, escalating


@every(seconds=15)
@job(JobName.TELL_PEOPLE, queue="telling")
async def tell_people() -> None:
    """Tell everybody what is new and what is due; the clock only stands in for a wake-up that was lost."""
    await delivering.tell()


@every("* * * * *")
@job(JobName.PLAN_DIGESTS, queue="telling")
def plan_digests() -> None:
    """Plan the daily digest of everybody whose hour has come."""
    digest.plan_due()


@every(seconds=30)
@job(JobName.ESCALATE_LEADS, queue="telling")
def escalate_leads() -> None:
    """Tell owners and managers of new leads that nobody answered in time."""
    escalating.escalate_due()
