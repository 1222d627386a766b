"""What a model is told about a person, and what it may say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Fit(StrEnum):
    """The second opinion. It is shown beside the score and moves it by nothing."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"
    UNCLEAR = "unclear"


class NextStep(StrEnum):
    """Advice for a person; nothing is sent because of it."""

    CALL = "call"
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    WAIT = "wait"
    SKIP = "skip"


@dataclass(frozen=True)
class Person:
    """`facts` hold no name, number or address of the person; `kind` is "contact" or "lead", `id` its row's."""

    kind: str
    id: int
    facts: Mapping[str, Any]

    @property
    def ref(self) -> str:
        return f"{self.kind[0]}{self.id}"


@dataclass(frozen=True)
class Written:
    """What passed every check; `cost_paise` is this person's share of the call."""

    summary: str
    fit: Fit
    next_step: NextStep
    strengths: Sequence[str]
    doubts: Sequence[str]
    model: str
    cost_paise: int
