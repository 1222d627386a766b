"""Google's shapes: key, field mask, error form."""

import hmac
from typing import Any

from aiohttp import web

from services.sandbox.world import world_of

_KIND = "type.googleapis.com/google.rpc.ErrorInfo"
_ESSENTIALS = {"id", "name", "nextPageToken", "attributions"}
_PRO = {
    "accessibilityOptions", "addressComponents", "adrFormatAddress", "businessStatus", "displayName",
    "formattedAddress", "googleMapsUri", "location", "photos", "plusCode", "primaryType", "primaryTypeDisplayName",
    "shortFormattedAddress", "types", "utcOffsetMinutes", "viewport",
}  # fmt: skip
_ENTERPRISE = {
    "currentOpeningHours", "internationalPhoneNumber", "nationalPhoneNumber", "priceLevel", "rating",
    "regularOpeningHours",
    "userRatingCount", "websiteUri",
}  # fmt: skip


class GoogleError(Exception):
    """Answered in the form that all of Google's APIs share."""

    def __init__(self, status: int, name: str, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.status, self.name, self.message, self.reason = status, name, message, reason

    def answer(self) -> web.Response:
        error: dict[str, Any] = {"code": self.status, "message": self.message, "status": self.name}
        if self.reason:
            metadata = {"service": "places.googleapis.com"}
            error["details"] = [
                {"@type": _KIND, "reason": self.reason, "domain": "googleapis.com", "metadata": metadata}
            ]
        return web.json_response({"error": error}, status=self.status)


@web.middleware
async def errors(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except GoogleError as problem:
        return problem.answer()


def invalid(message: str) -> GoogleError:
    return GoogleError(400, "INVALID_ARGUMENT", message)


def check_key(request: web.Request) -> None:
    """A key in the header or the address that some registered account holds."""
    key = request.headers.get("X-Goog-Api-Key") or request.query.get("key", "")
    if not key:
        words = "Method doesn't allow unregistered callers (callers without established identity)."
        raise GoogleError(403, "PERMISSION_DENIED", words)
    accounts = world_of(request).accounts.of("places")
    if not any(hmac.compare_digest(account.secret.encode(), key.encode()) for account in accounts):
        words = "API key not valid. Please pass a valid API key."
        raise GoogleError(400, "INVALID_ARGUMENT", words, "API_KEY_INVALID")


def field_mask(request: web.Request, prefix: str) -> set[str]:
    """The top fields of a place that were asked for; counts the call by what they make of it."""
    text = request.headers.get("X-Goog-FieldMask") or request.query.get("$fields", "")
    if not text:
        raise invalid(
            "FieldMask is a required parameter. See https://cloud.google.com/apis/docs/system-parameters on how to "
            "provide it."
        )
    wanted = {"*" if path == "*" else _field(path, prefix) for path in text.split(",")}
    sku = "ids" if wanted <= _ESSENTIALS else "pro" if wanted <= _ESSENTIALS | _PRO else "enterprise"
    world_of(request).places_calls[f"{'search' if prefix else 'details'}_{sku}"] += 1
    return wanted


def _field(path: str, prefix: str) -> str:
    top, _, rest = path.partition(".")
    inside = rest.partition(".")[0] if prefix and top == prefix else ""
    name = inside or (top if top == "nextPageToken" or not prefix else "")
    if name not in _ESSENTIALS | _PRO | _ENTERPRISE:
        raise invalid(f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'.")
    return name
