"""Words and bands of contacts, without I/O."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from services.compliance.rules import Verdict
from services.contacts.types import ContactFilters
from services.models import ContactSource, OutreachMessageStatus, OutreachStatus, VerificationStatus

Member = TypeVar("Member", bound=StrEnum)
FILTERS = ("source", "score", "status", "verification", "city", "campaign")
_MAIL_CODES = re.compile(r"^\d{3}[ -](?:\d\.\d{1,3}\.\d{1,3} )?")
_PHONE = re.compile(r"\+\d{6,15}")
BANDS: dict[str, tuple[int, int]] = {"high": (80, 100), "medium": (60, 79), "low": (0, 59)}
BAND_WORDS = {"high": "80 or more", "medium": "60 to 79", "low": "Under 60"}
SOURCE_WORDS = {ContactSource.AI_SCRAPING: "AI scraping", ContactSource.MANUAL_IMPORT: "Import"}
STATUS_WORDS = {
    OutreachStatus.PENDING: "Pending",
    OutreachStatus.SENT: "Sent, no reply",
    OutreachStatus.BOUNCED: "Bounced",
    OutreachStatus.RESPONDED: "Replied",
    OutreachStatus.NO_RESPONSE: "No response",
}
VERIFICATION_WORDS = {
    VerificationStatus.UNVERIFIED: "Unverified",
    VerificationStatus.VERIFIED: "Verified",
    VerificationStatus.INVALID: "Invalid",
}
VERDICT_WORDS = {
    Verdict.ALLOWED: "Allowed",
    Verdict.NEEDS_OPT_IN: "Needs opt-in",
    Verdict.SUPPRESSED: "Do not write",
}
MESSAGE_WORDS = {
    OutreachMessageStatus.PENDING: "Waiting",
    OutreachMessageStatus.CLAIMED: "Waiting",
    OutreachMessageStatus.SENDING: "Sending",
    OutreachMessageStatus.SENT: "Sent",
    OutreachMessageStatus.DELIVERED: "Delivered",
    OutreachMessageStatus.READ: "Read",
    OutreachMessageStatus.RESPONDED: "Replied",
    OutreachMessageStatus.FAILED: "Not delivered",
    OutreachMessageStatus.UNKNOWN: "Being checked",
    OutreachMessageStatus.CANCELLED: "Stopped",
}
FIELD_LABELS = {
    "phone": "Phone",
    "email": "Email",
    "name": "Name",
    "company": "Company",
    "title": "Title",
    "city": "City",
    "state": "State",
    "website": "Website",
    "industry": "Industry",
}


def filters_from(asked: Mapping[str, str]) -> ContactFilters:
    """Filters as they stand in an address; what is not known there narrows nothing."""
    band = asked.get("score", "")
    return ContactFilters(
        source=_member(ContactSource, asked.get("source", "")),
        band=band if band in BANDS else "",
        outreach=_member(OutreachStatus, asked.get("status", "")),
        verification=_member(VerificationStatus, asked.get("verification", "")),
        city=asked.get("city", "")[:120],
        campaign=asked.get("campaign", "")[:60],
    )


def _member(kind: type[Member], value: str) -> Member | None:
    return kind(value) if value in {member.value for member in kind} else None


def subtitle(title: str, company: str, name: str) -> str:
    """ "Sales manager, Skyline Realty": what stands under the name, never the name again."""
    return ", ".join(part for part in (title, company) if part and part != name)


def origin_words(url: str, method: str) -> str:
    """Where a value was read, short enough for a line: "openstreetmap.org" or "firm.in/contact"."""
    parts = urlsplit(url)
    if not parts.netloc:
        return method or "Added by hand"
    return (parts.netloc.removeprefix("www.") + parts.path.rstrip("/"))[:80]


def csv_safe(value: str) -> str:
    """A cell that no spreadsheet runs as a formula (OWASP, CSV injection); E.164 numbers are harmless as they are."""
    if _PHONE.fullmatch(value):
        return value
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def failure_words(error: str) -> str:
    """Why a message did not arrive, without the codes that mail servers put before it (RFC 5321, RFC 3463)."""
    words = _MAIL_CODES.sub("", error).strip()
    return words[:1].upper() + words[1:] if words else "Not delivered"
