"""Every job there is; a test checks that each has exactly one function in `jobs/`."""

from enum import StrEnum


class JobName(StrEnum):
    """Names are stored in the queue: renaming one strands what is waiting."""

    START_DUE_SCRAPING = "start_due_scraping"
    RUN_SCRAPING = "run_scraping"
    QUEUE_OUTREACH = "queue_outreach"
    DISPATCH_MESSAGES = "dispatch_messages"
    RECONCILE_MESSAGES = "reconcile_messages"
    SYNC_TEMPLATES = "sync_templates"
    REGISTER_SANDBOX = "register_sandbox"
    HANDLE_INBOUND_EVENT = "handle_inbound_event"
    DELETE_EXPIRED = "delete_expired"
