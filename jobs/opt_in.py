"""Mails that ask whether somebody really wants to be written to."""

from jobs.registry import job
from services.opt_in import mailing
from services.queue import JobName


@job(JobName.SEND_CONFIRMATION, queue="outreach", retries=8, backoff=30)
async def send_confirmation(owner_id: int, request_id: int) -> None:
    """Send one confirmation, unless it was sent."""
    await mailing.send_confirmation(owner_id, request_id)
