"""What the simulated model says when it is asked what replies mean: a few words that it knows, in three languages."""

import re
from typing import Any

from services.sandbox.openai.model import orders_in, outside, people_in

_KNOWN = (
    ("opt_out", r"\b(stop|unsubscribe|remove me|no more messages|band karo|mat bhejo)\b|बंद करो|मत भेज"),
    ("out_of_office", r"\b(out of office|on leave|automatic reply)\b"),
    ("wrong_person", r"\b(wrong (number|person)|galat number)\b|गलत नंबर"),
    ("meeting", r"\b(meet|meeting|come to|call me|milte|miliye|milna)\b|मिल"),
    ("not_now", r"\b(later|next month|after|baad)\b|बाद"),
    ("not_interested", r"\b(not interested|no need|no thanks|nahi chahiye)\b|नहीं चाहिए"),
    ("question", r"\?|\b(price|rate|cost|kitna|kitne|kya)\b|कितना|क्या"),
    ("interested", r"\b(yes|interested|haan|details|bhejo|chahiye)\b|हाँ|भेजो"),
)
_SURE, _GUESSING = 90, 40


def plain(question: str) -> dict[str, Any]:
    """The first meaning whose words are there; else a guess that says that it is one."""
    return {"replies": [_honest(one) for one in people_in(question)]}


def gullible(question: str) -> dict[str, Any]:
    """Takes every order that it can find, wherever it stands, for great interest of everyone."""
    replies, ordered = people_in(question), outside(question)
    if not ordered and not any(orders_in(one) for one in replies):
        return plain(question)
    return {"replies": [{"ref": one.get("ref", ""), "label": "meeting", "confidence": 100} for one in replies]}


def _honest(one: dict[str, Any]) -> dict[str, Any]:
    text = str(one.get("text") or "")
    label = next((label for label, words in _KNOWN if re.search(words, text, re.IGNORECASE)), "")
    return {"ref": one.get("ref", ""), "label": label or "other", "confidence": _SURE if label else _GUESSING}
