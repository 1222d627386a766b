"""What Meta says about templates, the number and the account, rather than about a message."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from services.providers.base import Happening
from services.providers.rating import Rating

_STATES = {
    "APPROVED": "approved",
    "REINSTATED": "approved",
    "UNPAUSED": "approved",
    "PENDING": "pending",
    "IN_APPEAL": "pending",
    "REJECTED": "rejected",
    "PAUSED": "paused",
    "FLAGGED": "approved",
    "DISABLED": "disabled",
    "PENDING_DELETION": "disabled",
    "DELETED": "disabled",
}
_EVENTS = {"FLAGGED": "low", "DOWNGRADE": "low", "UNFLAGGED": "high", "UPGRADE": "high"}
_TIERS = {"50": 50, "250": 250, "1k": 1_000, "2k": 2_000, "10k": 10_000, "100k": 100_000, "unlimited": 0}  # people
_QUALITY = {"RED": "low", "YELLOW": "medium", "GREEN": "high"}


def rating_of(number: Mapping[str, Any]) -> Rating:
    """What the phone number's fields say: `quality_rating`, and the limit of the whole business portfolio."""
    limit = _limit(number.get("whatsapp_business_manager_messaging_limit"))
    return Rating(_QUALITY.get(str(number.get("quality_rating") or "").upper(), ""), _TIERS.get(limit))


def _limit(tier: Any) -> str:
    """ "TIER_2K" → "2k"."""
    return str(tier or "").removeprefix("TIER_").replace("_", " ").lower()


def notice(field: str, value: Mapping[str, Any], stamp: str, received_at: datetime) -> Happening | None:
    """The happening of one change; None for what is not ours to hear."""
    told = _TOLD[field](value) if field in _TOLD else None
    if told is None:
        return None
    kind, data = told
    about = data.get("sid") or data.get("words")
    moment = datetime.fromtimestamp(int(stamp), UTC) if stamp.isdecimal() and len(stamp) < 12 else received_at
    mark = value.get("event") or data.get("category") or data.get("quality") or ""
    return Happening(f"{field}:{about}:{mark}:{stamp}", kind, {**data, "at": moment.isoformat()})


def _template(value: Mapping[str, Any], **more: str) -> tuple[str, dict[str, Any]]:
    name = str(value.get("message_template_name") or "")
    data = {"sid": name, "name": name, "state": "", "category": "", "reason": "", **more}
    return "template", data


def _template_status(value: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    state = _STATES.get(str(value.get("event") or "").upper())
    if not state:
        return None
    category = str(value.get("message_template_category") or "").lower()
    return _template(value, state=state, category=category, reason=_reason(value) if state != "approved" else "")


def _reason(value: Mapping[str, Any]) -> str:
    """Meta's own advice where it gives any, else the name of the rule."""
    info = value.get("rejection_info")
    if isinstance(info, dict):
        return " ".join(str(info[name]) for name in ("reason", "recommendation") if info.get(name))
    reason = str(value.get("reason") or "")
    return "" if reason in {"", "NONE"} else reason.replace("_", " ").capitalize()


def _template_quality(value: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    score = str(value.get("new_quality_score") or "").upper()
    words = f"People like this template less: its quality is {_QUALITY[score]} now." if score in _LOW else ""
    kind, data = _template(value, reason=words)
    return kind, {**data, "quality": score.lower()}


_LOW = {"RED", "YELLOW"}


def _template_category(value: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    category = str(value.get("new_category") or "").lower()
    return _template(value, category=category) if category else None


def _number_quality(value: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    number, event = str(value.get("display_phone_number") or ""), str(value.get("event") or "").upper()
    limit = _limit(value.get("current_limit"))
    words = {
        "FLAGGED": f"WhatsApp rates the quality of {number} as low: too many people blocked it or reported it.",
        "DOWNGRADE": f"WhatsApp lowered the limit of {number} because its quality stayed low.",
        "UPGRADE": f"WhatsApp raised the limit of {number}.",
        "UNFLAGGED": f"WhatsApp rates the quality of {number} as good again.",
    }.get(event, f"WhatsApp changed the quality of {number}.")
    kind, data = _account(f"{words} Limit: {limit}." if limit else words)
    people = {"people": _TIERS[limit]} if limit in _TIERS else {}
    return kind, {**data, "quality": _EVENTS.get(event, ""), **people}


def _account(words: str, is_failing: bool = False) -> tuple[str, dict[str, Any]]:
    return "account", {"is_failing": is_failing, "words": words}


def _account_update(value: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    event = str(value.get("event") or "").upper()
    if event == "ACCOUNT_RESTRICTION":
        restricted = value.get("restriction_info")
        kinds = [str(one.get("restriction_type") or "") for one in restricted or [] if isinstance(one, dict)]
        what = ", ".join(kind.replace("_", " ").lower() for kind in kinds if kind)
        return _account(f"WhatsApp restricted the account: {what or 'no reason given'}.", is_failing=True)
    if event == "DISABLED_UPDATE":
        return _account("WhatsApp disabled the account. Look at WhatsApp Manager.", is_failing=True)
    if event == "ACCOUNT_VIOLATION":
        return _account("WhatsApp says that the account broke its policy. Look at WhatsApp Manager.")
    return None


_TOLD = {
    "message_template_status_update": _template_status,
    "message_template_quality_update": _template_quality,
    "template_category_update": _template_category,
    "phone_number_quality_update": _number_quality,
    "account_update": _account_update,
}
