"""What a Google lead form posts: the whole lead, known by the key that was typed in beside the address."""

import hmac
import json
from typing import Any

from services.core.errors import Invalid
from services.providers.base import Credentials, Happening, WebhookRequest


class GoogleLeadForms:
    """Values: `webhook_key`, sent back by Google as `google_key`."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "GoogleLeadForms":
        return cls(credentials)

    def verify(self, request: WebhookRequest) -> bool:
        """The body carries the key, so it is read first; raises Invalid when it is no lead at all."""
        key, given = self._credentials["webhook_key"], _body(request).get("google_key")
        if not key or not isinstance(given, str):
            return False
        return hmac.compare_digest(given.encode(), key.encode())

    def happenings(self, request: WebhookRequest) -> list[Happening]:
        lead = _body(request)
        lead_id = str(lead.get("lead_id") or "")
        if not lead_id:
            raise Invalid("This lead has no lead_id.")
        data = {
            "platform": "google",
            "platform_lead_id": lead_id,
            "page_id": "",
            "form_id": str(lead.get("form_id") or ""),
            "campaign_ref": str(lead.get("campaign_id") or ""),
            "answers": _answers(lead.get("user_column_data")),
            "is_test": lead.get("is_test") in (True, "true"),
            "at": request.received_at.isoformat(),
        }
        return [Happening(f"lead:{lead_id}", "ad_lead", data)]


def _body(request: WebhookRequest) -> dict[str, Any]:
    try:
        told = json.loads(request.body)
    except ValueError:
        raise Invalid("This is not a lead from Google.") from None
    if not isinstance(told, dict):
        raise Invalid("This is not a lead from Google.")
    return told


def _answers(columns: Any) -> dict[str, str]:
    """Keyed on `column_id`: `column_name` may be missing. A custom question's name says more than its id."""
    found: dict[str, str] = {}
    for column in columns if isinstance(columns, list) else []:
        if not isinstance(column, dict) or not column.get("column_id"):
            continue
        found[str(column["column_id"])] = str(column.get("string_value") or "")
    return found
