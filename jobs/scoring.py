"""Lets scores learn from outcomes, and follow a new card or the passing of time."""

from jobs.registry import every, job
from services.queue import JobName
from services.scoring import learning, rescoring


@every("41 * * * *")
@job(JobName.LEARN_SCORES, queue="scoring")
def learn_scores(owner_id: int = 0) -> None:
    """Learn one customer's weights, or by the clock those of everyone with enough new outcomes."""
    learning.learn_due(owner_id)


@job(JobName.RESCORE_CONTACTS, queue="scoring")
def rescore_contacts(owner_id: int, after: int = 0) -> None:
    """Score the next 1,000 contacts of one customer anew."""
    rescoring.rescore_chunk(owner_id, after)


@every("30 21 * * *")
@job(JobName.FRESHEN_SCORES, queue="scoring")
def freshen_scores() -> None:
    """Score again what the night made older."""
    rescoring.freshen()
