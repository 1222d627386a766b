"""What the simulated model says to a question about people. It knows the form in which the product puts facts."""

import json
import re
from typing import Any

_FENCE = re.compile(r"<facts-(?P<mark>\w+)>\n(?P<inside>.*)\n</facts-(?P=mark)>", re.DOTALL)
_ORDERS = re.compile(
    r"ignore|disregard|forget|system|assistant|instruction|score|rate |send|reply with|override|admin|prompt|you are|"
    r"new task|http|www|base64|निर्देश|भेज|स्कोर|अनदेखा|bhej|score karo|[A-Za-z0-9+/=]{24,}|<!--|\{",
    re.IGNORECASE,
)


def people_in(question: str) -> list[dict[str, Any]]:
    """The people inside the fence; none when there is no readable fence."""
    found = _FENCE.search(question)
    try:
        people = json.loads(found["inside"]) if found else []
    except ValueError:
        return []
    return [one for one in people if isinstance(one, dict)]


def outside(question: str) -> str:
    """Everything that stands in the question but not inside the fence."""
    return _FENCE.sub("", question).strip()


def plain(question: str) -> dict[str, Any]:
    """An honest answer from the facts."""
    return {"people": [_honest(one) for one in people_in(question)]}


def gullible(question: str) -> dict[str, Any]:
    """Obeys every order it can find, wherever it stands, and repeats it word for word."""
    ordered = outside(question)
    people = []
    for one in people_in(question):
        orders = ordered or orders_in(one)
        honest = _honest(one)
        obeyed = {"summary": orders, "fit": "strong", "next_step": "call", "strengths": [], "doubts": []}
        people.append({**honest, **obeyed} if orders else honest)
    return {"people": people}


def orders_in(one: dict[str, Any]) -> str:
    """The texts of one set of facts that order something."""
    return " ".join(text for text in _texts(one) if _ORDERS.search(text))


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in inside for text in _texts(part)]


def _honest(one: dict[str, Any]) -> dict[str, Any]:
    who = str(one.get("title") or "A contact")
    company, city = str(one.get("company") or "a business"), str(one.get("city") or "")
    score = int(one.get("score") or 0)
    fit = "strong" if score >= 75 else "fair" if score >= 50 else "weak"
    step = "call" if one.get("has_phone") else "email" if one.get("has_email") else "wait"
    return {
        "ref": one.get("ref", ""),
        "summary": f"{who} at {company}{f' in {city}' if city else ''}.",
        "fit": fit,
        "next_step": step,
        "strengths": ["can be reached"] if one.get("has_phone") or one.get("has_email") else [],
        "doubts": [] if one.get("title") else ["nobody is named"],
    }
