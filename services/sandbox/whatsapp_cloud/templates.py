"""Templates of a business account and Meta's review of them: granted after a while, or refused for a reason."""

import json
import re
import time
from typing import Any

from aiohttp import web

from services.sandbox import messages
from services.sandbox.accounts import Account
from services.sandbox.graph import GraphError
from services.sandbox.whatsapp_cloud.wire import authenticated, check_calls, object_of
from services.sandbox.world import World, world_of

STOPPED = {"PAUSED": 132015, "DISABLED": 132016}
_CATEGORIES = {"MARKETING", "UTILITY", "AUTHENTICATION"}
_VARIABLE = re.compile(r"\{\{(\d+)\}\}")
_FAULTS = (
    (
        re.compile(r"\}\}\s*\{\{"),
        "INVALID_FORMAT",
        "Your template has parameters placed next to each other without text in between.",
        "Separate parameters with text.",
    ),
    (
        re.compile(r"^\s*\{\{|\}\}\s*$"),
        "INVALID_FORMAT",
        "Your template begins or ends with a parameter.",
        "Put text before the first parameter and after the last one.",
    ),
    (
        re.compile(r"\b(bit\.ly|tinyurl\.com|wa\.me)/", re.IGNORECASE),
        "SCAM",
        "Your template has a shortened link.",
        "Write the full address of your own site.",
    ),
)
_SELLING = re.compile(r"\b(offers?|discounts?|free|sale|interested|% off)\b", re.IGNORECASE)
Template = dict[str, Any]


async def create(request: web.Request) -> web.Response:
    account, world = authenticated(request, "business"), world_of(request)
    check_calls(world, account)
    body = await object_of(request)
    template = _checked(body)
    if await load(world, account, template["name"], template["language"]):
        raise _invalid(f"{template['name']} already exists in {template['language']}", 2388024)
    at = time.time()
    number = str(10**15 + int(messages.new_hex()[:12], 16))
    template |= {"id": number, "account": account.account, "at": at}
    await world.journal.execute(
        "INSERT INTO template VALUES (?, ?, ?, ?)", number, _owner(account), json.dumps(template), at
    )
    due = at + world.settings.approval_seconds / world.settings.speed
    await world.errands.add("whatsapp_cloud.review", due, {"id": number})
    return web.json_response({"id": number, "status": "PENDING", "category": template["category"]})


def _owner(account: Account) -> str:
    return f"waba:{account.business}"


def _invalid(words: str, subcode: int = 2388043) -> GraphError:
    return GraphError(100, "Invalid parameter", subcode, advice=words)


def _checked(body: Template) -> Template:
    name, category = str(body.get("name") or ""), str(body.get("category") or "")
    if not re.fullmatch(r"[a-z0-9_]{1,512}", name):
        raise _invalid("The name may only have lower-case letters, digits and underscores.")
    if category not in _CATEGORIES:
        raise GraphError(100, f"(#100) Param category must be one of {', '.join(sorted(_CATEGORIES))}")
    parts = [one for one in body.get("components") or [] if isinstance(one, dict) and one.get("type") == "BODY"]
    text = str(parts[0].get("text") or "") if parts else ""
    if not text or len(text) > 1024:
        raise _invalid("The body must have between 1 and 1024 characters.")
    examples = (parts[0].get("example") or {}).get("body_text") or [[]]
    if len(examples[0]) != len(variables_in(text)):
        raise _invalid("Give one example for each parameter of the body.")
    return {"name": name, "category": category, "language": str(body.get("language") or "en"), "body": text}


async def load(world: World, account: Account, name: str, language: str) -> Template | None:
    listed = [json.loads(row["data"]) for row in await _rows(world, account)]
    return next((one for one in listed if one["name"] == name and one["language"] == language), None)


async def _rows(world: World, account: Account) -> list[Any]:
    return await world.journal.rows("SELECT data FROM template WHERE account = ? ORDER BY at", _owner(account))


async def list_all(request: web.Request) -> web.Response:
    """By `name` where it is given, a page of `limit` from `after`."""
    account, world = authenticated(request, "business"), world_of(request)
    check_calls(world, account)
    name, fields = request.query.get("name", ""), request.query.get("fields", "name,status,category,language")
    given = {one: request.query.get(one, "") for one in ("limit", "after")}
    size, after = (int(text) if text.isdecimal() else 0 for text in given.values())
    found = [json.loads(row["data"]) for row in await _rows(world, account)]
    found = [one for one in found if name in one["name"]]
    page = found[after : after + (size or 25)]
    answer: dict[str, Any] = {"data": [_shown(world, one, fields.split(",")) for one in page]}
    if len(found) > after + len(page):
        answer["paging"] = {"cursors": {"after": str(after + len(page))}}
    return web.json_response(answer)


def _shown(world: World, template: Template, fields: list[str]) -> dict[str, Any]:
    fault = fault_of(template)
    whole = {
        "name": template["name"],
        "language": template["language"],
        "status": status_of(world, template),
        "category": category_of(template),
        "rejected_reason": fault[0] if fault and status_of(world, template) == "REJECTED" else "NONE",
        "quality_score": {"score": "UNKNOWN"},
        "components": [{"type": "BODY", "text": template["body"]}],
    }
    return {**{name: whole[name] for name in fields if name in whole}, "id": template["id"]}


async def remove(request: web.Request) -> web.Response:
    account, world = authenticated(request, "business"), world_of(request)
    check_calls(world, account)
    name = request.query.get("name", "")
    ids = [one["id"] for one in (json.loads(row["data"]) for row in await _rows(world, account)) if one["name"] == name]
    if not ids:
        raise _invalid(f"{name} does not exist.", 2593002)
    for number in ids:
        await world.journal.execute("DELETE FROM template WHERE sid = ?", number)
    return web.json_response({"success": True})


def status_of(world: World, template: Template) -> str:
    """PENDING for a while, then APPROVED, or REJECTED for its text or when its name asks for it."""
    if template.get("status"):
        return str(template["status"])
    if time.time() - template["at"] < world.settings.approval_seconds / world.settings.speed:
        return "PENDING"
    return "REJECTED" if fault_of(template) else "APPROVED"


def fault_of(template: Template) -> tuple[str, str, str] | None:
    """Reason, explanation and advice."""
    if "reject" in template["name"]:
        return "ABUSIVE_CONTENT", "The name asks to be rejected.", "Choose another name."
    return next(((reason, why, hint) for rule, reason, why, hint in _FAULTS if rule.search(template["body"])), None)


def category_of(template: Template) -> str:
    """Meta makes marketing of what sells, whatever it was filed as."""
    selling = template["category"] == "UTILITY" and _SELLING.search(template["body"])
    return "MARKETING" if selling else str(template["category"])


def variables_in(body: str) -> list[str]:
    """The numbers of the variables, each once, in order."""
    return sorted(set(_VARIABLE.findall(body)), key=int)


def filled(body: str, given: list[str]) -> str:
    values = dict(zip(variables_in(body), given, strict=True))
    return _VARIABLE.sub(lambda match: values[match[1]], body)
