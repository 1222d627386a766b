"""Apify's endpoints: validated as Apify does, answered in its envelope, paged by its headers."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from aiohttp import web

from services.sandbox import things
from services.sandbox.accounts import Account
from services.sandbox.apify import runs
from services.sandbox.apify.actors import ACTORS
from services.sandbox.apify.runs import RUN
from services.sandbox.things import Thing
from services.sandbox.world import world_of

_MOST_ITEMS = 250_000


class ApifyError(Exception):
    """Answered in Apify's error form."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.status, self.body = status, {"error": {"type": kind, "message": message}}


@web.middleware
async def errors(request: web.Request, handler: Any) -> web.StreamResponse:
    try:
        return await handler(request)
    except ApifyError as problem:
        return web.json_response(problem.body, status=problem.status)


def _authenticated(request: web.Request) -> Account:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ") or request.query.get("token", "")
    account = world_of(request).accounts.by_secret("apify", token)
    if account is None:
        raise ApifyError(401, "user-or-token-not-found", "User was not found or authentication token is not valid")
    return account


def _data(body: Any, status: int = 200) -> web.Response:
    return web.json_response({"data": body}, status=status)


def _number(request: web.Request, name: str, default: int) -> int:
    given = request.query.get(name, "")
    if given and not given.isdigit():
        raise ApifyError(400, "invalid-parameter", f"Parameter '{name}' must be a non-negative integer")
    return int(given) if given else default


async def me(request: web.Request) -> web.Response:
    account = _authenticated(request)
    return _data({"id": account.account[-17:], "username": "sandbox", "plan": {"id": "STARTER"}})


async def start(request: web.Request) -> web.Response:
    """Start a run: 201 with the run, which is READY."""
    account, actor = _authenticated(request), request.match_info["actor"]
    if actor not in ACTORS:
        raise ApifyError(404, "record-not-found", "Actor was not found")
    try:
        wanted = json.loads(await request.read() or b"{}")
    except ValueError:
        raise ApifyError(400, "invalid-json", "The request body is not valid JSON") from None
    problem = ACTORS[actor].problem(wanted) if isinstance(wanted, dict) else "Input must be an object"
    if problem:
        raise ApifyError(400, "invalid-input", f"Input is not valid: {problem}")
    hooks = runs.webhooks_in(request.query["webhooks"]) if request.query.get("webhooks") else []
    if hooks is None or any(not one.get("requestUrl") for one in hooks):
        raise ApifyError(400, "invalid-parameter", "Parameter 'webhooks' is not valid")
    limits = {
        "micros": _charge(request),
        "items": _number(request, "maxItems", _MOST_ITEMS),
        "webhooks": hooks,
        "origin": str(request.url.origin()),
    }
    run = await runs.start(world_of(request), account, actor, wanted, limits)
    return _data(await runs.shown_as(world_of(request), run), 201)


def _charge(request: web.Request) -> int:
    given = request.query.get("maxTotalChargeUsd", "1000")
    try:
        micros = int(Decimal(given) * 1_000_000)
    except InvalidOperation:
        micros = 0
    if micros <= 0:
        raise ApifyError(400, "max-total-charge-usd-below-minimum", "maxTotalChargeUsd must be above the minimum")
    return micros


async def listed(request: web.Request) -> web.Response:
    """Runs of the account, of one actor when named; `desc=1` is newest first."""
    account, world, actor = _authenticated(request), world_of(request), request.match_info.get("actor")
    found = [
        one for one in await things.all_of(world.journal, RUN, account.account) if actor in (None, one.data["actor"])
    ]
    if request.query.get("desc") in ("1", "true"):
        found.reverse()
    offset, limit = _number(request, "offset", 0), min(_number(request, "limit", 1000), 1000)
    page = [await runs.shown_as(world, one) for one in found[offset : offset + limit]]
    paging = {"total": len(found), "offset": offset, "limit": limit, "count": len(page)}
    return _data({**paging, "desc": request.query.get("desc") in ("1", "true"), "items": page})


async def _run(request: web.Request) -> Thing:
    account = _authenticated(request)
    run = await things.get(world_of(request).journal, RUN, request.match_info["run"])
    if run is None or run.account != account.account:
        raise ApifyError(404, "record-not-found", "Actor run was not found")
    return run


async def one(request: web.Request) -> web.Response:
    return _data(await runs.shown_as(world_of(request), await _run(request)))


async def abort(request: web.Request) -> web.Response:
    ended = await runs.abort(world_of(request), await _run(request))
    return _data(await runs.shown_as(world_of(request), ended))


async def run_items(request: web.Request) -> web.Response:
    return await _items(request, await _run(request))


async def dataset_items(request: web.Request) -> web.Response:
    return await _items(request, await _by(request, "dataset", "Dataset was not found"))


async def run_input(request: web.Request) -> web.Response:
    run = await _by(request, "store", "Key-value store was not found")
    if request.match_info["key"] != "INPUT":
        raise ApifyError(404, "record-not-found", "Record was not found")
    return web.json_response(run.data["input"])


async def _by(request: web.Request, name: str, words: str) -> Thing:
    account = _authenticated(request)
    known = await things.all_of(world_of(request).journal, RUN, account.account)
    found = next((run for run in known if run.data[name] == request.match_info["id"]), None)
    if found is None:
        raise ApifyError(404, "record-not-found", words)
    return found


async def _items(request: web.Request, run: Thing) -> web.Response:
    """A bare list; the paging is in the headers."""
    items = await runs.items_of(world_of(request), run)
    offset, limit = _number(request, "offset", 0), min(_number(request, "limit", _MOST_ITEMS), _MOST_ITEMS)
    page = items[offset : offset + limit]
    headers = {
        "X-Apify-Pagination-Total": str(len(items)),
        "X-Apify-Pagination-Offset": str(offset),
        "X-Apify-Pagination-Limit": str(limit),
        "X-Apify-Pagination-Count": str(len(page)),
        "X-Apify-Pagination-Desc": "false",
    }
    return web.json_response(page, headers=headers)


ROUTES = (
    web.get("/v2/users/me", me),
    *(web.post(f"/v2/{name}/{{actor}}/runs", start) for name in ("actors", "acts")),
    *(web.get(f"/v2/{name}/{{actor}}/runs", listed) for name in ("actors", "acts")),
    web.get("/v2/actor-runs", listed),
    web.get("/v2/actor-runs/{run}", one),
    web.post("/v2/actor-runs/{run}/abort", abort),
    web.get("/v2/actor-runs/{run}/dataset/items", run_items),
    web.get("/v2/datasets/{id}/items", dataset_items),
    web.get("/v2/key-value-stores/{id}/records/{key}", run_input),
)
