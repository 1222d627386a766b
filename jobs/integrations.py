"""Keeps the sandbox informed of the simulated accounts."""

from jobs.registry import every, job
from services.integrations import sandbox
from services.queue import JobName


@every(seconds=20)
@job(JobName.REGISTER_SANDBOX, queue="outreach", retries=8, backoff=1)
async def register_sandbox(owner_id: int = 0) -> None:
    """Register one customer's accounts, or by the clock those of everyone that a restarted sandbox has forgotten."""
    await (sandbox.register(owner_id) if owner_id else sandbox.register_everyone())
