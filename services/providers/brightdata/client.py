"""Orders collections at Bright Data and reads their snapshots."""

import json
import re
from collections.abc import AsyncIterator, Collection
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from services.core.errors import ProviderDown, ProviderError, ProviderRefused, ProviderUnsure, Refusal
from services.providers.base import Credentials, FoundContact, SearchCriteria
from services.providers.brightdata.webhooks import BrightDataWebhooks
from services.providers.http import JsonApi, parsed, retry_after
from services.providers.outside.orders import order_for
from services.providers.outside.recipes import recipes
from services.providers.outside.records import completed, contact_of, is_wanted
from services.providers.paid import OutsideNews, OutsideOrder, OutsideState

NAME, TITLE = "brightdata", "Bright Data"
CLOCKS_APART = timedelta(seconds=30)
STARTED_WITHIN = timedelta(minutes=2)  # of the request whose answer was lost
WAIT_AFTER_429 = 120.0
_ID = re.compile(r"[A-Za-z0-9_]{1,80}")
_FAILED = {"failed", "error", "canceled", "cancelled"}
_WORDS = {
    401: "Bright Data refused the API key. Create a new one and enter it in Settings.",
    402: "Your Bright Data account has no credit left.",
    403: "The Bright Data API key may not use the web scraper API, or the account is suspended.",
}


