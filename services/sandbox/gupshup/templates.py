"""Templates of an app: filed for review, and listed by the app's name."""

import re
import uuid

from aiohttp import web

from services.sandbox.gupshup.wire import PROVIDER, GupshupError, authenticated, form_of
from services.sandbox.whatsapp import review
from services.sandbox.whatsapp.review import Template
from services.sandbox.world import World, world_of


async def create(request: web.Request) -> web.Response:
    account, world = authenticated(request), world_of(request)
    form = await form_of(request)
    name, body = form.get("elementName", ""), form.get("content", "")
    if not re.fullmatch(r"[a-z0-9_]{1,180}", name):
        raise GupshupError(400, "Template element name is invalid")
    if form.get("category") not in review.CATEGORIES:
        raise GupshupError(400, "Invalid category provided, kindly use AUTHENTICATION, MARKETING or UTILITY")
    if not body or len(body) > 1028 or not form.get("example") or not form.get("vertical"):
        raise GupshupError(400, "Template content, example and vertical are required")
    owner = f"gupshup:{account.account}"
    if any(one["name"] == name for one in await review.owned(world, owner)):
        raise GupshupError(400, "Template Already exists with same namespace and elementName and languageCode")
    language = form.get("languageCode") or "en_US"
    template = {"name": name, "category": form["category"], "language": language, "body": body}
    filed = await review.file(world, PROVIDER, owner, {**template, "account": account.account}, str(uuid.uuid4()))
    return web.json_response({"status": "success", "template": _shown(world, filed)})


async def list_all(request: web.Request) -> web.Response:
    account, world = authenticated(request), world_of(request)
    found = await review.owned(world, f"gupshup:{account.account}")
    return web.json_response({"status": "success", "templates": [_shown(world, one) for one in found]})


def _shown(world: World, template: Template) -> dict[str, str]:
    status, fault = review.status_of(world, template), review.fault_of(template)
    shown = {
        "id": template["id"],
        "elementName": template["name"],
        "languageCode": template["language"],
        "category": review.category_of(template),
        "templateType": "TEXT",
        "data": template["body"],
        "status": status,
    }
    return {**shown, "reason": fault[1]} if fault and status in review.STOPPED else shown
