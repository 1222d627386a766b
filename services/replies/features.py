"""What the classifier sees of a text: words and their pieces in one spelling, turns of phrase, what the rules saw.

Each feature is the number of a column: a hash of its name, so no list of names is kept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np

from services.replies.folding import fold, romanised, tokens
from services.replies.normalising import normalise
from services.replies.phrases import interest, machine, refusal
from services.replies.phrases.leanings import leanings_of
from services.replies.rules import Label, classify
from services.replies.stripping import without_closing

COLUMNS = 2**16
MOST = 2_000  # letters looked at: what somebody wants stands at the top
_MOST_WORDS = 200
_RULES = {
    "wants": interest.STRONG,
    "agrees": interest.WEAK,
    "asks": interest.ASKS,
    "marked": interest.QUESTION_MARK,
    "refuses": refusal.STRONG,
    "declines": refusal.WEAK,
    "later": refusal.LATER,
    "wrong": refusal.WRONG_PERSON,
    "away": machine.AWAY,
    "receipt": machine.RECEIPT,
}
# Hindi says by the end of a verb who does it and when.
_ENDINGS = {
    "i_will": ("unga", "ungi", "enge", "ूँगा", "ूंगा", "ूँगी", "ूंगी", "ेंगे", "एँगे", "एंगे", "ऊँगा", "ऊंगा", "ऊँगी"),
    "please_do": ("iye", "iyega", "ए", "िए", "ये", "िएगा"),
    "was_done": ("chuke", "chuka", "chuki", "गया", "गई", "गए", "चुके", "चुका", "लिया", "दिया"),
    "does": ("te", "ta", "ti", "ते", "ता", "ती"),
}
# How much each kind counts, chosen by cross-validation over families of the training texts.
WEIGHTS: Mapping[str, float] = {"1": 0.8, "2": 0.75, "skip": 0.5, "3": 0.4, "piece": 1.1, "across": 0.5}
_HINT, _LABEL = 0.4, 0.3
_DECIDED = {Label.OPT_OUT, Label.OUT_OF_OFFICE, Label.BOUNCE}
_TWICE = re.compile(r"(.)\1+")
_PIECES, _ACROSS = (2, 3, 4), (3, 4, 5)  # letters


def prepared(text: str) -> str:
    """The text as the features take it."""
    return normalise(without_closing(text)[:MOST])


def said_features(said: str) -> dict[str, set[int]]:
    """By kind, the columns of the words of a prepared text and of their pieces."""
    typed = tokens(said)[:_MOST_WORDS]
    one_form = [fold(token) for token in typed]
    edged = ["<", *one_form, ">"]
    named: dict[str, Iterable[str]] = {
        "1": one_form,
        "2": _together(edged, 0, 1),
        "skip": _together(edged, 0, 2),
        "3": _together(edged, 0, 1, 2),
        "piece": _pieces([" " + _TWICE.sub(r"\1", romanised(token)) + " " for token in typed], _PIECES),
        "across": _pieces([" ".join(edged)], _ACROSS),
    }
    return {kind: {_column(kind + name) for name in names} for kind, names in named.items()}


def hints(text: str, said: str) -> dict[int, float]:
    """Turns of phrase and the rules' own reading of a text, each by its column and weight."""
    found = tokens(said)
    names = [f"leans {name}" for name in leanings_of(said)]
    names += [f"rule {name}" for name, pattern in _RULES.items() if pattern.search(said)]
    names += [f"ends {name}" for name, ends in _ENDINGS.items() if any(word.endswith(ends) for word in found)]
    names.append(f"words {min(len(found), 6) // 2}")
    label = _label(text)
    if label not in _DECIDED:  # what a rule decides is never asked here; with it, one would learn to wait for the rule
        return {**dict.fromkeys(map(_column, names), _HINT), _column(f"label {label}"): _LABEL}
    return dict.fromkeys(map(_column, names), _HINT)


def row(text: str, rarity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The columns of a text and their values, of length one together; `rarity` is each column's weight among words."""
    said = prepared(text)
    columns: list[np.ndarray] = []
    values: list[np.ndarray] = []
    for kind, found in said_features(said).items():
        if found:
            places = np.fromiter(sorted(found), dtype=np.int64, count=len(found))
            weights = rarity[places]
            columns.append(places)
            values.append(weights * (WEIGHTS[kind] / np.linalg.norm(weights)))
    hinted = hints(text, said)
    columns.append(np.array(list(hinted), dtype=np.int64))
    values.append(np.array(list(hinted.values())))
    value = np.concatenate(values)
    return np.concatenate(columns), value / np.linalg.norm(value)


@lru_cache(maxsize=64)
def _label(text: str) -> Label:
    return classify(text).label


def _together(words: Sequence[str], *steps: int) -> Iterator[str]:
    for start in range(len(words) - steps[-1]):
        yield " ".join(words[start + step] for step in steps)


def _pieces(texts: Sequence[str], sizes: Sequence[int]) -> Iterator[str]:
    for text in texts:
        for size in sizes:
            for start in range(len(text) - size + 1):
                yield text[start : start + size]


def _column(name: str) -> int:
    return crc32(name.encode()) % COLUMNS
