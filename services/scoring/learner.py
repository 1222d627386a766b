"""The learner: an additive logistic model that begins at prior weights and moves only as far as outcomes carry it.

The prior enters as observations that were never made: for each column, `worth` imagined cases in which that fact alone
held and the outcome was what the prior weight says. With no real outcome the optimum is the prior; with many it is
what the outcomes say. This is Greenland's prior by data augmentation, which an ordinary solver can fit.

Imported inside functions alone, like all that needs scikit-learn: an idle process does without its 100 MB.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

STEPS = 3_000
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Fitted:
    """Weights in log-odds, one a column; `logits(columns)` adds them up."""

    weights: NDArray[np.float64]
    intercept: float

    def logits(self, columns: Any) -> NDArray[np.float64]:
        """Log-odds of each row of `columns` (dense or sparse, shape rows × columns)."""
        return columns @ self.weights + self.intercept


@dataclass(frozen=True)
class Belief:
    """What is believed before any outcome: weights in log-odds, and how many outcomes each is worth."""

    weights: NDArray[np.float64]
    worth: NDArray[np.float64]
    intercept: float = 0.0
    intercept_worth: float = 1.0


def fit(columns: Any, outcomes: Any, belief: Belief, importance: Any = None) -> Fitted:
    """Learn from rows × columns and their outcomes (0 or 1), each counted `importance` times (once unless given).

    No rows at all give the belief back unchanged.
    """
    count, width = columns.shape
    if not count:
        return Fitted(belief.weights, belief.intercept)
    real = sparse.hstack([sparse.csr_matrix(columns), np.ones((count, 1))], format="csr")
    imagined = sparse.identity(width + 1, format="csr")
    believed = np.append(belief.weights, belief.intercept)
    yes = 1 / (1 + np.exp(-believed))
    worth = np.append(belief.worth, belief.intercept_worth)
    given = np.ones(count) if importance is None else np.asarray(importance, dtype=float)
    solver = LogisticRegression(C=np.inf, fit_intercept=False, max_iter=STEPS, tol=TOLERANCE, warm_start=True)
    solver.coef_, solver.intercept_ = believed[None, :].copy(), np.zeros(1)
    solver.fit(
        sparse.vstack([real, imagined, imagined], format="csr"),
        np.concatenate([np.asarray(outcomes, dtype=int), np.ones(width + 1, int), np.zeros(width + 1, int)]),
        sample_weight=np.concatenate([given, worth * yes, worth * (1 - yes)]),
    )
    found = solver.coef_[0]
    return Fitted(found[:-1], float(found[-1]))
