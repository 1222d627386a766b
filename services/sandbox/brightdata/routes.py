"""Bright Data's endpoints: trigger, progress, snapshot, list, cancel."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from services.sandbox import things
from services.sandbox.accounts import Account
from services.sandbox.brightdata import datasets
from services.sandbox.brightdata.datasets import MAPS, PROFILES, SNAPSHOT, status_of
from services.sandbox.things import Thing
from services.sandbox.world import world_of

_MOST_EACH = 1_000


class BrightDataError(Exception):
    """Answered as {"error": …}."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.body = status, {"error": message}


@web.middleware
async def errors(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except BrightDataError as problem:
        return web.json_response(problem.body, status=problem.status)


def _authenticated(request: web.Request) -> Account:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    account = world_of(request).accounts.by_secret("brightdata", token)
    if account is None:
        raise BrightDataError(401, "Invalid credentials")
    return account


def _dataset(request: web.Request) -> str:
    dataset = request.query.get("dataset_id", "")
    if dataset not in (MAPS, PROFILES):
        raise BrightDataError(404, "dataset does not exist")
    return dataset


async def trigger(request: web.Request) -> web.Response:
    """A list of inputs, or {"input": […], "limit_per_input": N}."""
    account, dataset = _authenticated(request), _dataset(request)
    try:
        body = json.loads(await request.read())
    except ValueError:
        raise BrightDataError(400, "Request body is not valid JSON") from None
    inputs = body.get("input") if isinstance(body, dict) else body
    problem = datasets.problem_of(dataset, dict(request.query), inputs if isinstance(inputs, list) else [])
    if problem:
        raise BrightDataError(400, problem)
    limit = body.get("limit_per_input") if isinstance(body, dict) else request.query.get("limit_per_input")
    data = {
        "dataset": dataset,
        "inputs": inputs,
        "limit": int(str(limit)) if str(limit or "").isdigit() else _MOST_EACH,
        "notify": request.query.get("notify", ""),
        "with_errors": request.query.get("include_errors") == "true",
        "origin": str(request.url.origin()),
    }
    snapshot = await datasets.trigger(world_of(request), account, data)
    return web.json_response({"snapshot_id": snapshot.id})


async def _snapshot(request: web.Request) -> Thing:
    account = _authenticated(request)
    found = await things.get(world_of(request).journal, SNAPSHOT, request.match_info["id"])
    if found is None or found.account != account.account:
        raise BrightDataError(404, "Snapshot does not exist")
    return found


async def progress(request: web.Request) -> web.Response:
    snapshot = await _snapshot(request)
    status = status_of(snapshot)
    told: dict[str, Any] = {"snapshot_id": snapshot.id, "dataset_id": snapshot.data["dataset"], "status": status}
    if status == "ready":
        records = await datasets.records_of(world_of(request), snapshot)
        told |= {"records": len(records), "errors": sum(1 for one in records if one.get("error"))}
    if status == "failed":
        told["error_message"] = "Collection failed: too many blocked pages"
    return web.json_response(told)


async def snapshot(request: web.Request) -> web.Response:
    """202 while it is collected and, for a moment longer, built."""
    found = await _snapshot(request)
    status = status_of(found)
    if status in {"failed", "canceled"}:
        raise BrightDataError(400, f"Snapshot is {status}")
    if status != "ready":
        told = {"status": status, "message": "Snapshot is not ready yet, try again in 10s"}
        return web.json_response(told, status=202)
    if not datasets.is_built(found):
        told = {"status": "building", "message": "Snapshot is building, try again in 10s"}
        return web.json_response(told, status=202)
    if request.query.get("format", "json") != "json":
        raise BrightDataError(400, "Only json is simulated")
    return web.json_response(await datasets.records_of(world_of(request), found))


async def listed(request: web.Request) -> web.Response:
    """Collections of one dataset, newest first, made after `from_date`."""
    account, dataset = _authenticated(request), _dataset(request)
    limit = int(request.query["limit"]) if request.query.get("limit", "").isdigit() else 1000
    skip = int(request.query["skip"]) if request.query.get("skip", "").isdigit() else 0
    try:
        since = datetime.fromisoformat(request.query.get("from_date", "2000-01-01T00:00:00+00:00")).timestamp()
    except ValueError:
        raise BrightDataError(400, "from_date is not a date") from None
    known = [
        one for one in await things.all_of(world_of(request).journal, SNAPSHOT, account.account) if one.at >= since
    ]
    found = [one for one in reversed(known) if one.data["dataset"] == dataset][skip : skip + limit]
    shown = [
        {"id": one.id, "created": _stamp(one.at), "status": status_of(one), "dataset_id": dataset} for one in found
    ]  # fmt: skip
    return web.json_response(shown)


async def cancel(request: web.Request) -> web.Response:
    found = await _snapshot(request)
    if status_of(found) not in {"starting", "running"}:
        raise BrightDataError(400, "Snapshot is not running")
    ended = replace(found, data={**found.data, "ends": 0.0, "outcome": "canceled"})
    await world_of(request).journal.run(lambda connection: things.put(connection, ended))
    return web.json_response("OK")


def _stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


ROUTES = (
    web.post("/datasets/v3/trigger", trigger),
    web.get("/datasets/v3/progress/{id}", progress),
    web.get("/datasets/v3/snapshot/{id}", snapshot),
    web.get("/datasets/v3/snapshots", listed),
    web.post("/datasets/v3/snapshot/{id}/cancel", cancel),
)
