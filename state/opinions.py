"""The words beside a score, as the drawers show them."""

from dataclasses import dataclass

from services.core.money import Paise, rupees
from services.scoring.opinions import Opinion


@dataclass(frozen=True)
class OpinionView:
    """`source` says who wrote it; strengths and doubts are one line each."""

    text: str = ""
    fit: str = ""
    next_step: str = ""
    strengths: str = ""
    doubts: str = ""
    source: str = ""
    is_written: bool = False


def opinion_view(seen: Opinion) -> OpinionView:
    cost = rupees(Paise(seen.cost_paise)) if seen.cost_paise else ""
    written = f"Written by a language model ({seen.model}){f', {cost}' if cost else ''}. It does not change the score."
    return OpinionView(
        text=seen.text,
        fit=seen.fit,
        next_step=seen.next_step,
        strengths=", ".join(seen.strengths),
        doubts=", ".join(seen.doubts),
        source=written if seen.model else "From the reasons above.",
        is_written=bool(seen.model),
    )
