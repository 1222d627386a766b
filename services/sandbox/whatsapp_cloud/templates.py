"""Templates of a business account, filed for Meta's review, listed and deleted."""

import re
from typing import Any

from aiohttp import web

from services.sandbox.accounts import Account
from services.sandbox.graph import GraphError
from services.sandbox.whatsapp import review
from services.sandbox.whatsapp.review import Template
from services.sandbox.whatsapp_cloud.wire import PROVIDER, authenticated, check_calls, object_of
from services.sandbox.world import World, world_of


async def create(request: web.Request) -> web.Response:
    account, world = authenticated(request, "business"), world_of(request)
    check_calls(world, account)
    template = _checked(await object_of(request))
    if await load(world, account, template["name"], template["language"]):
        raise _invalid(f"{template['name']} already exists in {template['language']}", 2388024)
    owned = {**template, "account": account.account}
    filed = await review.file(world, PROVIDER, _owner(account), owned, review.new_number())
    return web.json_response({"id": filed["id"], "status": "PENDING", "category": filed["category"]})


def _owner(account: Account) -> str:
    return f"waba:{account.business}"


def _invalid(words: str, subcode: int = 2388043) -> GraphError:
    return GraphError(100, "Invalid parameter", subcode, advice=words)


def _checked(body: Template) -> Template:
    name, category = str(body.get("name") or ""), str(body.get("category") or "")
    if not re.fullmatch(r"[a-z0-9_]{1,512}", name):
        raise _invalid("The name may only have lower-case letters, digits and underscores.")
    if category not in review.CATEGORIES:
        raise GraphError(100, f"(#100) Param category must be one of {', '.join(sorted(review.CATEGORIES))}")
    parts = [one for one in body.get("components") or [] if isinstance(one, dict) and one.get("type") == "BODY"]
    text = str(parts[0].get("text") or "") if parts else ""
    if not text or len(text) > 1024:
        raise _invalid("The body must have between 1 and 1024 characters.")
    examples = (parts[0].get("example") or {}).get("body_text") or [[]]
    if len(examples[0]) != len(review.variables_in(text)):
        raise _invalid("Give one example for each parameter of the body.")
    return {"name": name, "category": category, "language": str(body.get("language") or "en"), "body": text}


async def load(world: World, account: Account, name: str, language: str) -> Template | None:
    listed = await review.owned(world, _owner(account))
    return next((one for one in listed if one["name"] == name and one["language"] == language), None)


async def list_all(request: web.Request) -> web.Response:
    """By `name` where it is given, a page of `limit` from `after`."""
    account, world = authenticated(request, "business"), world_of(request)
    check_calls(world, account)
    name, fields = request.query.get("name", ""), request.query.get("fields", "name,status,category,language")
    given = [request.query.get(one, "") for one in ("limit", "after")]
    size, after = (int(text) if text.isdecimal() else 0 for text in given)
    found = [one for one in await review.owned(world, _owner(account)) if name in one["name"]]
    page = found[after : after + (size or 25)]
    answer: dict[str, Any] = {"data": [_shown(world, one, fields.split(",")) for one in page]}
    if len(found) > after + len(page):
        answer["paging"] = {"cursors": {"after": str(after + len(page))}}
    return web.json_response(answer)


def _shown(world: World, template: Template, fields: list[str]) -> dict[str, Any]:
    fault, status = review.fault_of(template), review.status_of(world, template)
    whole = {
        "name": template["name"],
        "language": template["language"],
        "status": status,
        "category": review.category_of(template),
        "rejected_reason": fault[0] if fault and status == "REJECTED" else "NONE",
        "quality_score": {"score": "UNKNOWN"},
        "components": [{"type": "BODY", "text": template["body"]}],
    }
    return {**{name: whole[name] for name in fields if name in whole}, "id": template["id"]}


async def remove(request: web.Request) -> web.Response:
    account, world = authenticated(request, "business"), world_of(request)
    check_calls(world, account)
    name = request.query.get("name", "")
    ids = [one["id"] for one in await review.owned(world, _owner(account)) if one["name"] == name]
    if not ids:
        raise _invalid(f"{name} does not exist.", 2593002)
    for number in ids:
        await world.journal.execute("DELETE FROM template WHERE sid = ?", number)
    return web.json_response({"success": True})
