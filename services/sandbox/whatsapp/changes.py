"""Control API: what WhatsApp decides of a template or a number after its review."""

import json
from typing import Any

from aiohttp import web

from services.sandbox.accounts import Account
from services.sandbox.control import ControlError, account_of, json_of
from services.sandbox.whatsapp import review
from services.sandbox.world import World, world_of

_OWNERS = {"whatsapp_cloud": "waba:{0.business}", "gupshup": "gupshup:{0.account}", "wati": "wati:{0.account}"}
_STATES = ("APPROVED", "REJECTED", "PAUSED", "DISABLED")
_LOW = ("FLAGGED", "DOWNGRADE")
_EVENTS = ("FLAGGED", "UNFLAGGED", "DOWNGRADE", "UPGRADE")
_SENDERS = ("twilio", *_OWNERS)


async def decide(request: web.Request) -> web.Response:
    """Of every template of an account, or of one by its name or id: {"provider", "account", "name", "status",
    "category", "reason"}. Whoever posts such news is told."""
    world, body = world_of(request), await json_of(request)
    provider = str(body.get("provider", ""))
    told = {
        "status": str(body.get("status") or "").upper(),
        "category": str(body.get("category") or "").upper(),
        "reason": str(body.get("reason") or ""),
    }
    if provider not in _SENDERS or not (told["status"] or told["category"]):
        raise ControlError(f"Give provider (one of {', '.join(_SENDERS)}), and status or category.")
    if told["status"] not in ("", *_STATES) or told["category"] not in {"", *review.CATEGORIES}:
        raise ControlError(f"status is one of {', '.join(_STATES)}; category as WhatsApp names it.")
    account = account_of(world, body, provider)
    found = await _templates(world, account, str(body.get("name") or ""))
    for sid, data in found:
        data["told"] = {**data.get("told", {}), **{name: value for name, value in told.items() if value}}
        await world.journal.execute("UPDATE template SET data = ? WHERE sid = ?", json.dumps(data), sid)
        if f"{provider}.review" in world.errands.handlers:
            await world.errands.add(f"{provider}.review", 0.0, {"id": sid})
    return web.json_response({"changed": [sid for sid, _ in found]})


async def _templates(world: World, account: Account, name: str) -> list[tuple[str, dict[str, Any]]]:
    owner = _OWNERS.get(account.provider, "{0.account}").format(account)
    rows = await world.journal.rows("SELECT sid, data FROM template WHERE account = ?", owner)
    found = [(str(row["sid"]), dict(json.loads(row["data"]))) for row in rows]
    return [
        (sid, data) for sid, data in found if not name or name in {sid, data.get("name"), data.get("friendly_name")}
    ]


async def rate(request: web.Request) -> web.Response:
    """Rate a Cloud number: {"account", "event", "limit"}; its webhook is told, unless that is "lost"."""
    world, body = world_of(request), await json_of(request)
    event, limit = str(body.get("event") or "").upper(), str(body.get("limit") or "TIER_1K").upper()
    if event not in _EVENTS or not limit.startswith("TIER_"):
        raise ControlError(f"event is one of {', '.join(_EVENTS)}; limit as WhatsApp names it, such as TIER_1K.")
    account = account_of(world, body, "whatsapp_cloud")
    told = {"account": account.account, "event": event, "limit": limit}
    world.ratings[account.account] = {
        "quality_rating": "RED" if event in _LOW else "GREEN",
        "whatsapp_business_manager_messaging_limit": limit,
    }
    if not body.get("lost"):
        await world.errands.add("whatsapp_cloud.quality", 0.0, told)
    return web.json_response(told)


ROUTES = (web.post("/sandbox/control/templates", decide), web.post("/sandbox/control/quality", rate))
