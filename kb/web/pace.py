"""How often something may be done: a bucket of tokens that fills up again."""

import time
from collections.abc import Callable
from math import ceil
from threading import Lock


class Pace:
    """At most ``burst`` at once, and one more every ``every`` seconds. Safe to share.

    It counts for one process and for all who ask together: it keeps a flood from the disk
    without remembering anybody's address.
    """

    def __init__(
        self, burst: int, every: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._burst = burst
        self._every = every
        self._clock = clock
        self._tokens = float(burst)
        self._since = clock()
        self._lock = Lock()

    def wait(self) -> int:
        """0 if it may be done now, which then counts; else in how many whole seconds."""
        with self._lock:
            now = self._clock()
            self._tokens = min(self._burst, self._tokens + (now - self._since) / self._every)
            self._since = now
            if self._tokens >= 1:
                self._tokens -= 1
                return 0
            return max(1, ceil((1 - self._tokens) * self._every))
