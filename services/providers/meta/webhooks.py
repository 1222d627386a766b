"""What Meta posts: `leadgen` changes in batches of entries, signed with the app's secret."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from services.core.errors import Invalid
from services.providers.base import Credentials, Happening, WebhookRequest

SIGNATURE = "x-hub-signature-256"
_PREFIX = "sha256="


class MetaWebhooks:
    """One address serves every page: a happening says in `account` whose it is."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def accounts(self) -> set[str]:
        return {self._credentials["page_id"]} - {""}

    def verify(self, request: WebhookRequest) -> bool:
        """HMAC-SHA256 over the raw body with the app's secret."""
        secret, given = self._credentials["app_secret"], request.headers.get(SIGNATURE, "")
        if not secret or not given.startswith(_PREFIX):
            return False
        expected = hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected.encode(), given.removeprefix(_PREFIX).lower().encode())

    def happenings(self, request: WebhookRequest) -> list[Happening]:
        """Every lead of N entries × M changes; other fields of a page are not ours to hear."""
        return [_lead(entry, value, request) for entry, value in _leads(request.body)]


def pages_in(body: bytes) -> list[str]:
    """The pages that a body speaks of, each once; raises Invalid when it is not Meta's. Nothing is verified yet."""
    spoken_of = [str(entry.get("id") or "") for entry in _entries(body)]
    spoken_of += [_page(entry, value) for entry, value in _leads(body)]
    return [page for page in dict.fromkeys(spoken_of) if page]


def _leads(body: bytes) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for entry in _entries(body):
        changes = entry.get("changes")
        for change in changes if isinstance(changes, list) else []:
            value = change.get("value") if isinstance(change, dict) and change.get("field") == "leadgen" else None
            if isinstance(value, dict) and value.get("leadgen_id"):
                yield entry, value


def _entries(body: bytes) -> list[dict[str, Any]]:
    try:
        told = json.loads(body)
    except ValueError:
        raise Invalid("This is not a webhook from Meta.") from None
    entries = told.get("entry") if isinstance(told, dict) and told.get("object") == "page" else None
    if not isinstance(entries, list):
        raise Invalid("This is not a page webhook from Meta.")
    return [entry for entry in entries if isinstance(entry, dict)]


def _page(entry: dict[str, Any], value: dict[str, Any]) -> str:
    return str(value.get("page_id") or entry.get("id") or "")


def _lead(entry: dict[str, Any], value: dict[str, Any], request: WebhookRequest) -> Happening:
    lead_id = str(value["leadgen_id"])
    data = {
        "platform": "meta",
        "platform_lead_id": lead_id,
        "account": _page(entry, value),
        "page_id": _page(entry, value),
        "form_id": str(value.get("form_id") or ""),
        "campaign_ref": str(value.get("campaign_id") or ""),
        "answers": {},
        "is_test": False,
        "at": _at(value.get("created_time"), request).isoformat(),
    }
    return Happening(f"lead:{lead_id}", "ad_lead", data)


def _at(stamp: Any, request: WebhookRequest) -> datetime:
    try:
        return datetime.fromtimestamp(int(stamp), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return request.received_at
