"""Jobs that tidy up."""

from jobs.registry import every, job
from services.db import system_transaction
from services.queue import JobName
from services.upkeep.actions import delete_expired


@every("17 * * * *")
@job(JobName.DELETE_EXPIRED, queue="upkeep")
def delete_expired_rows() -> None:
    """Delete expired sessions, live events, sign-in attempts, done jobs and firings."""
    with system_transaction() as session:
        delete_expired(session)
