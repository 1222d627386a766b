"""How a person and where they came from are called on screen."""

from services.models import LeadSourceName

_SOURCE_WORDS = {
    LeadSourceName.META_ADS: "Meta Ads",
    LeadSourceName.GOOGLE_ADS: "Google Ads",
    LeadSourceName.LINKEDIN_ADS: "LinkedIn Ads",
    LeadSourceName.MANUAL: "Added by hand",
}


def source_words(source: LeadSourceName, channel: str) -> str:
    """ "WhatsApp reply", "Meta Ads" …: what a row says about where the lead came from."""
    if source == LeadSourceName.OUTREACH_RESPONSE:
        return "Email reply" if channel == "email" else "WhatsApp reply"
    if source == LeadSourceName.MANUAL and channel in {"whatsapp", "email"}:
        return "Wrote to you first"
    return _SOURCE_WORDS[source]


def display_name(name: str, company: str, phone: str | None, email: str | None) -> str:
    """The best name there is for a person; never empty."""
    return name or company or phone or email or "Unnamed lead"
