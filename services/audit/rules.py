"""Says in plain words what a line of the audit log stands for."""

from collections.abc import Mapping
from typing import Any

_DONE = {
    "automatic_replies_changed": "Changed the automatic replies",
    "automatic_replies_off": "Switched the automatic replies off",
    "automatic_replies_on": "Switched automatic replies on",
    "analysis_switched_off": "Switched the written analysis off",
    "analysis_switched_on": "Switched the written analysis on",
    "audience_saved": "Changed the target audience",
    "business_settings_saved": "Changed the business settings",
    "campaign_archived": "Archived the campaign",
    "campaign_duplicated": "Copied a campaign",
    "campaign_paused": "Paused the campaign",
    "campaign_resumed": "Resumed the campaign",
    "campaigns_launched": "Launched the campaigns",
    "consent_recorded": "Recorded a consent",
    "contacts_added_to_campaign": "Added contacts to a campaign",
    "contacts_deleted": "Deleted contacts",
    "contacts_exported": "Exported contacts",
    "contact_edited": "Corrected a contact",
    "contacts_imported": "Imported contacts",
    "template_saved": "Saved a template",
    "template_removed": "Removed a template",
    "contacts_marked_invalid": "Marked contacts invalid",
    "contacts_marked_unverified": "Took the mark off contacts",
    "contacts_marked_verified": "Marked contacts verified",
    "contacts_marking_undone": "Undid a marking of contacts",
    "import_started": "Started an import of contacts",
    "import_undone": "Undid an import of contacts",
    "contacts_merged": "Merged two contacts",
    "duplicates_kept_apart": "Kept two contacts apart",
    "duplicates_reopened": "Asked again about two contacts",
    "duplicates_searched": "Compared all contacts",
    "member_away": "Said that somebody is away",
    "member_back": "Said that somebody is back",
    "member_cities_saved": "Changed whose leads somebody takes",
    "lead_settings_saved": "Changed how new leads are given",
    "merge_undone": "Took a merge back",
    "integration_disconnected": "Disconnected an account",
    "integration_saved": "Connected an account",
    "answer_retried": "Sent an answer again",
    "answer_settled": "Decided about an answer in doubt",
    "message_refused": "Was not allowed to send a message",
    "messages_retried": "Sent failed messages again",
    "messages_stopped": "Stopped messages before they left",
    "opt_in_link_added": "Made an opt-in link",
    "opt_in_link_closed": "Closed an opt-in link",
    "opt_in_link_opened": "Opened an opt-in link again",
    "outreach_campaign_saved": "Saved the campaign",
    "person_suppressed": "Put a person on the do-not-contact list",
    "scraping_campaign_saved": "Saved the campaign",
    "scraping_run_started": "Started a search",
    "score_follows_learning": "Let scores follow what is learned",
    "score_version_chosen": "Chose how contacts are scored",
    "account_stopped": "Stopped the campaigns of an account",
    "answer_time_saved": "Changed how long a new lead may wait",
    "budget_saved": "Changed the monthly budget",
    "call_settings_saved": "Changed the hours for calls",
    "sending_settings_saved": "Changed the sending settings",
    "saved_reply_removed": "Removed a saved reply",
    "saved_reply_saved": "Saved a reply to use again",
    "test_sent": "Sent a test to themselves",
    "send_order_changed": "Changed the order of the accounts that send",
    "suppressions_exported": "Exported the do-not-contact list",
    "suppression_lifted": "Took an address off the do-not-contact list",
}
_FIELDS = {
    "assignment": "to whom new leads are given",
    "budget_monthly_paise": "total",
    "budget_split": "shares",
    "call_buffer_minutes": "break between calls",
    "call_days": "days for calls",
    "call_from": "start of calls",
    "call_notice_minutes": "notice before a call",
    "call_on_holidays": "calls on public holidays",
    "call_until": "end of calls",
    "contact_gap_days": "days between messages to one person",
    "daily_budget_paise": "daily budget for messages",
    "daily_limit": "messages a day of an account",
    "daily_limit_email": "emails a day",
    "holiday_state": "state for public holidays",
    "keep_holidays": "public holidays",
    "people_a_day": "people a day on WhatsApp",
    "warm_up_from": "warm-up of an account",
    "daily_limit_whatsapp": "WhatsApp messages a day",
    "quiet_from": "start of quiet hours",
    "quiet_until": "end of quiet hours",
    "send_on_sunday": "Sundays",
    "signs_automatic": "signature of automatic replies",
    "whatsapp_reach": "whom WhatsApp may reach",
    "zone": "time zone",
}
_REASONS = {
    "opt_out": "they asked you to stop",
    "unsubscribe": "they unsubscribed",
    "complaint": "they reported spam",
    "hard_bounce": "the address does not exist",
    "erasure": "they asked to be forgotten",
    "manual": "added by hand",
}
_PROVIDERS = {
    "twilio": "Twilio",
    "whatsapp_cloud": "WhatsApp Cloud",
    "gupshup": "Gupshup",
    "wati": "WATI",
    "sendgrid": "SendGrid",
    "resend": "Resend",
    "smtp": "the mail server",
    "meta": "Meta lead ads",
    "google_ads": "Google lead forms",
    "openai": "OpenAI",
    "linkedin": "LinkedIn lead forms",
    "apify": "Apify",
    "brightdata": "Bright Data",
}
_CHANNELS = {"whatsapp": "WhatsApp", "email": "Email"}


def what(action: str) -> str:
    """The sentence for an action; one that is not known reads as its own words."""
    return _DONE.get(action) or action.replace("_", " ").capitalize()


def about(detail: Mapping[str, Any]) -> str:
    """The circumstances in a few words, "" when there is nothing to add."""
    parts = [
        ", ".join(_field_words(str(field)) for field in detail.get("fields") or ()),
        _counted(detail.get("contacts")),
        _PROVIDERS.get(str(detail.get("provider", "")), ""),
        _CHANNELS.get(str(detail.get("channel", "")), ""),
        _REASONS.get(str(detail.get("reason", "")), ""),
        str(detail.get("why", "")).rstrip("."),
    ]
    text = ", ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def _field_words(field: str) -> str:
    return _FIELDS.get(field) or field.replace("_", " ")


def _counted(number: Any) -> str:
    if not isinstance(number, int):
        return ""
    return f"{number:,} contact{'' if number == 1 else 's'}"
