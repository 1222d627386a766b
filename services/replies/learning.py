"""Learns the shipped weights: `python -m services.replies.learning`, after a change of texts or of features.

Ridge regression, one line a label, solved exactly: the same texts give the same weights. What a score is worth as a
chance is learnt on families of texts that the weights did not see.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.linalg import solve
from scipy.sparse import csr_matrix, vstack

from services.replies.features import COLUMNS, prepared, row, said_features
from services.replies.learned import WEIGHTS_FILE, learned_from
from services.replies.texts import Labelled, stops_and_machines, written_by_us

_SMOOTH = 0.3  # the ridge; this and the next chosen by cross-validation over families
_BALANCE = 0.7  # 1 lets every label count alike, 0 every text
_PARTS = 6


def learn(texts: Sequence[Labelled], more: Sequence[Labelled] = ()) -> dict[str, np.ndarray]:
    """The arrays that `learned` reads; from `more` only its own labels learn, which the others would be blurred by."""
    labels = sorted({one.label for one in texts})
    rarity = _rarity(texts)
    rows = as_matrix([one.text for one in texts], rarity)
    meant = np.array([labels.index(one.label) for one in texts])
    unseen = np.zeros((len(texts), len(labels)))
    for outside in _families(texts):
        weights = solved(rows[~outside], meant[~outside], len(labels))
        unseen[outside] = rows[outside] @ weights
    weights = solved(rows, meant, len(labels))
    if more:
        both = csr_matrix(vstack([rows, as_matrix([one.text for one in more], rarity)]))
        meant_by_both = np.array([*meant, *(labels.index(one.label) for one in more)])
        own = sorted({labels.index(one.label) for one in more})
        weights[:, own] = solved(both, meant_by_both, len(labels))[:, own]
    return {
        "labels": np.array(labels),
        "rarity": rarity.astype(np.float16),
        "weights": weights.astype(np.float16),
        "sharpness": np.array(_sharpness(unseen, meant)),
        "unseen": unseen.astype(np.float16),
    }


def as_matrix(texts: Sequence[str], rarity: np.ndarray) -> csr_matrix:
    """One row a text."""
    made = [row(text, rarity) for text in texts]
    ends = np.cumsum([0, *(len(columns) for columns, _ in made)])
    columns, values = (np.concatenate([one[part] for one in made]) for part in (0, 1))
    return csr_matrix((values, columns, ends), shape=(len(texts), COLUMNS))


def solved(rows: csr_matrix, meant: np.ndarray, labels: int) -> np.ndarray:
    """Columns × labels: the weights whose scores come nearest to 1 for what was meant and to -1 for the rest."""
    aims = np.where(meant[:, None] == np.arange(labels), 1.0, -1.0)
    counts = np.bincount(meant, minlength=labels)
    matter = (len(meant) / labels / counts[meant]) ** _BALANCE
    alike = (rows @ rows.T).toarray()
    alike[np.diag_indices_from(alike)] += _SMOOTH / matter
    return rows.T @ solve(alike, aims, assume_a="pos", overwrite_a=True, check_finite=False)


def _rarity(texts: Sequence[Labelled]) -> np.ndarray:
    seen = np.zeros(COLUMNS)
    for one in texts:
        kinds = said_features(prepared(one.text)).values()
        seen[sorted(set().union(*kinds))] += 1
    return np.log((1 + len(texts)) / (1 + seen)) + 1


def _families(texts: Sequence[Labelled]) -> list[np.ndarray]:
    """Each family of paraphrases is outside once."""
    number = {family: place % _PARTS for place, family in enumerate(dict.fromkeys((t.label, t.family) for t in texts))}
    part = np.array([number[one.label, one.family] for one in texts])
    return [part == one for one in range(_PARTS)]


def _sharpness(scores: np.ndarray, meant: np.ndarray) -> float:
    def surprise(sharpness: float) -> float:
        scaled = scores * sharpness
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(meant)), meant]))

    tried = np.arange(1.0, 12.0, 0.05)
    return float(tried[np.argmin([surprise(one) for one in tried])])


def main() -> None:
    """Write the weights beside the texts."""
    made = learn(written_by_us(), stops_and_machines())
    made.pop("unseen")
    made["learned_from"] = np.array(learned_from())
    np.savez_compressed(Path(WEIGHTS_FILE), allow_pickle=False, **made)


if __name__ == "__main__":
    main()
