"""What every question has: other people's words inside a fence that they cannot know, and an answer of one form."""

import hashlib
import json
import secrets
from typing import Any


def fenced(told: Any) -> str:
    """`told` as JSON between two lines with the same mark, new for each call."""
    mark = secrets.token_hex(8)
    return f"<facts-{mark}>\n{json.dumps(told, ensure_ascii=False, sort_keys=True)}\n</facts-{mark}>"


def closed(properties: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object that has exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def key_for(*told: Any) -> str:
    """Name of a kept answer: the same task, model and facts have the same key, whoever they are about."""
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
