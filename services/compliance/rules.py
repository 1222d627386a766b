"""Permission to write, computed from what is known about one contact on one channel."""

from dataclasses import dataclass
from enum import StrEnum

from services.core.addresses import normalise_email, normalise_phone, registrable_domain
from services.core.errors import Invalid
from services.models import Channel, ConsentStatus, WhatsAppReach


class Verdict(StrEnum):
    ALLOWED = "allowed"
    NEEDS_OPT_IN = "needs_opt_in"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class Permission:
    """A verdict and its reason in words for people."""

    verdict: Verdict
    reason: str

    @property
    def is_allowed(self) -> bool:
        return self.verdict is Verdict.ALLOWED


@dataclass(frozen=True)
class PermissionFacts:
    """`suppressed_for` is a suppression's reason ("" for none); `reach` is the customer's own choice."""

    channel: Channel
    has_address: bool
    is_invalid: bool = False
    suppressed_for: str = ""
    consent: ConsentStatus | None = None
    is_published: bool = False
    reach: WhatsAppReach | None = None


HARD_BOUNCE = "hard_bounce"  # stands against e-mail alone: it says nothing about the person


_WHY_SUPPRESSED = {
    "opt_out": "Asked you to stop",
    "unsubscribe": "Unsubscribed from your emails",
    "complaint": "Reported a message as spam",
    HARD_BOUNCE: "The address does not exist",
    "erasure": "Asked to be forgotten",
    "manual": "On your do-not-contact list",
}


def permission(facts: PermissionFacts) -> Permission:
    """Refusals first, then recorded consent, then what the channel itself asks for."""
    if facts.suppressed_for:
        return Permission(Verdict.SUPPRESSED, why_suppressed(facts.suppressed_for))
    if facts.consent is ConsentStatus.WITHDRAWN:
        return Permission(Verdict.SUPPRESSED, "Withdrew their consent")
    if facts.is_invalid:
        return Permission(Verdict.SUPPRESSED, "Marked invalid")
    if not facts.has_address:
        missing = "No phone number" if facts.channel is Channel.WHATSAPP else "No email address"
        return Permission(Verdict.SUPPRESSED, missing)
    if facts.consent is ConsentStatus.GRANTED:
        return Permission(Verdict.ALLOWED, "Opted in")
    return _without_consent(facts)


def _without_consent(facts: PermissionFacts) -> Permission:
    if facts.channel is Channel.WHATSAPP and facts.reach is not WhatsAppReach.PUBLISHED:
        chosen = "No opt-in recorded yet" if facts.reach else "Choose whom WhatsApp may reach in Settings"
        return Permission(Verdict.NEEDS_OPT_IN, chosen)
    if facts.is_published:
        return Permission(Verdict.ALLOWED, "Published for enquiries")
    return Permission(Verdict.NEEDS_OPT_IN, "Not published by the business, and no opt-in recorded")


def why_suppressed(reason: str) -> str:
    """A suppression's reason in words."""
    return _WHY_SUPPRESSED.get(reason, "On your do-not-contact list")


BY_HAND = "manual"  # put on the list by somebody here: the one reason that can be taken back


@dataclass(frozen=True)
class TypedAddress:
    """What one typed text means; exactly one is filled. `phone` is E.164, the others are lower case."""

    phone: str | None = None
    email: str | None = None
    domain: str | None = None


def typed_address(text: str, country: str = "IN") -> TypedAddress:
    """Read a phone number, an e-mail address or a company's domain; raises Invalid for anything else."""
    text = text.strip()[:500]
    if "@" in text.strip("@"):
        email = normalise_email(text, allow_reserved=True)
        if email:
            return TypedAddress(email=email)
    elif any(letter.isalpha() for letter in text):
        domain = registrable_domain(text.removeprefix("@"))
        if domain:
            return TypedAddress(domain=domain)
    else:
        phone = normalise_phone(text, country)
        if phone:
            return TypedAddress(phone=phone)
    raise Invalid("Enter a phone number, an email address or a company's domain such as acme.in.", "address")
