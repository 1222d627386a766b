"""Jobs of the inbox."""

from jobs.registry import every, job
from services.answering.actions import answer_messages as answer_waiting
from services.conversations.files import sweep
from services.conversations.snoozing import wake_due
from services.core.scope import system_scope
from services.customers.queries import customer_ids
from services.db import system_reading, system_transaction, transaction
from services.queue import JobName


@every("* * * * *")
@job(JobName.WAKE_CONVERSATIONS, queue="upkeep")
def wake_conversations() -> None:
    """Bring back conversations whose rest is over."""
    with system_transaction() as session:
        wake_due(session)


@every(seconds=15)
@job(JobName.ANSWER_MESSAGES, queue="answers", retries=4, backoff=2)
async def answer_messages(owner_id: int = 0) -> None:
    """Decide about messages of one customer that may be answered by themselves, or by the clock of everyone's."""
    await answer_waiting(owner_id)


@every("41 2 * * *")
@job(JobName.SWEEP_FILES, queue="upkeep")
def sweep_files(owner_id: int = 0) -> None:
    """Delete files of messages that are gone, of one customer or by the clock of everyone."""
    with system_reading() as session:
        owners = [owner_id] if owner_id else customer_ids(session)
    for owner in owners:
        with transaction(system_scope(owner)) as session:
            sweep(session, owner)
