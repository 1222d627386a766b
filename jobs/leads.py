"""Jobs of leads."""

from jobs.registry import every, job
from services.db import system_transaction
from services.leads.reminders import tell_due
from services.queue import JobName


@every("* * * * *")
@job(JobName.TELL_REMINDERS, queue="upkeep")
def tell_reminders() -> None:
    """Tell people of the leads whose time has come."""
    with system_transaction() as session:
        tell_due(session)
