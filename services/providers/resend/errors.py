"""Resend's refusals in plain words: one table, by the error's name."""

import httpx

from services.core.errors import ProviderDown, ProviderError, ProviderRefused, ProviderUnsure, Refusal
from services.providers.http import parsed, retry_after

NAME = "resend"
SERVER_ERROR = 500
_DAY_SECONDS = 3600.0  # the day's quota comes back at an hour of Resend's own: asked again every hour
LATER = "later"  # certainly not sent: try again
UNSURE = "unsure"  # perhaps sent: ask

# name → what follows, what the person reads
REFUSALS: dict[str, tuple[Refusal | str, str]] = {
    "validation_error": (Refusal.REQUEST, "Resend refused the email"),
    "missing_required_field": (Refusal.REQUEST, "Resend says that a part of the email is missing"),
    "invalid_parameter": (Refusal.REQUEST, "Resend refused the email"),
    "invalid_attachment": (Refusal.REQUEST, "Resend refused an attachment"),
    "invalid_idempotency_key": (Refusal.REQUEST, "Resend refused the email's key"),
    "invalid_from_address": (Refusal.ACCOUNT, "Resend refused the sender. Check the from address."),
    "invalid_access": (Refusal.ACCOUNT, "This Resend key may not send email. Make one with sending access."),
    "invalid_region": (Refusal.ACCOUNT, "Resend does not know this account's region."),
    "missing_api_key": (Refusal.ACCOUNT, "Resend was given no key. Enter the API key."),
    "invalid_api_key": (Refusal.ACCOUNT, "Resend refused the key. Check the API key."),
    "restricted_api_key": (Refusal.ACCOUNT, "This Resend key may only send email."),
    "security_error": (Refusal.ACCOUNT, "Resend has stopped this account. Ask Resend's support."),
    "monthly_quota_exceeded": (Refusal.ACCOUNT, "The month's emails at Resend are used up. Raise the plan there."),
    "daily_quota_exceeded": (LATER, "The day's emails at Resend are used up."),
    "rate_limit_exceeded": (LATER, "Resend asks us to slow down."),
    "invalid_idempotent_request": (UNSURE, "Resend already has another email under this key. We will check."),
    "concurrent_idempotent_requests": (UNSURE, "Resend is still working on this email. We will check."),
    "application_error": (UNSURE, "Resend had trouble with this email. We will check."),
    "internal_server_error": (UNSURE, "Resend had trouble with this email. We will check."),
    "not_found": (Refusal.REQUEST, "Resend does not have this email."),
    "method_not_allowed": (Refusal.REQUEST, "Resend does not know this call."),
}
_BY_STATUS = {401: "invalid_api_key", 403: "invalid_api_key", 413: "invalid_attachment", 429: "rate_limit_exceeded"}


def refusal(answer: httpx.Response) -> ProviderError:
    """Our error for an answer that is not 2xx."""
    body = parsed(answer)
    told = body if isinstance(body, dict) else {}
    name, message = str(told.get("name") or ""), str(told.get("message") or "")
    if name not in REFUSALS:
        default = "application_error" if answer.status_code >= SERVER_ERROR else "validation_error"
        name = _BY_STATUS.get(answer.status_code, default)
    about, words = REFUSALS[name]
    if about == UNSURE:
        return ProviderUnsure(NAME, words, name)
    if about == LATER:
        wait = retry_after(answer)
        return ProviderDown(NAME, words, name, _DAY_SECONDS if wait is None and name.startswith("daily") else wait)
    if name == "validation_error":
        return _refused_field(answer.status_code, message)
    return ProviderRefused(NAME, _with(words, message), name, Refusal(about))


def _refused_field(status: int, message: str) -> ProviderRefused:
    """`validation_error` is said of everything: which field it means is in its words alone."""
    said = message.lower()
    if "`from`" in said or "domain is not verified" in said or status == httpx.codes.FORBIDDEN:
        words = _with("Resend does not let this account send from or to this address", message)
        return ProviderRefused(NAME, words, "validation_error", Refusal.ACCOUNT)
    if "`to`" in said:
        return ProviderRefused(NAME, "This is not a valid email address.", "validation_error", Refusal.ADDRESS)
    return ProviderRefused(NAME, _with("Resend refused the email", message), "validation_error")


def _with(words: str, message: str) -> str:
    return words if words.endswith(".") or not message else f"{words}: {message[:200]}"
