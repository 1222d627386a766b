"""Jobs of the inbox."""

from jobs.registry import every, job
from services.conversations.snoozing import wake_due
from services.db import system_transaction
from services.queue import JobName


@every("* * * * *")
@job(JobName.WAKE_CONVERSATIONS, queue="upkeep")
def wake_conversations() -> None:
    """Bring back conversations whose rest is over."""
    with system_transaction() as session:
        wake_due(session)
