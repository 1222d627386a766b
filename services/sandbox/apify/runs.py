"""Runs of actors: they take their time, may fail, stop at the limit of money, and tell a webhook when they end."""

import base64
import binascii
import json
import secrets
import string
import time
from datetime import UTC, datetime
from typing import Any

from services.sandbox import errands, things
from services.sandbox.accounts import Account
from services.sandbox.apify.actors import ACTORS
from services.sandbox.things import Thing
from services.sandbox.world import World

RUN = "apify.run"
_LETTERS = string.ascii_letters + string.digits


def new_id() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(17))


def stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def webhooks_in(encoded: str) -> list[dict[str, Any]] | None:
    """The ad-hoc webhooks of a start, None when they are not base64 of a JSON list."""
    try:
        found = json.loads(base64.b64decode(encoded, validate=True))
    except (binascii.Error, ValueError):
        return None
    return found if isinstance(found, list) else None


class ApifyRuns:
    """Errand handlers of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.errands.handlers["apify.tell"] = self.tell

    async def tell(self, body: dict[str, Any]) -> None:
        """Post the end of a run to each of its webhooks that wants to know."""
        run = await things.get(self._world.journal, RUN, body["id"])
        if run is None:
            return
        shown = await shown_as(self._world, run)
        event = f"ACTOR.RUN.{shown['status'].replace('-', '_')}"
        told = {
            "userId": shown["userId"],
            "createdAt": stamp(time.time()),
            "eventType": event,
            "eventData": {"actorId": shown["actId"], "actorRunId": run.id},
            "resource": shown,
        }
        headers = {
            "Content-Type": "application/json",
            "X-Apify-Webhook": "true",
            "X-Apify-Webhook-Dispatch-Id": f"{run.id}{event[-4:]}",
            "X-Apify-Request-Origin": "WEBHOOK",
        }
        for hook in run.data["webhooks"]:
            if event in hook.get("eventTypes", []):
                await self._world.postman.post(hook["requestUrl"], json.dumps(told).encode(), headers)


async def start(world: World, account: Account, actor: str, wanted: dict[str, Any], limits: dict[str, Any]) -> Thing:
    """`limits`: micros (of dollars), items, webhooks."""
    settings = world.settings
    takes = settings.outside_seconds / settings.speed
    ends = time.time() + takes
    data = {
        "actor": actor,
        "input": wanted,
        "limits": {"micros": limits["micros"], "items": limits["items"]},
        "webhooks": limits["webhooks"],
        "takes": takes,
        "ends": ends,
        "outcome": "FAILED" if world.dice.random() < settings.outside_fail else "SUCCEEDED",
        "dataset": new_id(),
        "store": new_id(),
        "origin": limits["origin"],
    }
    run = Thing(RUN, new_id(), account.account, data)

    def work(connection: Any) -> errands.Errand:
        things.put(connection, run)
        return errands.insert(connection, "apify.tell", ends, {"id": run.id})

    world.errands.schedule(await world.journal.run(work))
    return run


async def abort(world: World, run: Thing) -> Thing:
    """End it now, unless it has ended."""
    if status_of(run) not in {"READY", "RUNNING"}:
        return run
    ended = Thing(run.kind, run.id, run.account, {**run.data, "ends": time.time(), "outcome": "ABORTED"}, run.at)
    await world.journal.run(lambda connection: things.put(connection, ended))
    return ended


def status_of(run: Thing) -> str:
    gone, takes = time.time() - run.at, run.data["takes"]
    if time.time() >= run.data["ends"]:
        return str(run.data["outcome"])
    return "READY" if gone < takes / 5 else "RUNNING"


async def items_of(world: World, run: Thing) -> list[dict[str, Any]]:
    """What the run has found: all it may pay for once it has succeeded, some of it when it failed."""
    status = status_of(run)
    if status in {"READY", "RUNNING"}:
        return []
    actor = ACTORS[run.data["actor"]]
    affordable = (run.data["limits"]["micros"] - actor.micros_per_run) // actor.micros_per_result
    most = min(affordable, run.data["limits"]["items"])
    found = (await actor.find(world, run.data["input"], run.data["origin"]))[: max(most, 0)]
    return found if status == "SUCCEEDED" else found[: len(found) // 3]


async def shown_as(world: World, run: Thing) -> dict[str, Any]:
    """The run object of the API."""
    status, actor = status_of(run), ACTORS[run.data["actor"]]
    is_over = status not in {"READY", "RUNNING"}
    micros = actor.micros_per_run + actor.micros_per_result * len(await items_of(world, run))
    return {
        "id": run.id,
        "actId": actor.id,
        "userId": run.account[-17:],
        "startedAt": stamp(run.at),
        "finishedAt": stamp(run.data["ends"]) if is_over else None,
        "status": status,
        "statusMessage": "The actor ran into a captcha" if status == "FAILED" else None,
        "meta": {"origin": "API"},
        "stats": {"runTimeSecs": round(time.time() - run.at)},
        "options": {"build": "latest", "timeoutSecs": 10800, "memoryMbytes": 1024, "diskMbytes": 2048},
        "buildId": "sandboxbuild00001",
        "buildNumber": "0.0.1",
        "exitCode": (0 if status == "SUCCEEDED" else 1) if is_over else None,
        "generalAccess": "FOLLOW_USER_SETTING",
        "containerUrl": "https://sandbox.runs.apify.net",
        "defaultKeyValueStoreId": run.data["store"],
        "defaultDatasetId": run.data["dataset"],
        "defaultRequestQueueId": run.data["store"][::-1],
        "usageTotalUsd": micros / 1_000_000 if is_over else 0,
    }
