"""One call to the Places API (New), tried again while that may help; its errors in our words."""

import asyncio
import random
from typing import Any

import aiohttp

from services.core.errors import ProviderDown, ProviderError, ProviderRefused, ProviderUnsure, Refusal
from services.core.settings import get_settings
from services.providers.base import Credentials
from services.providers.pool import connections, timeouts

NAME = "places"
TRIES = 3
LONGEST_WAIT = 30.0
_BUSY = {429, 500, 502, 503, 504}
_IN_SETTINGS = "in Settings → Integrations"
_REASONS = {
    "API_KEY_INVALID": f"Google refused the key. Check it {_IN_SETTINGS}.",
    "SERVICE_DISABLED": "“Places API (New)” is not switched on in the Google project of this key.",
    "API_KEY_SERVICE_BLOCKED": "The key may not use “Places API (New)”. Allow it at the key's API restrictions.",
    "API_KEY_IP_ADDRESS_BLOCKED": "The key may not be used from this server. Change the key's IP restriction.",
    "API_KEY_HTTP_REFERRER_BLOCKED": "The key is restricted to web sites. Use a key without referrer restriction.",
    "BILLING_DISABLED": "The Google project of this key has no billing account.",
    "CONSUMER_SUSPENDED": "Google has suspended the project of this key.",
}


async def call(credentials: Credentials, path: str, mask: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """POST with a body, GET without one. Raises ProviderDown when Google certainly did not do it, ProviderUnsure when
    its answer was lost (and so perhaps billed), ProviderRefused for a request or account that will not pass."""
    headers = {"X-Goog-Api-Key": credentials["api_key"], "X-Goog-FieldMask": mask}
    method = "GET" if body is None else "POST"
    async with connections() as session:
        try:
            async with session.request(
                method,
                f"{credentials.base_url}{path}",
                json=body,
                headers=headers,
                timeout=timeouts(get_settings().provider_timeout_seconds),
                allow_redirects=False,
            ) as answer:
                told = await answer.json(content_type=None)
                if answer.status == 200 and isinstance(told, dict):
                    return told
                raise _error(answer.status, told, answer.headers.get("Retry-After", ""))
        except aiohttp.ClientConnectorError as error:
            raise ProviderDown(NAME, "Google Places could not be reached.", "connect") from error
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise ProviderUnsure(NAME, "Google Places did not answer.", type(error).__name__) from error


async def wait_before(attempt: int, error: ProviderDown) -> None:
    """What the provider asked for, else 1, 2, 4 … seconds, a little apart from other waiting callers."""
    seconds = error.retry_after if error.retry_after is not None else 2.0**attempt * random.uniform(0.75, 1.25)  # noqa: S311
    await asyncio.sleep(min(seconds, LONGEST_WAIT))


def _error(status: int, told: Any, wait: str) -> ProviderError:
    error = told.get("error") if isinstance(told, dict) else None
    error = error if isinstance(error, dict) else {}
    reason = _reason(error)
    code = reason or str(error.get("status") or status)
    if status in _BUSY:
        words = "Google Places asks for a pause." if status == 429 else "Google Places does not work at the moment."
        return ProviderDown(NAME, words, code, float(wait) if wait.isdigit() else None)
    if reason in _REASONS:
        return ProviderRefused(NAME, _REASONS[reason], code, Refusal.ACCOUNT)
    if status in {401, 403}:
        return ProviderRefused(NAME, f"Google refused the account. Check it {_IN_SETTINGS}.", code, Refusal.ACCOUNT)
    if status == 404:
        return ProviderRefused(NAME, "Google does not know this place any more.", "NOT_FOUND")
    return ProviderRefused(NAME, "Google Places did not understand the search.", code)


def _reason(error: dict[str, Any]) -> str:
    details = error.get("details")
    known = [one for one in details if isinstance(one, dict)] if isinstance(details, list) else []
    return next((str(one["reason"]) for one in known if one.get("reason")), "")
