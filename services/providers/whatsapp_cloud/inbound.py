"""The words of an inbound message, whatever its kind; a bubble is never empty."""

from collections.abc import Mapping
from typing import Any

_PRESSED = ("button_reply", "list_reply")
_FILES = ("image", "document", "audio", "video", "voice", "sticker")


def text_of(message: Mapping[str, Any]) -> str:
    """What was written or pressed; a file is named, with its caption above."""
    kind = str(message.get("type") or "unsupported")
    content = message.get(kind)
    given: Mapping[str, Any] = content if isinstance(content, dict) else {}
    if kind in _READ:
        return str(_READ[kind](given) or "") or f"[{kind}]"
    if kind in _FILES:
        return f"{given.get('caption') or ''}\n[{kind}]".strip()
    return f"[{kind}]"


def files_of(message: Mapping[str, Any]) -> list[dict[str, str]]:
    """The file of a message by its id, or by its address where a vendor forwards it so; documents are named."""
    kind = str(message.get("type") or "")
    content = message.get(kind)
    if kind not in _FILES or not isinstance(content, dict):
        return []
    where = {name: str(content[name]) for name in ("id", "url") if content.get(name)}
    return [{"name": str(content.get("filename") or ""), **where}] if where else []


def _interactive(given: Mapping[str, Any]) -> str:
    for name in _PRESSED:
        pressed = given.get(name)
        if isinstance(pressed, dict):
            return str(pressed.get("title") or pressed.get("id") or "")
    form = given.get("nfm_reply")
    return str(form.get("body") or "[form]") if isinstance(form, dict) else ""


_READ = {
    "text": lambda given: given.get("body"),
    "button": lambda given: given.get("text") or given.get("payload"),
    "interactive": _interactive,
    "reaction": lambda given: given.get("emoji"),
    "location": lambda given: f"{given.get('name') or ''}\n[location]".strip(),
    "order": lambda given: f"{given.get('text') or ''}\n[order]".strip(),
}
