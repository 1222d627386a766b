"""Every job there is; a test checks that each has exactly one function in `jobs/`."""

from enum import StrEnum


class JobName(StrEnum):
    """Names are stored in the queue: renaming one strands what is waiting."""

    START_DUE_SCRAPING = "start_due_scraping"
    RUN_SCRAPING = "run_scraping"
    CHECK_OUTSIDE_RUNS = "check_outside_runs"
    QUEUE_OUTREACH = "queue_outreach"
    DISPATCH_MESSAGES = "dispatch_messages"
    RECONCILE_MESSAGES = "reconcile_messages"
    SYNC_TEMPLATES = "sync_templates"
    WATCH_QUALITY = "watch_quality"
    SEND_CONFIRMATION = "send_confirmation"
    REGISTER_SANDBOX = "register_sandbox"
    HANDLE_INBOUND_EVENT = "handle_inbound_event"
    HANDLE_REPLIES = "handle_replies"
    HANDLE_STATUS_EVENTS = "handle_status_events"
    POLL_LEADS = "poll_leads"
    READ_MAILBOXES = "read_mailboxes"
    CHECK_IMPORT = "check_import"
    RUN_IMPORT = "run_import"
    UNDO_IMPORT = "undo_import"
    CONTINUE_IMPORTS = "continue_imports"
    WAKE_CONVERSATIONS = "wake_conversations"
    FETCH_FILE = "fetch_file"
    SWEEP_FILES = "sweep_files"
    HEAR_OPINIONS = "hear_opinions"
    ANSWER_MESSAGES = "answer_messages"
    TELL_REMINDERS = "tell_reminders"
    DELETE_EXPIRED = "delete_expired"
    LEARN_SCORES = "learn_scores"
    RESCORE_CONTACTS = "rescore_contacts"
    FRESHEN_SCORES = "freshen_scores"
    ANALYSE_PEOPLE = "analyse_people"
    START_COMPARING = "start_comparing"
    COMPARE_CONTACTS = "compare_contacts"
    COMPARE_ALL_CONTACTS = "compare_all_contacts"
    RUN_BULK_TASK = "run_bulk_task"
    COUNT_CONTACTS = "count_contacts"
    TELL_PEOPLE = "tell_people"
    PLAN_DIGESTS = "plan_digests"
    ESCALATE_LEADS = "escalate_leads"


TITLES: dict[str, str] = {
    JobName.START_DUE_SCRAPING: "Start searches that are due",
    JobName.RUN_SCRAPING: "Search for contacts",
    JobName.CHECK_OUTSIDE_RUNS: "Ask about paid searches",
    JobName.QUEUE_OUTREACH: "Prepare messages",
    JobName.DISPATCH_MESSAGES: "Send messages",
    JobName.RECONCILE_MESSAGES: "Check unconfirmed messages",
    JobName.SYNC_TEMPLATES: "Ask about template approvals",
    JobName.WATCH_QUALITY: "Ask about the quality of WhatsApp numbers",
    JobName.SEND_CONFIRMATION: "Ask people to confirm their opt-in",
    JobName.REGISTER_SANDBOX: "Set up the practice accounts",
    JobName.HANDLE_INBOUND_EVENT: "Handle a reply or enquiry",
    JobName.HANDLE_REPLIES: "Handle replies",
    JobName.HANDLE_STATUS_EVENTS: "Handle receipts",
    JobName.POLL_LEADS: "Look for missed enquiries",
    JobName.READ_MAILBOXES: "Read mailboxes for answers",
    JobName.CHECK_IMPORT: "Check a file of contacts",
    JobName.RUN_IMPORT: "Import contacts",
    JobName.UNDO_IMPORT: "Undo an import",
    JobName.CONTINUE_IMPORTS: "Continue imports that stopped",
    JobName.WAKE_CONVERSATIONS: "Bring back snoozed conversations",
    JobName.FETCH_FILE: "Fetch a file that somebody sent",
    JobName.TELL_REMINDERS: "Remind people of leads",
    JobName.SWEEP_FILES: "Delete files of what is gone",
    JobName.HEAR_OPINIONS: "Ask a model about unclear replies",
    JobName.ANSWER_MESSAGES: "Answer questions by themselves",
    JobName.DELETE_EXPIRED: "Tidy up",
    JobName.LEARN_SCORES: "Learn scores from outcomes",
    JobName.RESCORE_CONTACTS: "Score contacts anew",
    JobName.FRESHEN_SCORES: "Keep scores fresh",
    JobName.ANALYSE_PEOPLE: "Write analyses",
    JobName.START_COMPARING: "Look for new contacts to compare",
    JobName.COMPARE_CONTACTS: "Find duplicates of new contacts",
    JobName.COMPARE_ALL_CONTACTS: "Find all duplicates",
    JobName.RUN_BULK_TASK: "Change many contacts",
    JobName.COUNT_CONTACTS: "Count contacts by city and source",
    JobName.TELL_PEOPLE: "Tell people what happened",
    JobName.PLAN_DIGESTS: "Prepare daily digests",
    JobName.ESCALATE_LEADS: "Look for leads without an answer",
}


def title(name: str) -> str:
    """What people read instead of a job's name."""
    return TITLES.get(name) or name.replace("_", " ").capitalize()
