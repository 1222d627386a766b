"""What the simulated model drafts: the facts that share a word with the last message, or that it will find out."""

import re
from typing import Any

from services.sandbox.openai.model import orders_in, outside, people_in

_WORD = re.compile(r"[^\W\d_]{4,}")
_MOST = 2


def plain(question: str) -> dict[str, Any]:
    """An honest draft."""
    told = people_in(question)
    said = [one for one in told if one.get("by") == "them"]
    last = said[-1] if said else {}
    used = [one for one in told if "fact" in one and _words(one["fact"]) & _words(str(last.get("text", "")))][:_MOST]
    words = " ".join(str(one["fact"]).rstrip(".") + "." for one in used)
    text = f"Thank you for asking. {words}" if used else "Thank you. I will find out and come back to you."
    return {
        "text": text.strip(),
        "facts": [one["ref"] for one in used],
        "messages": [last["ref"]] if last else [],
    }


def gullible(question: str) -> dict[str, Any]:
    """Does as it is told by whoever speaks."""
    orders = outside(question) or " ".join(found for one in people_in(question) if (found := orders_in(one)))
    return {"text": orders, "facts": [], "messages": []} if orders else plain(question)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
