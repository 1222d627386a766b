"""The learned reading: scores of the shipped weights, bent by what a customer's people corrected."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from services.replies.features import prepared, row
from services.replies.texts import Labelled

METHOD = "4"  # goes up with every change of the features or of how they are weighed
_TRAINING = files("services.replies.training")
WEIGHTS_FILE = str(_TRAINING / "weights.npz")
_FIRMLY = 0.1  # how little a correction is smoothed: it all but decides about texts like it


@dataclass(frozen=True)
class Classifier:
    """Reads texts; `version` names the method, the texts and the corrections that it was trained with."""

    version: str
    labels: Sequence[str]
    corrected: Mapping[str, str]  # prepared text → the label that a person gave it
    rarity: np.ndarray
    weights: np.ndarray
    sharpness: float

    def chances(self, text: str) -> dict[str, float]:
        """Label → probability, summing to 1; a text that a person corrected means what they said."""
        if label := self.corrected.get(prepared(text)):
            return {label: 1.0}
        columns, values = row(text, self.rarity)
        scores = np.exp((values @ self.weights[columns]) * self.sharpness)
        return dict(zip(self.labels, (scores / scores.sum()).tolist(), strict=True))


@lru_cache(maxsize=16)
def trained(corrections: tuple[Labelled, ...] = ()) -> Classifier:
    """The classifier of the shipped weights and of a customer's corrections; a few milliseconds for each of those."""
    if not corrections:
        return _shipped()
    ours = _shipped()
    known = [one for one in corrections if one.label in ours.labels]
    corrected = {prepared(one.text): one.label for one in corrections}
    weights = _bent(ours, known) if known else ours.weights
    version = f"{ours.version}+{len(corrections)}-{_digest(corrections)}"
    return Classifier(version, ours.labels, corrected, ours.rarity, weights, ours.sharpness)


@lru_cache(maxsize=1)
def _shipped() -> Classifier:
    with np.load(WEIGHTS_FILE, allow_pickle=False) as kept:
        labels = [str(label) for label in kept["labels"]]
        version = f"{METHOD}-{str(kept['learned_from'])[:8]}"
        rarity, weights = kept["rarity"].astype(np.float32), kept["weights"].astype(np.float32)
        return Classifier(version, labels, {}, rarity, weights, float(kept["sharpness"]))


def _bent(ours: Classifier, corrections: Sequence[Labelled]) -> np.ndarray:
    """The shipped weights with the smallest change that brings the corrected texts near what was said of them."""
    rows = np.zeros((len(corrections), len(ours.rarity)), dtype=np.float32)
    for place, one in enumerate(corrections):
        columns, values = row(one.text, ours.rarity)
        np.add.at(rows[place], columns, values)
    aims = np.array([[1.0 if label == one.label else -1.0 for label in ours.labels] for one in corrections])
    missing = aims - rows @ ours.weights
    alike = rows @ rows.T + _FIRMLY * np.eye(len(corrections))
    return ours.weights + (rows.T @ np.linalg.solve(alike, missing)).astype(np.float32)


def learned_from() -> str:
    """A digest of all that the weights follow from: texts, spellings, phrases and the code that makes features."""
    replies = files("services.replies")
    code = [replies / f"{name}.py" for name in ("features", "folding", "learning", "normalising", "rules", "stripping")]
    phrases = sorted((one for one in (replies / "phrases").iterdir() if one.name.endswith(".py")), key=str)
    texts = sorted((one for one in _TRAINING.iterdir() if one.name.endswith(".txt")), key=str)
    told = "\n".join(one.read_text("utf-8") for one in (*code, *phrases, *texts))
    return hashlib.sha256(told.encode()).hexdigest()


def _digest(texts: Sequence[Labelled]) -> str:
    told = "\n".join(f"{one.label}\t{one.text}" for one in texts)
    return hashlib.sha256(told.encode()).hexdigest()[:8]
