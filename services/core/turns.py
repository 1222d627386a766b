"""Who writes next: SQLite has one writer, and lets whoever asks at the luckiest moment be it."""

import heapq
import itertools
import threading


class Turns:
    """One at a time, the urgent first, else in the order of asking."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._taken = False
        self._queue: list[tuple[bool, int, threading.Event]] = []
        self._numbers = itertools.count()

    def take(self, *, urgent: bool, patience: float) -> bool:
        """Wait for the turn; False when it did not come within `patience` seconds. Every taken turn is given back."""
        with self._mutex:
            if not self._taken:
                self._taken = True
                return True
            mine = (not urgent, next(self._numbers), threading.Event())
            heapq.heappush(self._queue, mine)
        if mine[2].wait(patience):
            return True
        with self._mutex:
            if mine[2].is_set():  # it came at the last moment
                return True
            self._queue.remove(mine)
            heapq.heapify(self._queue)
        return False

    def give_back(self) -> None:
        """Hand the turn to the next."""
        with self._mutex:
            if self._queue:
                heapq.heappop(self._queue)[2].set()
            else:
                self._taken = False
