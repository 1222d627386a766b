"""Learns a score card from outcomes, and measures it on the newest of them, which it did not see.

Imported inside functions alone: it needs scikit-learn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from services.scoring.calibration import Calibration, calibrate
from services.scoring.cards import POINTS_A_LOGIT, Card
from services.scoring.features import FEATURES
from services.scoring.learner import Belief, fit
from services.scoring.measures import Measures, measure
from services.scoring.outcomes import Example

PRIOR_IS_WORTH = 20.0  # outcomes in which a feature alone held
HELD_OUT = 0.3  # the newest share
MOST_POINTS = 40  # that one feature can get or cost
BASES = (0, 60)
FOLDS = 5
NOT_WORSE = 0.01  # of area under the curve: so little may a new card fall short of the rules it replaces

_NAMES = tuple(FEATURES)
_PLACE = {name: place for place, name in enumerate(_NAMES)}
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Trained:
    """A card, what its scores stand for, and how it did on outcomes held out in time (None: too few of them)."""

    card: Card
    calibration: list[tuple[int, float]]
    learned: Measures | None
    rules: Measures | None

    @property
    def is_better(self) -> bool:
        """Whether it orders the held-out outcomes no worse than the prior's rules."""
        if self.learned is None or self.rules is None:
            return False
        return self.learned.auc >= self.rules.auc - NOT_WORSE


def train(examples: Sequence[Example], prior: Card, number: int) -> Trained:
    """Learn from `examples` (oldest first), beginning at `prior`; with none, the prior comes back point for point."""
    columns, outcomes, counts = _columns(examples), _outcomes(examples), _counts(examples)
    card = _card(columns, outcomes, counts, prior, number)
    knots = _knots(_calibration(columns, outcomes, counts, prior)) if len(examples) else []
    learned, rules = _held_out(columns, outcomes, counts, prior)
    return Trained(card, knots, learned, rules)


def totals(card: Card, columns: Matrix) -> NDArray[np.float64]:
    """Points before they are capped, one row a contact."""
    return card.base + columns @ np.array([card.points.get(name, 0) for name in _NAMES], dtype=float)


def _columns(examples: Sequence[Example]) -> Matrix:
    found = np.zeros((len(examples), len(_NAMES)))
    for row, example in enumerate(examples):
        for name in example.features:
            if name in _PLACE:
                found[row, _PLACE[name]] = 1
    return found


def _outcomes(examples: Sequence[Example]) -> NDArray[np.int64]:
    return np.array([example.answered for example in examples], dtype=np.int64)


def _counts(examples: Sequence[Example]) -> NDArray[np.float64]:
    return np.array([example.counts for example in examples])


def _card(columns: Matrix, outcomes: NDArray[np.int64], counts: NDArray[np.float64], prior: Card, number: int) -> Card:
    """Whole points, so that what is shown is exactly what is added; the mean score stays where the prior had it."""
    if not len(outcomes):
        return Card(prior.base, dict(prior.points), prior.name, number)
    believed = np.array([prior.points.get(name, 0) for name in _NAMES]) / POINTS_A_LOGIT
    share = (outcomes @ counts + 0.5) / (counts.sum() + 1)
    start = float(np.log(share / (1 - share)) - (columns @ believed).mean())
    fitted = fit(columns, outcomes, Belief(believed, np.full(len(_NAMES), PRIOR_IS_WORTH), start), counts)
    never = columns.sum(axis=0) == 0  # nothing was heard about these: the prior stands to the point
    points = np.where(never, believed, fitted.weights) * POINTS_A_LOGIT
    whole = np.clip(np.rint(points), -MOST_POINTS, MOST_POINTS).astype(int)
    shift = (columns @ (believed * POINTS_A_LOGIT)).mean() - (columns @ whole).mean()
    base = int(np.clip(round(prior.base + shift), *BASES))
    return Card(base, {name: int(whole[place]) for name, place in _PLACE.items()}, prior.name, number)


def _calibration(columns: Matrix, outcomes: NDArray[np.int64], counts: NDArray[np.float64], prior: Card) -> Calibration:
    """From points to the probability of an answer, by cards that did not see the case."""
    rarer = int(min(outcomes.sum(), (1 - outcomes).sum()))
    if rarer < 2:
        return calibrate(totals(prior, columns), outcomes)
    said = np.zeros(len(outcomes))
    for seen, asked in StratifiedKFold(min(FOLDS, rarer), shuffle=True, random_state=1).split(columns, outcomes):
        said[asked] = totals(_card(columns[seen], outcomes[seen], counts[seen], prior, 0), columns[asked])
    return calibrate(said / POINTS_A_LOGIT, outcomes)


def _knots(calibration: Calibration) -> list[tuple[int, float]]:
    scores = np.arange(0, 101, 5)
    said = calibration.probabilities(scores / POINTS_A_LOGIT)
    return [(int(score), round(float(value), 5)) for score, value in zip(scores, said, strict=True)]


def _held_out(
    columns: Matrix, outcomes: NDArray[np.int64], counts: NDArray[np.float64], prior: Card
) -> tuple[Measures | None, Measures | None]:
    cut = round(len(outcomes) * (1 - HELD_OUT))
    seen, asked = slice(0, cut), slice(cut, None)
    if len(set(outcomes[asked].tolist())) < 2 or len(set(outcomes[seen].tolist())) < 2:
        return None, None
    card = _card(columns[seen], outcomes[seen], counts[seen], prior, 0)
    learned = _calibration(columns[seen], outcomes[seen], counts[seen], prior)
    static = calibrate(totals(prior, columns[seen]) / POINTS_A_LOGIT, outcomes[seen])

    def told(one: Card, calibration: Calibration) -> Measures:
        points = totals(one, columns[asked])
        return measure(points, calibration.probabilities(points / POINTS_A_LOGIT), outcomes[asked])

    return told(card, learned), told(prior, static)


def as_report(trained: Trained) -> dict[str, Any]:
    """For the `report` column: figures of the learned card and of the prior's rules on the same outcomes."""
    return {
        "is_better": trained.is_better,
        "learned": trained.learned.as_json() if trained.learned else None,
        "rules": trained.rules.as_json() if trained.rules else None,
    }
