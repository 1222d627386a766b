"""What Apify posts when a run has ended: not signed, so it is only ever a reason to ask."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from services.core.errors import Invalid
from services.providers.base import Happening, WebhookRequest

DISPATCH = "x-apify-webhook-dispatch-id"


class ApifyWebhooks:
    """The address holds the account's unguessable key, and our own id of the run in `ref`."""

    def verify(self, request: WebhookRequest) -> bool:
        """There is nothing to verify but the address, which was known to whoever got here."""
        return bool(request.body)

    def happenings(self, request: WebhookRequest) -> list[Happening]:
        """One: that a run has changed. Which way is asked, never believed."""
        told = _body(request.body)
        event = told.get("eventData")
        run = event.get("actorRunId") if isinstance(event, dict) else None
        kind = str(told.get("eventType") or "")
        if kind == "TEST" or not run:
            return []
        reference = parse_qs(urlsplit(request.url).query).get("ref", [""])[0]
        dispatch = request.headers.get(DISPATCH, kind)
        data = {
            "external_id": str(run)[:100],
            "reference": reference[:60],
            "sender": str(run)[:100],
            "at": request.received_at.isoformat(),
        }
        return [Happening(f"run:{run}:{dispatch}", "outside_run", data)]


def _body(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        raise Invalid("This is not a webhook from Apify.") from None
    if not isinstance(told, dict) or "eventType" not in told:
        raise Invalid("This is not a webhook from Apify.")
    return told
