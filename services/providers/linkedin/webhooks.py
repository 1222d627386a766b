"""What LinkedIn posts: one lead action each, signed with the app's client secret; and the challenge before it."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from services.core.errors import Invalid
from services.providers.base import Credentials, Happening, WebhookRequest

SIGNATURE = "x-li-signature"
_SIGNED_PREFIX = b"hmacsha256="
_CHALLENGE = re.compile(r"[0-9A-Za-z-]{1,100}")
_URN = re.compile(r"urn:li:leadGenFormResponse:([A-Za-z0-9_-]{1,150})")
_FORM = re.compile(r"urn:li:leadGenForm:(\d{1,20})")


def digest(secret: str, text: bytes) -> str:
    return hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


class LinkedInWebhooks:
    """One ad account. Values: `client_secret`, `account_id` (digits)."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def verify(self, request: WebhookRequest) -> bool:
        """HMAC-SHA256 over the raw body behind a fixed prefix."""
        secret, given = self._credentials["client_secret"], request.headers.get(SIGNATURE, "")
        if not secret or not given:
            return False
        expected = digest(secret, _SIGNED_PREFIX + request.body)
        return hmac.compare_digest(expected.encode(), given.strip().lower().encode())

    def challenge(self, query: Mapping[str, str]) -> dict[str, str] | None:
        """What proves that we know the client secret; None when nothing sensible was asked."""
        code, secret = query.get("challengeCode", ""), self._credentials["client_secret"]
        if not secret or not _CHALLENGE.fullmatch(code):
            return None
        return {"challengeCode": code, "challengeResponse": digest(secret, code.encode())}

    def happenings(self, request: WebhookRequest) -> list[Happening]:
        """Leads of this account that were made or deleted; other kinds of news and other accounts are not ours."""
        return [_told(event, request) for event in _events(request.body) if self._is_ours(event)]

    def _is_ours(self, event: dict[str, Any]) -> bool:
        owner = event.get("owner")
        account = owner.get("sponsoredAccount") if isinstance(owner, dict) else None
        is_lead = event.get("type") == "LEAD_ACTION" and event.get("leadAction") in {"CREATED", "DELETED"}
        return is_lead and account == account_urn(self._credentials["account_id"])


def account_urn(account_id: str) -> str:
    return f"urn:li:sponsoredAccount:{account_id}"


def lead_happening(response_id: str, form_urn: str, at: datetime, *, is_deleted: bool = False) -> Happening:
    """The same from a webhook and from a look: whichever comes first counts."""
    form = _FORM.search(form_urn)
    data = {
        "platform": "linkedin",
        "platform_lead_id": response_id,
        "sender": response_id,  # what is told of one lead is handled in its order
        "page_id": "",
        "form_id": form[1] if form else "",
        "campaign_ref": "",
        "answers": {},
        "is_test": False,
        "at": at.isoformat(),
    }
    if is_deleted:
        return Happening(f"lead:{response_id}:deleted", "ad_lead_deleted", data)
    return Happening(f"lead:{response_id}", "ad_lead", data)


def form_of(urn: Any) -> str:
    """The form's number in a (versioned) form URN, "" when there is none."""
    found = _FORM.search(str(urn or ""))
    return found[1] if found else ""


def when(milliseconds: Any) -> datetime | None:
    """LinkedIn counts time in milliseconds."""
    try:
        return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _events(body: bytes) -> list[dict[str, Any]]:
    try:
        told = json.loads(body)
    except ValueError:
        raise Invalid("This is not a webhook from LinkedIn.") from None
    events = told if isinstance(told, list) else [told]
    if not all(isinstance(event, dict) for event in events):
        raise Invalid("This is not a webhook from LinkedIn.")
    return events


def _told(event: dict[str, Any], request: WebhookRequest) -> Happening:
    urn = _URN.fullmatch(str(event.get("leadGenFormResponse") or ""))
    if urn is None:
        raise Invalid("This lead action names no response.")
    at = when(event.get("occurredAt")) or request.received_at
    return lead_happening(urn[1], str(event.get("leadGenForm") or ""), at, is_deleted=event["leadAction"] == "DELETED")
