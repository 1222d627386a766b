"""What providers told us, handled after it was acknowledged."""

from jobs.registry import every, job
from services.inbound import files, handling, mailboxes, polling, statuses, sweeping
from services.queue import JobName


@job(JobName.HANDLE_INBOUND_EVENT, queue="inbound", retries=6, backoff=1)
async def handle_inbound_event(owner_id: int, event_id: int) -> None:
    """Handle one enquiry, or whatever else must be read at its provider first."""
    await handling.handle(owner_id, event_id)


@job(JobName.FETCH_FILE, queue="inbound", retries=8, backoff=10)
async def fetch_file(owner_id: int, attachment_id: int) -> None:
    """Fetch one file that somebody sent."""
    await files.fetch(owner_id, attachment_id)


@every(seconds=15)
@job(JobName.HANDLE_REPLIES, queue="inbound", retries=6, backoff=1)
def handle_replies(owner_id: int = 0) -> None:
    """Handle waiting replies of one customer in the order of arrival; by the clock, ask for what was missed."""
    sweeping.handle_replies(owner_id)


@every(seconds=15)
@job(JobName.HANDLE_STATUS_EVENTS, queue="inbound", retries=6, backoff=1)
def handle_status_events(owner_id: int = 0) -> None:
    """Apply waiting statuses of one customer, or by the clock of everyone whose wake-up call was missed."""
    statuses.handle_statuses(owner_id)


@every(seconds=300)
@job(JobName.POLL_LEADS, queue="inbound", retries=0)
async def poll_leads() -> None:
    """Ask platforms for enquiries that their webhooks did not bring."""
    await polling.poll_leads()


@every(seconds=30)
@job(JobName.READ_MAILBOXES, queue="inbound", retries=0)
async def read_mailboxes() -> None:
    """Read the mailboxes of connected mail servers."""
    await mailboxes.read_mailboxes()
