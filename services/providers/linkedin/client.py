"""Reads leads through LinkedIn's Lead Sync API and subscribes to news of them."""

import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from services.core.errors import ProviderDown, ProviderError, ProviderRefused, Refusal
from services.core.settings import get_settings
from services.providers.base import AdLead, Credentials, Happening
from services.providers.http import JsonApi, parsed, retry_after
from services.providers.linkedin.answers import answers_of
from services.providers.linkedin.webhooks import LinkedInWebhooks, account_urn, form_of, lead_happening, when

NAME, TITLE = "linkedin", "LinkedIn"
LEAD_TYPE = "SPONSORED"
PAGE, MOST_PAGES = 50, 40
_ID = re.compile(r"[A-Za-z0-9_-]{1,150}")
_ACCOUNT = re.compile(r"\d{1,20}")
_EXPIRED = "LinkedIn refused the access token. Create a new one and enter it in Settings."
_FORBIDDEN = "The access token may not read leads. It needs the r_marketing_leadgen_automation permission."
_VERSION = "This version of LinkedIn's interface was switched off. Set LEADGEN_LINKEDIN_VERSION to a newer month."
_WORDS = {401: _EXPIRED, 403: _FORBIDDEN, 426: _VERSION}


class LinkedIn(LinkedInWebhooks):
    """One ad account. Values: `account_id`, `access_token`, `client_secret`."""

    def __init__(self, credentials: Credentials) -> None:
        super().__init__(credentials)
        headers = {
            "Authorization": f"Bearer {credentials['access_token']}",
            "LinkedIn-Version": get_settings().linkedin_version,
            "X-Restli-Protocol-Version": "2.0.0",
        }
        self._api = JsonApi(NAME, TITLE, credentials.base_url, headers)

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "LinkedIn":
        return cls(credentials)

    async def read_lead(self, platform_lead_id: str) -> AdLead:
        """The response that a webhook named, with the words of its form's questions."""
        if not _ID.fullmatch(platform_lead_id):
            raise ProviderRefused(NAME, "LinkedIn named a lead that cannot exist.", "400")
        response = await self._get(f"/rest/leadFormResponses/{platform_lead_id}")
        form_id = form_of(response.get("versionedLeadGenFormUrn"))
        form = await self._get(f"/rest/leadForms/{form_id}") if form_id else {}
        metadata = response.get("leadMetadata")
        sponsored = metadata.get("sponsoredLeadMetadata") if isinstance(metadata, dict) else None
        campaign = str(sponsored.get("campaign") or "") if isinstance(sponsored, dict) else ""
        return AdLead(
            platform_lead_id=platform_lead_id,
            form_id=form_id,
            campaign_ref=campaign.rpartition(":")[2],
            answers=answers_of(response, form),
            created_at=when(response.get("submittedAt")),
            is_test=response.get("testLead") is True,
        )

    async def leads_since(self, since: datetime) -> list[Happening]:
        """Every response since then, oldest first: what a webhook would have told."""
        start = int(since.timestamp() * 1000)
        query = f"q=owner&owner={self._owner()}&leadType=(leadType:{LEAD_TYPE})&limitedToTestLeads=false"
        query += f"&submittedAtTimeRange=(start:{start})"
        listed = await self._pages("/rest/leadFormResponses", query)
        found = [_listed(one, since) for one in listed if _ID.fullmatch(str(one.get("id") or ""))]
        return sorted(found, key=lambda one: str(one.data["at"]))

    async def subscribe(self, address: str) -> None:
        """Have new leads of the account told to `address`; nothing when LinkedIn does so already."""
        owner = f"(value:(sponsoredAccount:{self._urn()}))"
        query = f"q=criteria&owner={owner}&leadType=(leadType:{LEAD_TYPE})"
        if any(one.get("webhook") == address for one in await self._pages("/rest/leadNotifications", query)):
            return
        wanted = {
            "webhook": address,
            "owner": {"sponsoredAccount": account_urn(self._credentials["account_id"])},
            "leadType": LEAD_TYPE,
        }
        await self._ask("POST", "/rest/leadNotifications", json.dumps(wanted).encode())

    async def test(self) -> str:
        """Lists the account's forms, which needs a working token and costs nothing."""
        told = await self._get(f"/rest/leadForms?q=owner&owner={self._owner()}&count=10&start=0")
        forms = told.get("elements")
        number = len(forms) if isinstance(forms, list) else 0
        return f"Connected to the ad account {self._credentials['account_id']}, {_counted(number)}."

    def _urn(self) -> str:
        account_id = self._credentials["account_id"]
        if not _ACCOUNT.fullmatch(account_id):
            raise ProviderRefused(NAME, "Check the ad account ID: it is a number.", "400", Refusal.ACCOUNT)
        return quote(account_urn(account_id), safe="")

    def _owner(self) -> str:
        return f"(sponsoredAccount:{self._urn()})"

    async def _pages(self, path: str, query: str) -> list[dict[str, Any]]:
        """Every element of a list, page by page, up to a bound that no account reaches between two looks."""
        found: list[dict[str, Any]] = []
        for page in range(MOST_PAGES):
            told = await self._get(f"{path}?{query}&count={PAGE}&start={page * PAGE}")
            elements = told.get("elements")
            some = [one for one in elements if isinstance(one, dict)] if isinstance(elements, list) else []
            found += some
            if len(some) < PAGE:
                break
        return found

    async def _get(self, path: str) -> dict[str, Any]:
        answer = await self._ask("GET", path)
        told = parsed(answer)
        if not isinstance(told, dict):
            raise self._api.unreadable(answer)
        return told

    async def _ask(self, method: str, path: str, body: bytes | None = None) -> httpx.Response:
        headers = {"Content-Type": "application/json"} if body else {}
        answer = await self._api.send(method, path, content=body, **headers)
        if not answer.is_success:
            raise _error(answer)
        return answer


def _listed(response: dict[str, Any], since: datetime) -> Happening:
    at = when(response.get("submittedAt")) or since
    return lead_happening(str(response["id"]), str(response.get("versionedLeadGenFormUrn") or ""), at)


def _counted(forms: int) -> str:
    if not forms:
        return "which has no lead form yet"
    return "which has one lead form" if forms == 1 else f"which has {forms} lead forms"


def _error(answer: httpx.Response) -> ProviderError:
    code = answer.status_code
    if code == 429 or code >= 500:
        return ProviderDown(NAME, "LinkedIn asks us to try again later.", str(code), retry_after(answer))
    if code in _WORDS:
        return ProviderRefused(NAME, _WORDS[code], str(code), Refusal.ACCOUNT)
    if code == 404:
        return ProviderRefused(NAME, "LinkedIn does not have this lead any more.", "404")
    return ProviderRefused(NAME, f"LinkedIn refused the request (code {code}).", str(code))
