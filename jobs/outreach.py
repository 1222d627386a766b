"""Queues, sends and reconciles messages; follows the approval of templates."""

from jobs.registry import every, job
from services.outreach import approval, quality, queueing, reconciling, sending
from services.queue import JobName


@every(seconds=60)
@job(JobName.QUEUE_OUTREACH, queue="outreach")
def queue_outreach(owner_id: int = 0) -> None:
    """Queue the campaigns whose hour has come; all running ones of one customer when asked."""
    queueing.queue_due(owner_id)


@every(seconds=30)
@job(JobName.DISPATCH_MESSAGES, queue="outreach")
async def dispatch_messages() -> None:
    """Send what is due until nothing is; the clock only stands in for a wake-up that was lost."""
    await sending.dispatch()


@every(seconds=15)
@job(JobName.RECONCILE_MESSAGES, queue="outreach")
async def reconcile_messages() -> None:
    """Find out what became of messages whose sender died or whose answer was lost."""
    await reconciling.reconcile()


@every(seconds=60)
@job(JobName.SYNC_TEMPLATES, queue="outreach")
async def sync_templates(owner_id: int = 0) -> None:
    """Ask WhatsApp to approve new templates, and look whether it has."""
    await approval.sync(owner_id)


@every(seconds=1800)
@job(JobName.WATCH_QUALITY, queue="outreach")
async def watch_quality() -> None:
    """Ask what WhatsApp thinks of each number: the news of a change can be lost on its way."""
    await quality.look_at_numbers()
