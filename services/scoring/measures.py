"""How good an order and its probabilities are, in figures that people can compare."""

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import brier_score_loss, roc_auc_score

from services.scoring.calibration import expected_calibration_error

CURVE_BINS = 8


@dataclass(frozen=True)
class CurvePoint:
    """Of `cases` contacts with about this promise, so many answered; shares between 0 and 1."""

    said: float
    came: float
    cases: int


@dataclass(frozen=True)
class Measures:
    """`auc` ± `auc_error` (one standard error); `lift` is how often the best tenth answers against all."""

    cases: int
    answers: int
    auc: float
    auc_error: float
    lift: float
    brier: float
    calibration_error: float
    curve: list[CurvePoint] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def measure(points: NDArray[np.float64], said: NDArray[np.float64], outcomes: NDArray[np.int64]) -> Measures:
    """Figures of scores `points` and probabilities `said` against what came; both kinds of outcome must occur."""
    auc = float(roc_auc_score(outcomes, points))
    yes = int(outcomes.sum())
    return Measures(
        cases=len(outcomes),
        answers=yes,
        auc=round(auc, 4),
        auc_error=round(auc_error(auc, yes, len(outcomes) - yes), 4),
        lift=round(lift(points, outcomes), 2),
        brier=round(float(brier_score_loss(outcomes, said)), 5),
        calibration_error=round(expected_calibration_error(said, outcomes), 4),
        curve=curve(said, outcomes),
    )


def auc_error(auc: float, yes: int, no: int) -> float:
    """One standard error of an area under the curve (Hanley and McNeil, 1982)."""
    first, second = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = auc * (1 - auc) + (yes - 1) * (first - auc**2) + (no - 1) * (second - auc**2)
    return float(np.sqrt(max(spread, 0) / (yes * no)))


def lift(points: NDArray[np.float64], outcomes: NDArray[np.int64], share: float = 0.1) -> float:
    """How many times more often the best `share` answers than all do; equal scores share their place."""
    most = max(1, round(len(points) * share))
    limit = np.sort(points)[::-1][most - 1]
    above, level = points > limit, points == limit
    answered = outcomes[above].sum() + (most - above.sum()) * outcomes[level].mean()
    return float(answered / most / outcomes.mean())


def curve(said: NDArray[np.float64], outcomes: NDArray[np.int64]) -> list[CurvePoint]:
    """What was promised against what came, in bins of about equally many cases."""
    order = np.argsort(said, kind="stable")
    parts = [part for part in np.array_split(order, min(CURVE_BINS, len(order))) if len(part)]
    return [
        CurvePoint(round(float(said[part].mean()), 5), round(float(outcomes[part].mean()), 5), len(part))
        for part in parts
    ]
