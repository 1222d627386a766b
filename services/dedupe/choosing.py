"""Which of two contacts' values the merged one keeps: by source, completeness and age, unless a person chose."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.models import Contact, OutreachStatus, Provenance, VerificationStatus

CHOSEN_FIELDS = ("name", "title", "company", "phone", "email", "city", "state", "website", "industry")
ADDRESSES = ("phone", "email")
_LEFT_ALONE = frozenset(
    {"id", "public_id", "customer_id", "created_at", "updated_at", "source", "is_sandbox", "domain", *CHOSEN_FIELDS}
)
# How far a value is to be trusted, by the words its origin's method begins with; anything else is a web page.
_TRUST = (("you", 5), ("edited", 5), ("added by hand", 5), ("import", 4), ("csv", 4), ("json-ld", 3), ("overpass", 2))
_PAGE = 3
_UNKNOWN = 1
_FURTHEST = (
    OutreachStatus.PENDING,
    OutreachStatus.BOUNCED,
    OutreachStatus.SENT,
    OutreachStatus.NO_RESPONSE,
    OutreachStatus.RESPONDED,
)
_STRICTEST = (VerificationStatus.UNVERIFIED, VerificationStatus.VERIFIED, VerificationStatus.INVALID)


def best_values(
    stays: Contact,
    goes: Contact,
    origins: Mapping[int, Sequence[Provenance]],
    chosen: Mapping[str, int],
) -> dict[str, Any]:
    """Column → value of the merged contact, for every column that a merge may change.

    `origins` are the provenance rows by contact id; `chosen` is field → id of the contact whose value a person wants.
    """
    values: dict[str, Any] = {}
    for field in CHOSEN_FIELDS:
        values[field] = getattr(_whose(field, stays, goes, origins, chosen), field)
    site = goes if values["website"] == goes.website and values["website"] != stays.website else stays
    values["domain"] = site.domain or stays.domain or goes.domain
    for column in type(stays).model_fields:
        if column not in _LEFT_ALONE:
            rule = _RULES.get(column, _first_filled)
            values[column] = rule(getattr(stays, column), getattr(goes, column))
    if goes.quality_score > stays.quality_score:
        values["ai_analysis"] = goes.ai_analysis
    return values


def _whose(
    field: str,
    stays: Contact,
    goes: Contact,
    origins: Mapping[int, Sequence[Provenance]],
    chosen: Mapping[str, int],
) -> Contact:
    if field in chosen:
        return goes if chosen[field] == goes.id else stays
    if not getattr(goes, field):
        return stays
    if not getattr(stays, field):
        return goes
    if field in ADDRESSES:
        return stays  # the address people know it by; the other one is kept as an alias
    ranks = [_rank(contact, field, origins.get(contact.id or 0, ())) for contact in (stays, goes)]
    return goes if ranks[1] > ranks[0] else stays


def _rank(contact: Contact, field: str, origins: Sequence[Provenance]) -> tuple[int, int, float]:
    """Trust in the source, how complete the value is, and when it was last seen."""
    value = str(getattr(contact, field))
    own = [origin for origin in origins if origin.field == field and origin.value == value]
    trust = max((_trust(origin.method) for origin in own), default=_UNKNOWN)
    seen = max((origin.found_at.timestamp() for origin in own), default=0.0)
    return trust, len(value.split()), seen


def _trust(method: str) -> int:
    plain = method.lower()
    return next((trust for begin, trust in _TRUST if plain.startswith(begin)), _PAGE)


def _first_filled(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        return {**other, **one}
    return one or other


def _further(one: OutreachStatus, other: OutreachStatus) -> OutreachStatus:
    return max(one, other, key=_FURTHEST.index)


def _stricter(one: VerificationStatus, other: VerificationStatus) -> VerificationStatus:
    return max(one, other, key=_STRICTEST.index)


def _later(one: Any, other: Any) -> Any:
    return max((at for at in (one, other) if at is not None), default=None)


def _earlier(one: Any, other: Any) -> Any:
    return min((at for at in (one, other) if at is not None), default=None)


_RULES: Mapping[str, Callable[[Any, Any], Any]] = {
    "quality_score": max,
    "outreach_status": _further,
    "outreach_attempts": lambda one, other: one + other,
    "last_outreach_date": _later,
    "verification_status": _stricter,
    "published_for_enquiries": lambda one, other: one or other,
    "converted_to_lead": lambda one, other: one or other,
    "converted_at": _earlier,
    "scrape_campaign_id": _first_filled,
    "ai_analysis": lambda one, _other: one,
}
