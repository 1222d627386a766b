"""Reads leads from Meta's Graph API."""

import hashlib
import hmac
import re
from datetime import datetime
from typing import Any

import httpx

from services.core.errors import ProviderDown, ProviderError, ProviderRefused, Refusal
from services.core.settings import get_settings
from services.providers.base import AdLead
from services.providers.meta.webhooks import MetaWebhooks
from services.providers.pool import trusted

NAME = "meta"
VERSION = "v26.0"
_LEAD_FIELDS = "id,created_time,ad_id,campaign_id,form_id,is_organic,platform,field_data"
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_TRANSIENT = {1, 2, 4, 17, 32, 341, 368, 613, *range(80_000, 80_015)}
_WORDS = {
    190: ("Meta refused the page access token. Create a new one and enter it in Settings.", Refusal.ACCOUNT),
    10: ("The page access token may not read leads. It needs the leads_retrieval permission.", Refusal.ACCOUNT),
    200: ("The page access token may not read leads. It needs the leads_retrieval permission.", Refusal.ACCOUNT),
    100: ("Meta does not know this lead, or the page may not read it.", Refusal.REQUEST),
}


class Meta(MetaWebhooks):
    """One page. Values: `page_id`, `page_token`, `app_secret`, `verify_token`."""

    @classmethod
    def from_credentials(cls, credentials: Any) -> "Meta":
        return cls(credentials)

    async def read_lead(self, platform_lead_id: str) -> AdLead:
        """The lead that a webhook named; an answer given several times is joined with commas."""
        if not _ID.fullmatch(platform_lead_id):
            raise ProviderRefused(NAME, "Meta named a lead that cannot exist.", "100")
        told = await self._get(platform_lead_id, _LEAD_FIELDS)
        return AdLead(
            platform_lead_id=str(told.get("id") or platform_lead_id),
            form_id=str(told.get("form_id") or ""),
            campaign_ref=str(told.get("campaign_id") or ""),
            answers=_answers(told.get("field_data")),
            created_at=_time(told.get("created_time")),
        )

    async def test(self) -> str:
        """Reads the page's name, which needs a working token and costs nothing."""
        page_id = self._credentials["page_id"]
        if not _ID.fullmatch(page_id):
            raise ProviderRefused(NAME, "Check the page ID.", "100", Refusal.ACCOUNT)
        page = await self._get(page_id, "id,name")
        return f"Connected to the page “{page.get('name') or page_id}”."

    async def _get(self, node: str, fields: str) -> dict[str, Any]:
        """The token travels in a header, never in an address that a log might keep."""
        token = self._credentials["page_token"]
        proof = hmac.new(self._credentials["app_secret"].encode(), token.encode(), hashlib.sha256).hexdigest()
        base = f"{self._credentials.base_url}/{VERSION}/"
        seconds = get_settings().provider_timeout_seconds
        try:
            async with httpx.AsyncClient(base_url=base, timeout=seconds, verify=trusted()) as client:
                answer = await client.get(
                    node,
                    params={"fields": fields, "appsecret_proof": proof},
                    headers={"Authorization": f"Bearer {token}"},
                )
        except httpx.HTTPError as error:
            raise ProviderDown(NAME, "Meta could not be reached.") from error
        return _told(answer)


def _told(answer: httpx.Response) -> dict[str, Any]:
    """Graph answers 200 with an `error` now and then, so the body decides."""
    try:
        body = answer.json()
    except ValueError:
        body = None
    if answer.is_success and isinstance(body, dict) and "error" not in body:
        return body
    raise _error(answer, body.get("error") if isinstance(body, dict) else None)


def _error(answer: httpx.Response, told: Any) -> ProviderError:
    error: dict[str, Any] = told if isinstance(told, dict) else {}
    code = _number(error.get("code"))
    if answer.status_code == 429 or answer.status_code >= 500 or code in _TRANSIENT or error.get("is_transient"):
        return ProviderDown(NAME, "Meta asks us to try again later.", str(code), _retry_after(answer))
    words, about = _WORDS.get(code, (f"Meta refused the request (code {code}).", Refusal.REQUEST))
    return ProviderRefused(NAME, words, str(code), about)


def _number(value: Any) -> int:
    return int(value) if str(value).isdigit() else 0


def _retry_after(answer: httpx.Response) -> float | None:
    given = answer.headers.get("retry-after", "")
    return float(given) if given.isdigit() else None


def _answers(field_data: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in field_data if isinstance(field_data, list) else []:
        values = entry.get("values") if isinstance(entry, dict) else None
        if isinstance(values, list) and entry.get("name"):
            found[str(entry["name"])] = ", ".join(str(value) for value in values)
    return found


def _time(value: Any) -> datetime | None:
    try:
        return datetime.strptime(str(value), "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None
