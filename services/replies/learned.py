"""The learned reading: logistic regression over `features`, trained when first asked for, always to the same result."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from services.replies.features import features, prepared
from services.replies.texts import Labelled, written_by_us

METHOD = "1"  # goes up with every change of the features or of how they are weighed
_WORDS = r"(?u)[^\s.,!।]+"
_AS_WORDS = 0.7  # weight of words and their pieces beside ideas and hints
_STRENGTH = 2.0  # inverse of the regularisation; chosen by cross-validation over families of the training texts
_A_CORRECTION = 4.0  # how many of our texts one correction weighs


@dataclass(frozen=True)
class Classifier:
    """Reads texts; `version` names the method, the texts and the corrections that it was trained with."""

    version: str
    labels: Sequence[str]
    _parts: Sequence[Any]
    _model: LogisticRegression
    corrected: Mapping[str, str]  # prepared text → the label that a person gave it

    def chances(self, text: str) -> dict[str, float]:
        """Label → probability, summing to 1; a text that a person corrected means what they said."""
        if label := self.corrected.get(prepared(text)):
            return {label: 1.0}
        likely = self._model.predict_proba(_columns(self._parts, [text]))[0]
        return {label: float(chance) for label, chance in zip(self.labels, likely, strict=True)}


@lru_cache(maxsize=16)
def trained(corrections: tuple[Labelled, ...] = ()) -> Classifier:
    """The classifier that our texts and a customer's corrections make; about a second when it is not kept already."""
    ours = written_by_us()
    texts = [*ours, *corrections]
    weights = np.array([1.0] * len(ours) + [_A_CORRECTION] * len(corrections))
    parts = _fresh()
    columns = _columns(parts, [one.text for one in texts], learn=True)
    model = LogisticRegression(C=_STRENGTH, max_iter=2000, class_weight="balanced", tol=1e-2)
    model.fit(columns, [one.label for one in texts], sample_weight=weights)
    corrected = {prepared(one.text): one.label for one in corrections}
    return Classifier(_version(ours, corrections), [str(label) for label in model.classes_], parts, model, corrected)


def _fresh() -> Sequence[Any]:
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    return DictVectorizer(), pieces, TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORDS)


def _columns(parts: Sequence[Any], texts: Sequence[str], *, learn: bool = False) -> csr_matrix:
    hints, pieces, whole = parts
    said = [prepared(text) for text in texts]
    made = [
        part.fit_transform(given) if learn else part.transform(given)
        for part, given in ((hints, [features(text) for text in texts]), (pieces, said), (whole, said))
    ]
    return csr_matrix(hstack([made[0], made[1] * _AS_WORDS, made[2] * _AS_WORDS]))


def _version(ours: Sequence[Labelled], corrections: Sequence[Labelled]) -> str:
    """Such as `1-3f2a91c0`, and `1-3f2a91c0+2-9b1c0d22` with two corrections."""
    shipped = f"{METHOD}-{_digest(ours)}"
    return f"{shipped}+{len(corrections)}-{_digest(corrections)}" if corrections else shipped


def _digest(texts: Sequence[Labelled]) -> str:
    told = "\n".join(f"{one.label}\t{one.text}" for one in texts)
    return hashlib.sha256(told.encode()).hexdigest()[:8]
