"""Changes many contacts at once, and counts those of customers who have many."""

from jobs.registry import every, job
from services.contacts import bulk, tallies
from services.queue import JobName


@job(JobName.RUN_BULK_TASK, queue="contacts")
def run_bulk_task(owner_id: int, task_id: int) -> None:
    """Mark, delete or choose contacts for a while; goes on where a killed run stopped."""
    bulk.run_task(owner_id, task_id)


@every(seconds=60)
@job(JobName.COUNT_CONTACTS, queue="upkeep")
def count_contacts() -> None:
    """Count again where many contacts changed, for the list of cities and for choosing the way to find."""
    tallies.count_changed()
