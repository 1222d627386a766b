"""Content API: message templates and their approval by WhatsApp, granted after a short time."""

import json
import re
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from services.sandbox.twilio.wire import TwilioError, authenticated
from services.sandbox.world import World, world_of


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _resource(request: web.Request, sid: str, account: str, template: dict[str, Any], at: float) -> dict[str, Any]:
    url = f"{request.url.origin()}/v1/Content/{sid}"
    links = {"approval_create": f"{url}/ApprovalRequests/whatsapp", "approval_fetch": f"{url}/ApprovalRequests"}
    shown = {name: template[name] for name in ("friendly_name", "language", "variables", "types")}
    dates = {"date_created": _iso(at), "date_updated": _iso(at)}
    return {"sid": sid, "account_sid": account, **shown, "url": url, **dates, "links": links}


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read())
    except ValueError:
        raise TwilioError(400, 20001, "The request body is not valid JSON") from None
    if not isinstance(body, dict):
        raise TwilioError(400, 20001, "The request body must be a JSON object")
    return body


async def create(request: web.Request) -> web.Response:
    account = authenticated(request)
    body = await _json(request)
    if not isinstance(body.get("types"), dict) or not body["types"]:
        raise TwilioError(400, 20001, "types: at least one content type is required")
    template = {
        "friendly_name": str(body.get("friendly_name", "")),
        "language": str(body.get("language", "en")),
        "variables": body.get("variables") or {},
        "types": body["types"],
        "approval": None,
    }
    sid, at = f"HX{uuid.uuid4().hex}", time.time()
    await world_of(request).journal.execute(
        "INSERT INTO template VALUES (?, ?, ?, ?)", sid, account.account, json.dumps(template), at
    )
    return web.json_response(_resource(request, sid, account.account, template, at), status=201)


async def load(world: World, account: str, sid: str) -> tuple[dict[str, Any], float] | None:
    """The template and its time of creation, if `account` owns one of that sid."""
    rows = await world.journal.rows("SELECT data, at FROM template WHERE sid = ? AND account = ?", sid, account)
    return (json.loads(rows[0]["data"]), rows[0]["at"]) if rows else None


async def _mine(request: web.Request) -> tuple[str, str, dict[str, Any], float]:
    account, sid = authenticated(request), request.match_info["sid"]
    found = await load(world_of(request), account.account, sid)
    if found is None:
        raise TwilioError(404, 20404, f"The requested resource {request.path} was not found")
    return account.account, sid, *found


async def fetch(request: web.Request) -> web.Response:
    account, sid, template, at = await _mine(request)
    return web.json_response(_resource(request, sid, account, template, at))


async def remove(request: web.Request) -> web.Response:
    _, sid, _, _ = await _mine(request)
    await world_of(request).journal.execute("DELETE FROM template WHERE sid = ?", sid)
    return web.Response(status=204)


async def list_all(request: web.Request) -> web.Response:
    account = authenticated(request)
    rows = await world_of(request).journal.rows("SELECT * FROM template WHERE account = ? ORDER BY at", account.account)
    found = [_resource(request, row["sid"], row["account"], json.loads(row["data"]), row["at"]) for row in rows]
    meta = {"page": 0, "page_size": len(found), "url": str(request.url), "first_page_url": str(request.url)}
    return web.json_response({"contents": found, "meta": {**meta, "next_page_url": None, "key": "contents"}})


async def request_approval(request: web.Request) -> web.Response:
    _, sid, template, _ = await _mine(request)
    body = await _json(request)
    name = str(body.get("name", ""))
    if not re.fullmatch(r"[a-z0-9_]{1,512}", name):
        raise TwilioError(400, 20001, "name: only lower-case letters, digits and underscores")
    template["approval"] = {"name": name, "category": str(body.get("category", "UTILITY")), "at": time.time()}
    await world_of(request).journal.execute("UPDATE template SET data = ? WHERE sid = ?", json.dumps(template), sid)
    return web.json_response(_approval(world_of(request), template), status=201)


async def fetch_approval(request: web.Request) -> web.Response:
    account, sid, template, _ = await _mine(request)
    approval = {"type": "whatsapp", **_approval(world_of(request), template)}
    url = f"{request.url.origin()}{request.path}"
    return web.json_response({"sid": sid, "account_sid": account, "whatsapp": approval, "url": url})


def approval_status(world: World, template: dict[str, Any]) -> str:
    """unsubmitted, received, approved; rejected when the name asks for it."""
    approval = template["approval"]
    if approval is None:
        return "unsubmitted"
    if template.get("told", {}).get("status"):
        return str(template["told"]["status"]).lower()
    if time.time() - approval["at"] < world.settings.approval_seconds / world.settings.speed:
        return "received"
    return "rejected" if "reject" in approval["name"] else "approved"


def _approval(world: World, template: dict[str, Any]) -> dict[str, Any]:
    approval = template["approval"] or {"name": "", "category": ""}
    status = approval_status(world, template)
    return {
        "name": approval["name"],
        "category": template.get("told", {}).get("category") or approval["category"],
        "content_type": next(iter(template["types"])),
        "status": status,
        "rejection_reason": _reason(template, status),
        "allow_category_change": True,
    }


def _reason(template: dict[str, Any], status: str) -> str:
    told = template.get("told", {}).get("reason")
    return told or ("The name asks to be rejected." if status == "rejected" else "")


def rendered(template: dict[str, Any], variables: dict[str, Any]) -> str:
    """The text that the recipient reads."""
    values = {**template["variables"], **variables}
    first = next(iter(template["types"].values()))
    text = str(first.get("body", "")) if isinstance(first, dict) else ""
    return re.sub(r"\{\{(\w+)\}\}", lambda match: str(values.get(match[1], match[0])), text)