class BrightData(BrightDataWebhooks):
    """An `OutsideSource` for one recipe, or the account alone when `source` is "". Values: `api_key`, `…_dataset`."""

    def __init__(self, credentials: Credentials, source: str = "") -> None:
        self._credentials, self._source = credentials, source
        self._api = JsonApi(
            NAME, TITLE, credentials.base_url, {"Authorization": f"Bearer {credentials['api_key']}"}
        )  # fmt: skip

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "BrightData":
        return cls(credentials)

    async def test(self) -> str:
        """Lists snapshots of a dataset that the product reads, which costs nothing."""
        dataset = recipes()["brightdata_linkedin"].target
        await self._get("/datasets/v3/snapshots", dataset_id=dataset, limit=1)
        return "Bright Data accepted the API key."

    def order(self, criteria: SearchCriteria, most_usd_micros: int) -> OutsideOrder:
        return order_for(recipes()[self._source], self._credentials, criteria, most_usd_micros)

    async def start(self, order: OutsideOrder) -> OutsideNews:
        """Bright Data caps results for each input, so the inputs share what may be bought."""
        query = {"dataset_id": order.target, "include_errors": "true", **order.options}
        if order.callback:
            query |= {"notify": order.callback}
        each = max(1, order.results // max(len(order.input), 1))
        body = {"input": order.input[: order.results], "limit_per_input": each}
        answer = await self._api.send(
            "POST",
            f"/datasets/v3/trigger?{urlencode(query)}",
            content=json.dumps(body).encode(),
            **{"Content-Type": "application/json"},
        )
        told = parsed(answer)
        snapshot = told.get("snapshot_id") if isinstance(told, dict) else None
        if answer.status_code >= 500 or (answer.is_success and not snapshot):
            raise ProviderUnsure(NAME, "Bright Data's answer was lost.", str(answer.status_code))
        if not answer.is_success:
            raise _error(answer)
        return OutsideNews(str(snapshot), OutsideState.RUNNING)

    async def look_up(self, order: OutsideOrder, since: datetime, known: Collection[str]) -> OutsideNews | None:
        """The one unknown snapshot of that moment; of several none is taken, for most of them are others' work."""
        since -= CLOCKS_APART
        listed = await self._get(
            "/datasets/v3/snapshots", dataset_id=order.target, limit=100, from_date=since.isoformat()
        )
        if not isinstance(listed, list):
            raise ProviderDown(NAME, "Bright Data sent no usable answer.", "snapshots")
        of_then = [
            str(one.get("id"))
            for one in listed
            if str(one.get("id")) not in known and since <= _created(one, since) <= since + STARTED_WITHIN
        ]
        return await self.look(of_then[0], order.source) if len(of_then) == 1 else None

    async def look(self, external_id: str, source: str) -> OutsideNews:
        told = await self._get(f"/datasets/v3/progress/{_checked(external_id)}")
        if not isinstance(told, dict) or "status" not in told:
            raise ProviderDown(NAME, "Bright Data sent no usable answer.", "progress")
        status, records = str(told["status"]), told.get("records")
        count = int(records) if isinstance(records, int) else None
        if status in _FAILED:
            said = str(told.get("error_message") or told.get("message") or "")
            words = "The collection at Bright Data failed." + (f" It said: “{said[:200]}”" if said else "")
            return OutsideNews(external_id, OutsideState.FAILED, words, count, self._cost(source, count or 0))
        if status != "ready":
            return OutsideNews(external_id, OutsideState.RUNNING)
        cost = self._cost(source, count) if count is not None else None
        return OutsideNews(external_id, OutsideState.DONE, results=count, cost_usd_micros=cost)

    def _cost(self, source: str, records: int) -> int:
        """Bright Data tells no cost: records at the price list's price."""
        recipe = recipes()[source]
        return recipe.micros_per_run + records * recipe.micros_per_result

    async def stop(self, external_id: str) -> None:
        answer = await self._api.send("POST", f"/datasets/v3/snapshot/{_checked(external_id)}/cancel")
        if not answer.is_success:
            raise _error(answer)

    async def search(self, criteria: SearchCriteria, cursor: str = "") -> AsyncIterator[FoundContact]:
        """Reads the snapshot `criteria.results_of`. The cursor is "snapshot|records done"."""
        snapshot, recipe = _checked(criteria.results_of), recipes()[self._source]
        of_snapshot, _, done = cursor.partition("|")
        start = int(done) if of_snapshot == snapshot and done.isdigit() else 0
        path = f"/datasets/v3/snapshot/{snapshot}"
        records = await self._get(path, format="json")
        if not isinstance(records, list):
            raise ProviderDown(NAME, "Bright Data sent no usable answer.", "snapshot")
        page = f"{self._credentials.base_url}{path}" if self._credentials.is_sandbox else ""
        found = [
            (contact_of(record, recipe, criteria, page), f"{snapshot}|{number}")
            for number, record in enumerate(records[start:], start + 1)
            if is_wanted(record, recipe)
        ]
        async for one in completed(found[: criteria.limit], criteria):
            yield one

    async def _get(self, path: str, **query: Any) -> Any:
        answer = await self._api.send("GET", f"{path}?{urlencode(query)}" if query else path)
        if answer.status_code == 202:  # also after "ready"
            raise ProviderDown(NAME, "Bright Data is still building the results.", "202", 10.0)
        if not answer.is_success:
            raise _error(answer)
        told = parsed(answer)
        if told is None:
            raise self._api.unreadable(answer)
        return told


def _error(answer: httpx.Response) -> ProviderError:
    code = answer.status_code
    if code == 429:
        wait = retry_after(answer)
        words = "Bright Data asks us to try again later."
        return ProviderDown(NAME, words, "429", wait if wait is not None else WAIT_AFTER_429)
    if code >= 500:
        return ProviderDown(NAME, "Bright Data is not available just now.", str(code), retry_after(answer))
    if code in _WORDS:
        return ProviderRefused(NAME, _WORDS[code], str(code), Refusal.ACCOUNT)
    if code == 404:
        return ProviderRefused(NAME, "Bright Data does not know this dataset or snapshot, or no longer has it.", "404")
    told = parsed(answer)
    said = str(told.get("error") or told.get("message") or "") if isinstance(told, dict) else answer.text
    return ProviderRefused(NAME, f"Bright Data refused the request: {said[:200] or code}", str(code))


def _checked(external_id: str) -> str:
    """Ids go into a path."""
    if not _ID.fullmatch(external_id):
        raise ProviderRefused(NAME, "Bright Data named a snapshot that cannot exist.", "404")
    return external_id


def _created(snapshot: dict[str, Any], since: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(str(snapshot.get("created")))
    except ValueError:
        return since - timedelta(days=1)
    return at if at.tzinfo else at.replace(tzinfo=since.tzinfo)
