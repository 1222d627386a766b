"""Which files of an e-mail are its own, and which belong to its signature or to what it quotes."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.inbound.events import Heard
from services.replies.stripping import visible


def files_of(heard: Heard) -> Sequence[Mapping[str, Any]]:
    """What came along; `folded` is what the person did not put among their own words."""
    files = [one for one in heard.data.get("files") or [] if isinstance(one, dict)]
    if not any(one.get("cid") or one.get("aside") for one in files):
        return files
    own = visible(heard.text("pictured")).lower()
    return [{**one, "folded": bool(one.get("aside")) or _is_elsewhere(one, own)} for one in files]


def _is_elsewhere(one: Mapping[str, Any], own: str) -> bool:
    content_id = str(one.get("cid") or "").lower()
    return bool(content_id) and f"[cid:{content_id}]" not in own
