"""Whether more answers come than can be handled while they come: then they are stored first and handled after.

The engines ask before they begin a job, and a turn of replies before it goes on.
"""

import threading
import time
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS, MANY = 0.5, 20  # answers in it; fewer are handled as they come
LULL_SECONDS = 1.0  # without many: it is over
LONGEST_SECONDS = 45.0


class Burst:
    """Counts what one process is told; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._mutex = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """As if nothing had come yet."""
        self._heard: deque[tuple[float, int]] = deque()
        self._began = self._over = 0.0

    def count(self, answers: int) -> None:
        """So many have just come; several threads may say so."""
        with self._mutex:
            moment = self._clock()
            self._heard.append((moment, answers))
            while self._heard[0][0] <= moment - WINDOW_SECONDS:
                self._heard.popleft()
            if sum(many for _, many in self._heard) >= MANY:
                if moment >= self._over:
                    self._began = moment
                self._over = moment + LULL_SECONDS

    def must_pass(self) -> bool:
        """Whether to let it go by before anything of it is handled; never for longer than `LONGEST_SECONDS`."""
        moment = self._clock()
        return moment < self._over and moment < self._began + LONGEST_SECONDS


burst = Burst()
