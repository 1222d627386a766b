"""How alike two names of several words are, the rare words counting most."""

import math
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from services.dedupe.text import sound

_NEAR = 0.85  # what a misspelt word counts of a well-spelt one
_LIKE = 0.6


class Vocabulary:
    """Weighs words by how rare they are among the texts it was made from."""

    def __init__(self, texts: int, counted: Mapping[str, int]) -> None:
        """`counted` is in how many of the `texts` each word occurs; a word that it does not hold is rare."""
        self._texts = texts
        self._unseen = self._idf(1)
        self._known = {word: self._idf(times) for word, times in counted.items()}
        self.likeness = lru_cache(maxsize=20_000)(self._likeness)
        """0 to 1: the share of the words' weight that both tuples of words have, misspelt words counting less."""

    def _idf(self, times: int) -> float:
        return math.log((self._texts + 20) / times)

    def weight(self, word: str) -> float:
        return self._known.get(word, self._unseen)

    def _likeness(self, one: tuple[str, ...], other: tuple[str, ...]) -> float:
        if "".join(one) == "".join(other):
            return 1.0
        left = {word: self.weight(word) for word in one}
        right = {word: self.weight(word) for word in other}
        both = left.keys() & right.keys()
        shared = sum(left[word] for word in both)
        rest = [(word, weight) for word, weight in right.items() if word not in both]
        for word, weight in left.items():
            if word in both or not rest:
                continue
            best, place = max((_word(word, other_word), index) for index, (other_word, _weight) in enumerate(rest))
            if best:
                shared += best * min(weight, rest.pop(place)[1])
        total, other_total = sum(left.values()), sum(right.values())
        dice = 2 * shared / (total + other_total)
        return 0.75 * dice + 0.25 * shared / min(total, other_total)


@lru_cache(maxsize=200_000)
def _word(one: str, other: str) -> float:
    if min(len(one), len(other)) < 3:
        return 0.0
    if one.isdigit() or other.isdigit():
        return 0.0
    if sound(one) == sound(other):
        return _NEAR
    longest = max(len(one), len(other))
    if OSA.distance(one, other, score_cutoff=2) <= (1 if longest < 8 else 2) and longest > 3:
        return _NEAR
    if one.startswith(other) or other.startswith(one):
        return _LIKE
    return _LIKE if longest > 4 and JaroWinkler.similarity(one, other) > 0.9 else 0.0
