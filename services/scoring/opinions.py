"""The words beside a score: a language model's where it wrote some, else made from the score's own reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_FITS = {"strong": "Strong fit", "fair": "Fair fit", "weak": "Weak fit", "unclear": "Fit unclear"}
_STEPS = {
    "call": "Call them",
    "whatsapp": "Write on WhatsApp",
    "email": "Write an email",
    "wait": "Wait for now",
    "skip": "Leave them",
}
_MOST_REASONS = 2


@dataclass(frozen=True)
class Opinion:
    """`fit` and `next_step` are words or ""; `model` is "" when no language model wrote; costs in paise."""

    text: str = ""
    fit: str = ""
    next_step: str = ""
    strengths: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    model: str = ""
    cost_paise: int = 0


def opinion_of(ai_analysis: Mapping[str, Any]) -> Opinion:
    """What an `ai_analysis` column says in words."""
    written = ai_analysis.get("written")
    if not isinstance(written, Mapping):
        return Opinion(text=_from_reasons(ai_analysis.get("reasons") or []))
    return Opinion(
        text=str(written.get("summary", "")),
        fit=_FITS.get(str(written.get("fit")), ""),
        next_step=_STEPS.get(str(written.get("next_step")), ""),
        strengths=tuple(map(str, written.get("strengths") or ())),
        doubts=tuple(map(str, written.get("doubts") or ())),
        model=str(written.get("model", "")),
        cost_paise=int(written.get("cost_paise", 0)),
    )


def _from_reasons(reasons: list[Mapping[str, Any]]) -> str:
    told = [one for one in reasons if not str(one.get("text", "")).startswith(("Starts at", "A score "))]
    ranked = sorted(told, key=lambda one: -abs(int(one.get("points", 0))))
    good = [str(one["text"]) for one in ranked if int(one["points"]) > 0][:_MOST_REASONS]
    bad = [str(one["text"]) for one in ranked if int(one["points"]) < 0][:_MOST_REASONS]
    parts = [f"Speaks for them: {'; '.join(good)}." if good else "", f"Against: {'; '.join(bad)}." if bad else ""]
    return " ".join(part for part in parts if part)
