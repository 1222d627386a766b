"""Real limits: how often something may be asked."""

import time


class Limits:
    """Token buckets by name, as deep as one second unless told otherwise."""

    def __init__(self) -> None:
        self._buckets: dict[str, tuple[float, float]] = {}
        self.refused = 0

    def admits(self, name: str, per_second: float, deep: float = 0.0) -> bool:
        at, most = time.monotonic(), deep or per_second
        tokens, since = self._buckets.get(name, (most, at))
        tokens = min(most, tokens + (at - since) * per_second)
        self._buckets[name] = (tokens - 1 if tokens >= 1 else tokens, at)
        self.refused += tokens < 1
        return tokens >= 1

    def forget_all(self) -> None:
        self._buckets.clear()
        self.refused = 0
