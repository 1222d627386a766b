"""What a language model is asked: about new contacts and leads, and about replies read in doubt."""

from jobs.registry import every, job
from services.analysis.actions import analyse_due
from services.opinions.actions import hear_opinions as hear_waiting
from services.queue import JobName


@every(seconds=300)
@job(JobName.ANALYSE_PEOPLE, queue="scoring", retries=4, backoff=30)
async def analyse_people(owner_id: int = 0) -> None:
    """One customer's next contacts and leads, or by the clock those of everyone who switched it on."""
    await analyse_due(owner_id)


@every(seconds=600)
@job(JobName.HEAR_OPINIONS, queue="scoring", retries=2, backoff=30)
async def hear_opinions(owner_id: int = 0) -> None:
    """What replies of one customer mean that were read in doubt, or by the clock of everyone whose wait."""
    await hear_waiting(owner_id)
