"""What Bright Data posts when a snapshot is ready: not signed, so it is only ever a reason to ask."""

import gzip
import io
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from services.core.errors import Invalid
from services.providers.base import Happening, WebhookRequest

MOST_UNPACKED = 1_000_000


class BrightDataWebhooks:
    """The address holds the account's unguessable key, and our own id of the collection in `ref`."""

    def verify(self, request: WebhookRequest) -> bool:
        """There is nothing to verify but the address, which was known to whoever got here."""
        return bool(request.body)

    def happenings(self, request: WebhookRequest) -> list[Happening]:
        """One: that a snapshot has changed. Which way is asked, never believed."""
        told = _body(request)
        snapshot = str(told.get("snapshot_id") or "")[:100]
        if not snapshot:
            raise Invalid("This notice names no snapshot.")
        reference = parse_qs(urlsplit(request.url).query).get("ref", [""])[0]
        data = {
            "external_id": snapshot,
            "reference": reference[:60],
            "sender": snapshot,
            "at": request.received_at.isoformat(),
        }
        return [Happening(f"snapshot:{snapshot}:{str(told.get('status') or '')[:40]}", "outside_run", data)]


def _body(request: WebhookRequest) -> dict[str, Any]:
    body = request.body
    try:
        if body[:2] == b"\x1f\x8b":
            body = gzip.GzipFile(fileobj=io.BytesIO(body)).read(MOST_UNPACKED + 1)
        told = json.loads(body[:MOST_UNPACKED])
    except (ValueError, OSError, EOFError):
        raise Invalid("This is not a notice from Bright Data.") from None
    if not isinstance(told, dict):
        raise Invalid("This is not a notice from Bright Data.")
    return told
