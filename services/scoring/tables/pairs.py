"""Pairs of columns that say more together than each by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from services.scoring.tables.encoding import Encoded

SHRINK = 5.0  # imagined cases in each cell, so that a cell with two rows promises nothing


@dataclass(frozen=True)
class Pair:
    """Two columns by their places; each combination of their coarse bins is one statement."""

    first: int
    second: int
    width: int
    second_bins: int

    def encode(self, cells: Sequence[NDArray[np.int64]]) -> sparse.csr_matrix:
        """Rows × combinations of zeros and ones."""
        code = cells[self.first] * self.second_bins + cells[self.second]
        ones = np.ones(len(code), np.float32)
        return sparse.csr_matrix((ones, (np.arange(len(code)), code)), shape=(len(code), self.width))


def promising(
    encoders: Sequence[Encoded],
    cells: Sequence[NDArray[np.int64]],
    probabilities: NDArray[np.float64],
    outcomes: NDArray[np.int64],
    most: int,
) -> list[Pair]:
    """The pairs whose cells explain most of what is left over after `probabilities` (made without them), best first."""
    left, spread = outcomes - probabilities, probabilities * (1 - probabilities)
    ranked: list[tuple[float, int, int]] = []
    for first, second in combinations(range(len(encoders)), 2):
        code = cells[first] * encoders[second].bins + cells[second]
        surprise, weight = np.bincount(code, left), np.bincount(code, spread)
        gain = float((surprise**2 / (weight + SHRINK)).sum()) - int((weight > 0).sum())
        ranked.append((gain, first, second))
    best = sorted((one for one in ranked if one[0] > 0), reverse=True)[:most]
    return [
        Pair(first, second, encoders[first].bins * encoders[second].bins, encoders[second].bins)
        for _gain, first, second in best
    ]
