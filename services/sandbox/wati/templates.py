"""Templates of a tenant: filed for review, and listed in pages."""

import re
from typing import Any

from aiohttp import web

from services.sandbox.wati.wire import PROVIDER, WatiError, authenticated, object_of
from services.sandbox.whatsapp import review
from services.sandbox.whatsapp.review import Template
from services.sandbox.world import World, world_of


async def create(request: web.Request) -> web.Response:
    account, world = authenticated(request), world_of(request)
    body = await object_of(request)
    name, text = str(body.get("elementName") or ""), str(body.get("body") or "")
    if not re.fullmatch(r"[a-z0-9_]{1,512}", name) or not 1 <= len(text) <= 1024:
        raise WatiError(400, "The template's name or body is invalid")
    if body.get("category") not in review.CATEGORIES:
        raise WatiError(400, "The template's category is invalid")
    examples = [str(one.get("paramName")) for one in body.get("customParams") or []]
    if sorted(examples) != sorted(review.variables_in(text)):
        raise WatiError(400, "The template's parameters need one example each")
    owner = f"wati:{account.account}"
    if any(one["name"] == name for one in await review.owned(world, owner)):
        raise WatiError(400, "The template exists")
    template = {"name": name, "category": body["category"], "language": body.get("language") or "en", "body": text}
    filed = await review.file(world, PROVIDER, owner, {**template, "account": account.account}, review.new_number())
    return web.json_response({"ok": True, "result": True, "template": _shown(world, filed)})


async def list_all(request: web.Request) -> web.Response:
    account, world = authenticated(request), world_of(request)
    given = [request.query.get(name, "") for name in ("pageSize", "pageNumber")]
    size, page = (int(text) if text.isdecimal() else 0 for text in given)
    size, page = size or 10, max(page, 1)
    found = await review.owned(world, f"wati:{account.account}")
    shown = [_shown(world, one) for one in found[(page - 1) * size : page * size]]
    link = {"pageNumber": page, "pageSize": size, "total": len(found)}
    return web.json_response({"result": "success", "messageTemplates": shown, "link": link})


def _shown(world: World, template: Template) -> dict[str, Any]:
    status, fault = review.status_of(world, template), review.fault_of(template)
    shown = {
        "id": template["id"],
        "elementName": template["name"],
        "category": review.category_of(template),
        "language": template["language"],
        "bodyOriginal": template["body"],
        "status": status,
    }
    return {**shown, "rejectedReason": fault[1]} if fault and status in review.STOPPED else shown
