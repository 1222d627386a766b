"""Templates that were filed for WhatsApp's review: granted after a while, or refused for a reason."""

import json
import re
import time
from typing import Any

from services.sandbox import messages
from services.sandbox.world import World

CATEGORIES = {"MARKETING", "UTILITY", "AUTHENTICATION"}
STOPPED = {"REJECTED", "PAUSED", "DISABLED"}
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


async def file(world: World, provider: str, owner: str, template: Template, number: str) -> Template:
    """Keep `template` under its id, and have the review's end told; needs name, language, category and body."""
    at = time.time()
    filed = {**template, "id": number, "at": at}
    await world.journal.execute("INSERT INTO template VALUES (?, ?, ?, ?)", number, owner, json.dumps(filed), at)
    if f"{provider}.review" in world.errands.handlers:  # WATI tells nobody
        due = at + world.settings.approval_seconds / world.settings.speed
        await world.errands.add(f"{provider}.review", due, {"id": number})
    return filed


def new_number() -> str:
    """An id as Meta's are."""
    return str(10**15 + int(messages.new_hex()[:12], 16))


async def owned(world: World, owner: str) -> list[Template]:
    """Oldest first."""
    rows = await world.journal.rows("SELECT data FROM template WHERE account = ? ORDER BY at, rowid", owner)
    return [json.loads(row["data"]) for row in rows]


async def found(world: World, number: str) -> Template | None:
    rows = await world.journal.rows("SELECT data FROM template WHERE sid = ?", number)
    return json.loads(rows[0]["data"]) if rows else None


def status_of(world: World, template: Template) -> str:
    """PENDING for a while, then APPROVED, or REJECTED for its text or its name; unless something else was decided."""
    if template.get("told", {}).get("status"):
        return str(template["told"]["status"])
    if time.time() - template["at"] < world.settings.approval_seconds / world.settings.speed:
        return "PENDING"
    return "REJECTED" if fault_of(template) else "APPROVED"


def fault_of(template: Template) -> tuple[str, str, str] | None:
    """Reason, explanation and advice."""
    told = template.get("told", {})
    if told.get("status"):
        why = told.get("reason") or "People did not like it."
        return None if told["status"] == "APPROVED" else (str(told["status"]), why, "Write less to fewer people.")
    if "reject" in template["name"]:
        return "ABUSIVE_CONTENT", "The name asks to be rejected.", "Choose another name."
    return next(((reason, why, hint) for rule, reason, why, hint in _FAULTS if rule.search(template["body"])), None)


def category_of(template: Template) -> str:
    """Meta makes marketing of what sells, whatever it was filed as."""
    if template.get("told", {}).get("category"):
        return str(template["told"]["category"])
    selling = template["category"] == "UTILITY" and _SELLING.search(template["body"])
    return "MARKETING" if selling else str(template["category"])


def variables_in(body: str) -> list[str]:
    """The numbers of the variables, each once, in order."""
    return sorted(set(_VARIABLE.findall(body)), key=int)


def filled(body: str, given: list[str]) -> str:
    values = dict(zip(variables_in(body), given, strict=True))
    return _VARIABLE.sub(lambda match: values[match[1]], body)
