"""The blocks of very many contacts in narrow arrays: sixteen bytes a key, not a hundred and more."""

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

MOST_IN_BLOCK = 30  # what more contacts share tells nobody apart


class Blocks:
    """The keys of contacts, each known by its place: the first that is added has place 0."""

    def __init__(self) -> None:
        self._keys = array("q")
        self._ends = array("q")

    def __len__(self) -> int:
        return len(self._ends)

    def add(self, keys: Iterable[int]) -> None:
        """The next contact's keys, each once."""
        self._keys.extend(keys)
        self._ends.append(len(self._keys))

    def of(self, place: int) -> list[int]:
        """The keys of the contact at `place`."""
        start = self._ends[place - 1] if place else 0
        return self._keys[start : self._ends[place]].tolist()

    def pairs(self) -> NDArray[np.int64]:
        """Every pair of places that share a block, once, as `low * len(self) + high`; large blocks are passed over."""
        if not self._keys:
            return np.empty(0, np.int64)
        keys = np.frombuffer(self._keys, np.int64)
        counts = np.diff(np.frombuffer(self._ends, np.int64), prepend=0)
        order = np.argsort(keys, kind="stable")  # places stay ascending within a key
        places, keys = np.repeat(np.arange(len(self)), counts)[order], keys[order]
        starts = np.concatenate(([0], np.flatnonzero(keys[1:] != keys[:-1]) + 1))
        sizes = np.diff(starts, append=len(places))
        found = [np.empty(0, np.int64)]
        for size in range(2, MOST_IN_BLOCK + 1):
            blocks = places[starts[sizes == size][:, None] + np.arange(size)]
            low, high = np.triu_indices(size, 1)
            found.append((blocks[:, low] * len(self) + blocks[:, high]).ravel())
        return np.unique(np.concatenate(found))
