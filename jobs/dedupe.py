"""Finds duplicates: of new and changed contacts all the time, of all contacts when somebody asks."""

from jobs.registry import every, job
from services.dedupe import asking
from services.queue import JobName


@every(seconds=15)
@job(JobName.START_COMPARING, queue="dedupe")
def start_comparing() -> None:
    """Ask for a look at the contacts of every customer who has new or changed ones."""
    asking.ask_where_due()


@job(JobName.COMPARE_CONTACTS, queue="dedupe")
def compare_contacts(owner_id: int) -> None:
    """Compare one customer's new and changed contacts with the others, a few hundred at a time."""
    asking.compare_due(owner_id)


@job(JobName.COMPARE_ALL_CONTACTS, queue="dedupe")
def compare_all_contacts(owner_id: int) -> None:
    """Compare all contacts of one customer with each other."""
    asking.compare_all(owner_id)
