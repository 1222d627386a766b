"""From a score's log-odds to a probability that comes true, and how well it does."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

ISOTONIC_FROM = (
    1_000  # outcomes of the rarer kind; with fewer, steps follow chance and a curve of two numbers is better
)
EDGE = 1e-4


@dataclass(frozen=True)
class Calibration:
    """A rising line through `knots` (log-odds → probability), flat beyond its ends."""

    knots: Sequence[tuple[float, float]]

    def probabilities(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        places, values = zip(*self.knots, strict=True)
        return np.interp(logits, places, values)


def calibrate(logits: NDArray[np.float64], outcomes: NDArray[np.int64]) -> Calibration:
    """Learned from log-odds of cases that the weights were not fitted on (Platt, or isotonic with enough outcomes)."""
    low, high = float(logits.min()), float(logits.max())
    places = np.linspace(low - 1, high + 1, 201)
    yes = int(outcomes.sum())
    if not 0 < yes < len(outcomes):
        share = (yes + 0.5) / (len(outcomes) + 1)
        return Calibration([(0.0, share)])
    curve = LogisticRegression(C=np.inf).fit(logits[:, None], outcomes)
    if curve.coef_[0, 0] <= 0:  # the order says nothing: everyone gets the share of all
        return Calibration([(0.0, yes / len(outcomes))])
    values = curve.predict_proba(places[:, None])[:, 1]
    if min(yes, len(outcomes) - yes) >= ISOTONIC_FROM:
        values = (values + _steps(logits, outcomes).predict(places)) / 2  # keeps the curve's order between the steps
    return Calibration([(float(at), float(value)) for at, value in zip(places, values, strict=True)])


def _steps(logits: NDArray[np.float64], outcomes: NDArray[np.int64]) -> IsotonicRegression:
    return IsotonicRegression(y_min=EDGE, y_max=1 - EDGE, out_of_bounds="clip").fit(logits, outcomes)


def expected_calibration_error(
    probabilities: NDArray[np.float64], outcomes: NDArray[np.int64], bins: int = 10
) -> float:
    """Mean distance between what was said and what came, over `bins` equal ranges, each weighed by its cases."""
    place = np.clip((probabilities * bins).astype(int), 0, bins - 1)
    said = np.bincount(place, probabilities, bins)
    came = np.bincount(place, outcomes, bins)
    return float(np.abs(said - came).sum() / max(len(outcomes), 1))
