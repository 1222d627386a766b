"""Score cards: what each feature is worth, by the prior of an industry or by what a customer's outcomes taught."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from services.scoring.words import words_of

POINTS_A_LOGIT = 20.0
"""So many points are one unit of log-odds: 14 points more, and an answer is twice as likely."""


@dataclass(frozen=True)
class Card:
    """`points` is feature → signed whole points; `version` is 0 for a prior."""

    base: int
    points: Mapping[str, int] = field(repr=False)
    name: str = ""
    version: int = 0


@cache
def _data() -> dict[str, Any]:
    return json.loads((Path(__file__).parent / "priors.json").read_text("utf-8"))


@cache
def prior_for(industry: str) -> Card:
    """The card to begin with, chosen by what the customer's industry is called; a general one for any other."""
    data, asked = _data(), words_of(industry)
    for kind in data["industries"]:
        if asked & words_of(" ".join(kind["words"])):
            return Card(data["base"], {**data["points"], **kind["points"]}, kind["name"])
    return Card(data["base"], data["points"], "Any business")
