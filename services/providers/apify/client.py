"""Orders actor runs at Apify and reads what they found."""

import base64
import json
import re
from collections.abc import AsyncIterator, Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from services.core.errors import ProviderRefused
from services.providers.apify.webhooks import ApifyWebhooks
from services.providers.apify.wire import NAME, ApifyApi, news_of
from services.providers.base import Credentials, FoundContact, SearchCriteria
from services.providers.outside.orders import order_for
from services.providers.outside.recipes import MICROS, recipes
from services.providers.outside.records import completed, contact_of, is_wanted
from services.providers.paid import OutsideNews, OutsideOrder

PAGE = 250
LONGEST_RUN_SECONDS = 3 * 3600
MOST_LISTED = 100
CLOCKS_APART = timedelta(minutes=2)
_EVENTS = ("SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT")
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_ID = re.compile(r"[A-Za-z0-9]{1,40}")


class Apify(ApifyWebhooks):
    """An `OutsideSource` for one recipe, or the account alone when `source` is "". Values: `token`, `…_actor`."""

    def __init__(self, credentials: Credentials, source: str = "") -> None:
        self._credentials, self._source = credentials, source
        self._api = ApifyApi(credentials)

    @classmethod
    def from_credentials(cls, credentials: Credentials) -> "Apify":
        return cls(credentials)

    async def test(self) -> str:
        """Asks whose token it is, which costs nothing."""
        user = await self._api.get("/v2/users/me")
        return f"Connected to Apify as {user.get('username') or 'you'}."

    def order(self, criteria: SearchCriteria, most_usd_micros: int) -> OutsideOrder:
        return order_for(recipes()[self._source], self._credentials, criteria, most_usd_micros)

    async def start(self, order: OutsideOrder) -> OutsideNews:
        """Apify stops the run by itself at the limit of money, results or time."""
        options: dict[str, Any] = {
            "timeout": LONGEST_RUN_SECONDS,
            "maxItems": order.results,
            "maxTotalChargeUsd": f"{order.most_usd_micros // MICROS}.{order.most_usd_micros % MICROS:06d}",
        }
        if order.callback:
            options["webhooks"] = base64.b64encode(json.dumps(_webhooks(order)).encode()).decode()
        return news_of(await self._api.post(f"{_actor(order.target)}/runs", order.input, **options))

    async def look_up(self, order: OutsideOrder, since: datetime, known: Collection[str]) -> OutsideNews | None:
        """The newest unknown run of the actor since then with exactly this input."""
        listed = await self._api.get(f"{_actor(order.target)}/runs", desc="1", limit=MOST_LISTED)
        for run in listed.get("items", []):
            if str(run.get("id")) in known or _started(run) < since - CLOCKS_APART:
                continue
            store = str(run.get("defaultKeyValueStoreId") or "")
            if _ID.fullmatch(store) and await self._input(store) == order.input:
                return await self.look(str(run["id"]), order.source)
        return None

    async def _input(self, store: str) -> Any:
        try:
            return await self._api.get(f"/v2/key-value-stores/{store}/records/INPUT")
        except ProviderRefused as refused:
            if refused.code != "404":
                raise
            return None

    async def look(self, external_id: str, source: str) -> OutsideNews:
        del source
        return news_of(await self._api.get(f"/v2/actor-runs/{_checked(external_id)}"))

    async def stop(self, external_id: str) -> None:
        await self._api.post(f"/v2/actor-runs/{_checked(external_id)}/abort")

    async def search(self, criteria: SearchCriteria, cursor: str = "") -> AsyncIterator[FoundContact]:
        """Reads the dataset of `criteria.results_of`. The cursor is "run|records done"."""
        run, recipe = _checked(criteria.results_of), recipes()[self._source]
        of_run, _, done = cursor.partition("|")
        offset, left = (int(done) if of_run == run and done.isdigit() else 0), criteria.limit
        path = f"/v2/actor-runs/{run}/dataset/items"
        while left > 0:
            items, headers = await self._api.page(path, format="json", clean="1", offset=offset, limit=PAGE)
            page = f"{self._credentials.base_url}{path}" if self._credentials.is_sandbox else ""
            found = [
                (contact_of(item, recipe, criteria, page), f"{run}|{number}")
                for number, item in enumerate(items, offset + 1)
                if is_wanted(item, recipe)
            ]
            async for one in completed(found[:left], criteria):
                yield one
            left -= len(found)
            offset += len(items)
            total = headers.get("x-apify-pagination-total", "")
            if not items or (total.isdigit() and offset >= int(total)) or (not total and len(items) < PAGE):
                return


def _webhooks(order: OutsideOrder) -> list[dict[str, Any]]:
    return [
        {
            "eventTypes": [f"ACTOR.RUN.{event}" for event in _EVENTS],
            "requestUrl": order.callback,
            "idempotencyKey": order.reference,
        }
    ]


def _actor(target: str) -> str:
    """`user/actor` is written with a tilde in an address."""
    return f"/v2/actors/{quote(target.replace('/', '~'), safe='~')}"


def _checked(external_id: str) -> str:
    """Ids go into a path."""
    if not _ID.fullmatch(external_id):
        raise ProviderRefused(NAME, "Apify named a run that cannot exist.", "404")
    return external_id


def _started(run: dict[str, Any]) -> datetime:
    try:
        return datetime.fromisoformat(str(run.get("startedAt")))
    except ValueError:
        return _LONG_AGO
