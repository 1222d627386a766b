"""Apify's API: one call and its outcome."""

import gzip
import json
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

import httpx

from services.core.errors import ProviderDown, ProviderError, ProviderRefused, ProviderUnsure, Refusal
from services.providers.base import Credentials
from services.providers.http import JsonApi, parsed, retry_after
from services.providers.outside.recipes import MICROS
from services.providers.paid import OutsideNews, OutsideState

NAME, TITLE = "apify", "Apify"
_GOING = {"READY", "RUNNING", "TIMING-OUT", "ABORTING"}
_ENDED = {
    "FAILED": "The run at Apify failed.",
    "TIMED-OUT": "The run at Apify took too long and was stopped.",
    "ABORTED": "The run at Apify was aborted.",
}
_WORDS = {
    401: "Apify refused the API token. Create a new one and enter it in Settings.",
    402: "Your Apify account has no credit left, or its monthly limit is reached.",
    403: "The Apify API token may not do this. Create one with access to actors and datasets.",
}


class ApifyApi:
    """Values: `token`."""

    def __init__(self, credentials: Credentials) -> None:
        self._api = JsonApi(
            NAME, TITLE, credentials.base_url, {"Authorization": f"Bearer {credentials['token']}"}
        )  # fmt: skip

    async def get(self, path: str, **query: Any) -> Any:
        """The `data` of an answer, or the bare JSON where there is none around it."""
        return (await self.page(path, **query))[0]

    async def page(self, path: str, **query: Any) -> tuple[Any, httpx.Headers]:
        answer = await self._api.send("GET", f"{path}?{urlencode(query)}" if query else path)
        if not answer.is_success:
            raise error(answer)
        told = parsed(answer)
        if told is None:
            raise self._api.unreadable(answer)
        return (told["data"] if isinstance(told, dict) and "data" in told else told), answer.headers

    async def post(self, path: str, body: Any = None, **query: Any) -> dict[str, Any]:
        """Raises ProviderUnsure where it may have been done though no good answer came."""
        content = gzip.compress(json.dumps(body).encode()) if body is not None else b""
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"} if content else {}
        answer = await self._api.send("POST", f"{path}?{urlencode(query)}", content=content, **headers)
        told = parsed(answer)
        if answer.status_code >= 500 or (answer.is_success and not isinstance(told, dict)):
            raise ProviderUnsure(NAME, "Apify's answer was lost.", str(answer.status_code), retry_after(answer))
        if not answer.is_success:
            raise error(answer)
        return told["data"]


def error(answer: httpx.Response) -> ProviderError:
    """What a status and Apify's error body mean."""
    code = answer.status_code
    if code == 429 or code >= 500:
        return ProviderDown(NAME, "Apify asks us to try again later.", str(code), retry_after(answer))
    if code in _WORDS:
        return ProviderRefused(NAME, _WORDS[code], str(code), Refusal.ACCOUNT)
    told = parsed(answer)
    problem = told.get("error") if isinstance(told, dict) else None
    said = str(problem.get("message") or "") if isinstance(problem, dict) else ""
    if code == 404:
        return ProviderRefused(NAME, "Apify does not know this actor, run or dataset, or no longer has it.", "404")
    return ProviderRefused(NAME, f"Apify refused the request: {said[:200] or code}", str(code))


def news_of(run: Any) -> OutsideNews:
    """A run object in our words; raises ProviderDown when it is none."""
    if not isinstance(run, dict) or not run.get("id") or not run.get("status"):
        raise ProviderDown(NAME, "Apify sent no usable answer.", "run")
    status = str(run["status"])
    state = OutsideState.DONE if status == "SUCCEEDED" else OutsideState.FAILED
    if status in _GOING or status not in {"SUCCEEDED", *_ENDED}:
        state = OutsideState.RUNNING
    words = _ENDED.get(status, "")
    said = str(run.get("statusMessage") or "")
    return OutsideNews(
        external_id=str(run["id"]),
        state=state,
        words=f"{words} It said: “{said[:200]}”" if words and said else words,
        cost_usd_micros=_micros(run.get("usageTotalUsd")),
    )


def _micros(dollars: Any) -> int | None:
    try:
        return int((Decimal(str(dollars)) * MICROS).to_integral_value()) if dollars is not None else None
    except InvalidOperation:
        return None
