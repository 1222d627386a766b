"""A model's answer is somebody's claim: nothing of it is shown before it passed here."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from services.analysis.cleaning import gives_orders, plain
from services.analysis.types import Fit, NextStep, Person, Written

LONGEST_SUMMARY, LONGEST_POINT, MOST_POINTS = 400, 80, 3
_NUMBER = re.compile(r"\+?\d[\d\s().-]{4,}\d")
ADDRESS = re.compile(r"\S+@\S+|\b(?:[\w-]+\.)+(?:[a-z]{2,})\b(?:/\S*)?", re.IGNORECASE)


def checked(
    value: Mapping[str, Any], people: Sequence[Person], model: str, shares: Sequence[int]
) -> dict[str, Written]:
    """Person's ref → what was written about them; who was answered wrongly, twice or not at all is missing."""
    said: dict[str, list[Mapping[str, Any]]] = {}
    for one in value.get("people") or []:
        if isinstance(one, Mapping):
            said.setdefault(str(one.get("ref")), []).append(one)
    found: dict[str, Written] = {}
    for person, share in zip(people, shares, strict=True):
        claims = said.get(person.ref, [])
        written = _one(claims[0], person, model, share) if len(claims) == 1 else None
        if written:
            found[person.ref] = written
    return found


def _one(claim: Mapping[str, Any], person: Person, model: str, share: int) -> Written | None:
    known = _words(person.facts)
    summary = _sound(claim.get("summary"), known, LONGEST_SUMMARY)
    strengths, doubts = _points(claim.get("strengths"), known), _points(claim.get("doubts"), known)
    fit, step = claim.get("fit"), claim.get("next_step")
    if not summary or strengths is None or doubts is None or fit not in set(Fit) or step not in set(NextStep):
        return None
    return Written(summary, Fit(fit), NextStep(step), strengths, doubts, model, share)


def _points(value: Any, known: str) -> list[str] | None:
    """Short remarks; None when one of them is unsound."""
    if not isinstance(value, list):
        return None
    points = [_sound(text, known, LONGEST_POINT) for text in value[:MOST_POINTS]]
    return points if all(points) else None


def _sound(text: Any, known: str, longest: int) -> str:
    """The text as plain words; "" when it is too long, gives orders, or names an address or number not in the facts."""
    if not isinstance(text, str) or len(text) > longest or gives_orders(text):
        return ""
    named = [*_NUMBER.findall(text), *ADDRESS.findall(text)]
    return plain(text, longest) if all(_bare(one) in _bare(known) for one in named) else ""


def _bare(text: str) -> str:
    return re.sub(r"[\s().+-]", "", text.casefold())


def _words(facts: Mapping[str, Any]) -> str:
    return " ".join(str(value) for value in facts.values())
