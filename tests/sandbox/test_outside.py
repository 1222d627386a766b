import base64
import gzip
import json
from typing import Any

import httpx
import pytest

from tests.sandbox.conftest import Product, Sandbox, until

APIFY = {"provider": "apify", "account": "int_1", "secret": "apify_api_1"}
BRIGHT = {"provider": "brightdata", "account": "int_2", "secret": "bright"}
TOKEN = {"Authorization": "Bearer apify_api_1"}
KEY = {"Authorization": "Bearer bright"}
ACTOR = "/v2/actors/compass~crawler-google-places/runs"
INPUT = {"searchStringsArray": ["dental clinics in Jaipur"], "maxCrawledPlacesPerSearch": 12}
TRIGGER = "/datasets/v3/trigger?dataset_id=gd_m8ebnr0q2qlklc02fz&type=discover_new&discover_by=location"
KEYWORD = [{"country": "IN", "keyword": "dental clinics in Jaipur"}]


@pytest.fixture
async def town(sandbox: Sandbox) -> Sandbox:
    await sandbox.control("PUT", "settings", outside_seconds=0.2, speed=1)
    for account in (APIFY, BRIGHT):
        await sandbox.control("POST", "accounts", **account)
    return sandbox


async def started(town: Sandbox, path: str = ACTOR, **query: Any) -> dict[str, Any]:
    packed = gzip.compress(json.dumps(INPUT).encode())
    answer = await town.client.post(path, params=query, content=packed, headers={**TOKEN, "Content-Encoding": "gzip"})
    assert answer.status_code == 201, answer.text
    return dict(answer.json()["data"])


async def get(town: Sandbox, path: str, headers: dict[str, str] = TOKEN) -> httpx.Response:
    return await town.client.get(path, headers=headers)


async def over(town: Sandbox, run: dict[str, Any]) -> dict[str, Any]:
    seen: list[dict[str, Any]] = [run]
    async with httpx.AsyncClient(base_url=town.address) as client:
        while seen[-1]["finishedAt"] is None:
            seen.append((await client.get(f"/v2/actor-runs/{run['id']}", headers=TOKEN)).json()["data"])
    assert seen[0]["status"] == "READY"
    return seen[-1]


async def test_an_actor_runs_and_fills_its_dataset_page_by_page(town: Sandbox) -> None:
    run = await over(town, await started(town, "/v2/acts/compass~crawler-google-places/runs"))
    assert (run["status"], run["usageTotalUsd"]) == ("SUCCEEDED", 0.01 + 12 * 0.004)
    page = await get(town, f"/v2/datasets/{run['defaultDatasetId']}/items?clean=1&offset=10&limit=5")
    assert page.headers["X-Apify-Pagination-Total"] == "12"
    assert [one["rank"] for one in page.json()] == [11, 12]
    assert (await get(town, f"/v2/key-value-stores/{run['defaultKeyValueStoreId']}/records/INPUT")).json() == INPUT
    listed = (await get(town, "/v2/actor-runs?desc=1")).json()["data"]
    assert [one["id"] for one in listed["items"]] == [run["id"]]


async def test_the_end_of_a_run_is_posted_with_our_own_name_of_it(town: Sandbox, product: Product) -> None:
    hook = {"eventTypes": ["ACTOR.RUN.SUCCEEDED"], "requestUrl": f"{product.address}/apify?ref=orun_1"}
    run = await started(town, webhooks=base64.b64encode(json.dumps([hook]).encode()).decode())
    await until(lambda: product.at("/apify"))
    posted = product.at("/apify")[0]
    assert posted.url.endswith("?ref=orun_1")
    assert json.loads(posted.body)["eventData"]["actorRunId"] == run["id"]
    assert posted.headers["X-Apify-Webhook-Dispatch-Id"]


async def test_a_limit_of_money_ends_a_run_and_an_abort_too(town: Sandbox) -> None:
    run = await over(town, await started(town, maxTotalChargeUsd="0.02"))
    items = await get(town, f"/v2/actor-runs/{run['id']}/dataset/items")
    assert (len(items.json()), run["usageTotalUsd"]) == (2, 0.018)
    await town.control("PUT", "settings", outside_seconds=60)
    long = await started(town)
    aborted = await town.client.post(f"/v2/actor-runs/{long['id']}/abort", headers=TOKEN)
    assert aborted.json()["data"]["status"] == "ABORTED"


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status", "kind"),
    [
        ("GET", "/v2/users/me", {}, None, 401, "user-or-token-not-found"),
        ("POST", "/v2/actors/nobody~nothing/runs", TOKEN, INPUT, 404, "record-not-found"),
        ("POST", ACTOR, TOKEN, {}, 400, "invalid-input"),
        ("POST", f"{ACTOR}?maxTotalChargeUsd=0", TOKEN, INPUT, 400, "max-total-charge-usd-below-minimum"),
        ("POST", f"{ACTOR}?webhooks=nonsense", TOKEN, INPUT, 400, "invalid-parameter"),
        ("GET", "/v2/actor-runs/abc", TOKEN, None, 404, "record-not-found"),
    ],
)
async def test_what_apify_would_refuse_is_refused(
    town: Sandbox, method: str, path: str, headers: dict[str, str], body: Any, status: int, kind: str
) -> None:
    answer = await town.client.request(method, path, headers=headers, json=body)
    assert (answer.status_code, answer.json()["error"]["type"]) == (status, kind)


async def test_a_snapshot_is_building_before_it_is_there(town: Sandbox, product: Product) -> None:
    body = {"input": KEYWORD, "limit_per_input": 5}
    answer = await town.client.post(f"{TRIGGER}&notify={product.address}/bright", headers=KEY, json=body)
    snapshot = answer.json()["snapshot_id"]
    codes = []
    while codes[-1:] != [200]:
        codes.append((await get(town, f"/datasets/v3/snapshot/{snapshot}?format=json", KEY)).status_code)
    assert codes[0] == 202
    await until(lambda: product.at("/bright"))
    assert json.loads(product.at("/bright")[0].body) == {"snapshot_id": snapshot, "status": "ready"}
    progress = (await get(town, f"/datasets/v3/progress/{snapshot}", KEY)).json()
    assert (progress["status"], progress["records"]) == ("ready", 5)
    listed = (await get(town, "/datasets/v3/snapshots?dataset_id=gd_m8ebnr0q2qlklc02fz", KEY)).json()
    assert [one["id"] for one in listed] == [snapshot]


@pytest.mark.parametrize(
    ("path", "headers", "body", "status"),
    [
        (TRIGGER, {}, KEYWORD, 401),
        (TRIGGER.replace("gd_m8", "gd_x8"), KEY, KEYWORD, 404),
        (TRIGGER.partition("&type")[0], KEY, KEYWORD, 400),
        (TRIGGER, KEY, [{"keyword": "x"}], 400),
        (TRIGGER, KEY, [], 400),
        ("/datasets/v3/trigger?dataset_id=gd_l1viktl72bvl7bjuj0", KEY, [{"url": "https://x.example"}], 400),
    ],
)
async def test_what_bright_data_would_refuse_is_refused(
    town: Sandbox, path: str, headers: dict[str, str], body: Any, status: int
) -> None:
    answer = await town.client.post(path, headers=headers, json=body)
    assert (answer.status_code, bool(answer.json()["error"])) == (status, True)
