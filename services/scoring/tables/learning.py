"""Learns a table with the product's own learner: additive statements, calibrated, chosen by cross-validation on what is
learned from alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold

from services.scoring.calibration import Calibration, calibrate
from services.scoring.learner import Belief, Fitted, fit
from services.scoring.tables.encoding import Encoded, Source, encoder_for
from services.scoring.tables.pairs import Pair, promising

FOLDS = 4
SEED = 7
WORTHS = (3.0, 10.0, 30.0)  # imagined cases a statement, tried in turn
PAIR_WORTHS = (60.0, 150.0, 300.0)
PAIRS = (4, 10)
AVERAGED = 5  # best trials whose weights are averaged: still one sum of statements, and steadier than any of them

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class TableModel:
    """What was learned; `statements` name the weights of `fitted`, one each."""

    encoders: Sequence[Encoded]
    pairs: Sequence[Pair]
    fitted: Fitted
    calibration: Calibration

    def probabilities(self, sources: Sequence[Source], rows: Rows) -> NDArray[np.float64]:
        """The calibrated probability of each row of the table."""
        return self.calibration.probabilities(self.fitted.logits(_columns(self.encoders, self.pairs, sources, rows)))

    @property
    def statements(self) -> list[str]:
        alone = [statement for encoder in self.encoders for statement in encoder.statements]
        return alone + [
            f"{self.encoders[pair.first].name} with {self.encoders[pair.second].name}, cell {cell}"
            for pair in self.pairs
            for cell in range(pair.width)
        ]


@dataclass(frozen=True)
class _Trial:
    """One way to learn, and what it gives on rows that it was not fitted on."""

    pairs: Sequence[Pair]
    worth: NDArray[np.float64]
    logits: NDArray[np.float64]
    loss: float


def learn(sources: Sequence[Source], rows: Rows, outcomes: NDArray[np.int64]) -> TableModel:
    """Learn `outcomes` (0 and 1, both occur) of the given rows."""
    encoders = [encoder_for(source, rows) for source in sources]
    trials = [_trial(encoders, (), sources, rows, outcomes, worth) for worth in WORTHS]
    first = min(trials, key=_loss)
    cells = _cells(encoders, sources, rows)
    found = promising(encoders, cells, 1 / (1 + np.exp(-first.logits)), outcomes, max(PAIRS))
    trials += [
        _trial(encoders, found[:most], sources, rows, outcomes, float(first.worth[0]), pair_worth)
        for most in sorted({min(most, len(found)) for most in PAIRS} - {0})
        for pair_worth in PAIR_WORTHS
    ]
    best = sorted(trials, key=_loss)[:AVERAGED]
    columns = _columns(encoders, found, sources, rows)
    fitted = _mean([_fit(columns[:, : len(one.worth)], outcomes, one.worth) for one in best], columns.shape[1])
    logits = np.mean([one.logits for one in best], axis=0)
    return TableModel(encoders, found, fitted, calibrate(logits, outcomes))


def _loss(trial: _Trial) -> float:
    return trial.loss


def _mean(fits: Sequence[Fitted], width: int) -> Fitted:
    """One set of weights; a fit that did without the last pairs has 0 for them."""
    padded = [np.pad(one.weights, (0, width - len(one.weights))) for one in fits]
    return Fitted(np.mean(padded, axis=0), float(np.mean([one.intercept for one in fits])))


def power_alone(source: Source, rows: Rows, outcomes: NDArray[np.int64]) -> float:
    """Area under the curve of one column by itself, on rows that it was not fitted on."""
    encoder = encoder_for(source, rows)
    columns = _columns([encoder], (), [source], rows)
    worth = np.full(columns.shape[1], WORTHS[0])
    return float(roc_auc_score(outcomes, _out_of_fold(columns, outcomes, worth, folds=2)))


def _trial(
    encoders: Sequence[Encoded],
    pairs: Sequence[Pair],
    sources: Sequence[Source],
    rows: Rows,
    outcomes: NDArray[np.int64],
    worth: float,
    pair_worth: float = 0.0,
) -> _Trial:
    columns = _columns(encoders, pairs, sources, rows)
    in_pairs = sum(pair.width for pair in pairs)
    worths = np.concatenate([np.full(columns.shape[1] - in_pairs, worth), np.full(in_pairs, pair_worth)])
    logits = _out_of_fold(columns, outcomes, worths, FOLDS)
    return _Trial(pairs, worths, logits, float(log_loss(outcomes, 1 / (1 + np.exp(-logits)), labels=[0, 1])))


def _out_of_fold(
    columns: Any, outcomes: NDArray[np.int64], worth: NDArray[np.float64], folds: int
) -> NDArray[np.float64]:
    """Log-odds of each row by weights that were fitted without it."""
    logits = np.zeros(len(outcomes))
    rarer = int(min(outcomes.sum(), (1 - outcomes).sum()))
    parts = StratifiedKFold(max(2, min(folds, rarer)), shuffle=True, random_state=SEED)
    if rarer < 2:
        return logits
    for learned, asked in parts.split(columns, outcomes):
        logits[asked] = _fit(columns[learned], outcomes[learned], worth).logits(columns[asked])
    return logits


def _fit(columns: Any, outcomes: NDArray[np.int64], worth: NDArray[np.float64]) -> Fitted:
    share = (outcomes.sum() + 0.5) / (len(outcomes) + 1)
    return fit(columns, outcomes, Belief(np.zeros(len(worth)), worth, float(np.log(share / (1 - share)))))


def _columns(encoders: Sequence[Encoded], pairs: Sequence[Pair], sources: Sequence[Source], rows: Rows) -> Any:
    alone = [
        sparse.csr_matrix(encoder.encode(_values(source, rows)))
        for encoder, source in zip(encoders, sources, strict=True)
    ]
    cells = _cells(encoders, sources, rows) if pairs else []
    return sparse.hstack([*alone, *(pair.encode(cells) for pair in pairs)], format="csr")


def _cells(encoders: Sequence[Encoded], sources: Sequence[Source], rows: Rows) -> list[NDArray[np.int64]]:
    return [encoder.cells(_values(source, rows)) for encoder, source in zip(encoders, sources, strict=True)]


def _values(source: Source, rows: Rows) -> Any:
    return source.values[rows] if source.is_number else [source.values[row] for row in rows]
