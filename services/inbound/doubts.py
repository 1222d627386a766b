"""A reply that was read in doubt is put on the list of those that a language model is asked about, later."""

from sqlmodel import Session

from services.core.clock import now
from services.integrations.queries import find
from services.models import ReplyReading
from services.queue import JobName, enqueue


def want_opinion(session: Session, row: ReplyReading, provider: str) -> None:
    """Ask, once this transaction is saved, what a reply through `provider` means; the webhook waits for none."""
    if not may_ask(session, provider):
        return
    owner = row.customer_id
    row.opinion_due_at = now()
    enqueue(session, JobName.HEAR_OPINIONS, unique=f"opinions:{owner}", customer_id=owner, owner_id=owner)


def may_ask(session: Session, provider: str) -> bool:
    """Whether there is a model to ask. The simulated one is not asked about what real people wrote."""
    model = find(session, "openai")
    if model is None or not model.is_sandbox:
        return model is not None
    account = find(session, provider)
    return account is not None and account.is_sandbox
