"""Ask for work: `enqueue(session, JobName.X, …)` commits or rolls back with the caller's data."""

from services.queue.enqueue import enqueue
from services.queue.names import JobName
from services.queue.waking import listeners

__all__ = ["JobName", "enqueue", "listeners"]
